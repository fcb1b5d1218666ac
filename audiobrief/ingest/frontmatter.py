"""YAML front matter: split from the text below it, and checked, with lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import yaml
from pydantic import ValidationError

from audiobrief.errors import ReportError
from audiobrief.faults import listed
from audiobrief.ingest.fields import FrontMatter, dotted, faults

LONGEST = 100_000
"""Characters of front matter; more is a report whose closing ``---`` is missing."""

DEEPEST = 20
"""Lists and mappings inside one another; a report needs four."""

_FENCE = re.compile(r"---[ \t]*")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_REMEDY = "Put values that hold `: `, `#` or quotes in quotation marks, and check the indentation."


class _Texts(yaml.BaseLoader):
    """YAML whose scalars are all text, so that `title: 2026` or `answer: yes` mean themselves."""


_Texts.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:~|null|)$"), ["~", "n", ""])
_Texts.add_constructor("tag:yaml.org,2002:null", lambda _loader, _node: None)


def split(text: str, path: Path) -> tuple[str, str, int]:
    """Return front matter, the text below it, and how many lines stand above that text.

    Raises:
        ReportError: front matter begins and does not end.
    """
    first, _, rest = text.partition("\n")
    if not _FENCE.fullmatch(first):
        return "", text, 0
    close = _CLOSE.search(rest, 0, LONGEST)
    if not close:
        raise ReportError(
            "the front matter that begins here does not end",
            where=f"{path}:1",
            remedy="Close it with a line of three hyphens: ---",
        )
    matter = rest[: close.start()]
    return matter, rest[close.end() :].removeprefix("\n"), matter.count("\n") + 2


def read_front_matter(matter: str, path: Path) -> FrontMatter:
    """Read the YAML between the fences, which begins on the file's second line.

    Raises:
        ReportError: it is not YAML, or has faults; each with its line.
    """
    root, data = _load(matter, path)
    if not isinstance(data, dict):
        raise ReportError(
            "the front matter is no list of `key: value` lines", where=f"{path}:2", remedy=_REMEDY
        )
    given = {key: value for key, value in data.items() if value is not None}
    try:
        return FrontMatter.model_validate(given)
    except ValidationError as error:
        found = faults(error.errors(include_url=False, include_context=False, include_input=False))
        placed = sorted((_line(root, location), dotted(location), why) for location, why in found)
        told = [f"{path}:{line}: {key}: {reason}" for line, key, reason in placed]
        raise ReportError(
            listed("the front matter", told),
            where=path,
            remedy="It may have: title, category, date, byline, summary, slug, sentiment, sources, "
            "methodology, quiz, correction, withdrawn.",
        ) from error


def _load(matter: str, path: Path) -> tuple[yaml.Node | None, object]:
    try:
        _refuse_traps(yaml.parse(matter, Loader=yaml.SafeLoader), path)
        loader = _Texts(matter)
        node = loader.get_single_node()
        return node, {} if node is None else loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 2 if mark else 2
        raise _broken(f"{error.problem or error.context}", f"{path}:{line}") from error
    except yaml.YAMLError as error:
        raise _broken("it holds characters that YAML forbids", f"{path}:2") from error


def _refuse_traps(events: Iterable[yaml.Event], path: Path) -> None:
    """Refuse aliases, a few of which can stand for gigabytes, and depths that take hours."""
    depth = 0
    for event in events:
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if not isinstance(event, yaml.AliasEvent) and depth <= DEEPEST:
            continue
        fault = "it is nested too deep" if depth > DEEPEST else "a value begins with an asterisk"
        raise _broken(fault, f"{path}:{event.start_mark.line + 2 if event.start_mark else 2}")


def _broken(what: str, where: str) -> ReportError:
    return ReportError(f"the front matter is not valid YAML: {what}", where=where, remedy=_REMEDY)


def _line(node: yaml.Node | None, location: tuple[int | str, ...]) -> int:
    """Return the line of the file on which the value at ``location`` stands, or its parent."""
    line = 2
    for part in location:
        if isinstance(node, yaml.MappingNode):
            pairs = [(key, value) for key, value in node.value if key.value == str(part)]
            if not pairs:
                break
            key, node = pairs[-1]
            line = key.start_mark.line + 2
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            node = node.value[part]
            line = node.start_mark.line + 2
    return line
