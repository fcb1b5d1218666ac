"""A story as numbered lines that a model may cite, and what its labels stand for.

``A2.P5`` is the fifth paragraph of the second article, ``A2.P0`` its title; ``R1.P3`` the
third paragraph of the desk's own first earlier report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from audiobrief.markup import unmarked
from audiobrief.model import Article, Passage, Report, Story
from audiobrief.synthesis.ollama.fencing import gives_orders, mark_of, neutral
from audiobrief.wording import load_wording

_LABEL = re.compile(r"([AR])(\d{1,4})\.P(\d{1,4})")


@dataclass(frozen=True, slots=True)
class Line:
    """A text to cite and the labels of what it rests on: its own, or those of a note's."""

    labels: tuple[str, ...]
    text: str

    def __str__(self) -> str:
        """Return the line as the model sees it."""
        return f"[{', '.join(self.labels)}] {self.text}"


@dataclass(frozen=True, slots=True)
class Material:
    """What a model is shown of a story: who speaks (``origins``), and their numbered lines."""

    origins: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label that may be cited, once each, in order."""
        return tuple(dict.fromkeys(label for line in self.lines for label in line.labels))

    @property
    def mark(self) -> str:
        """The mark at both ends of the fence."""
        return mark_of([*self.origins, *map(str, self.lines)])

    def part(self, lines: Sequence[Line]) -> Material:
        """Return the material with these lines alone, and with those who speak in them."""
        named = {label.partition(".")[0] for line in lines for label in line.labels}
        origins = (one for one in self.origins if one.partition(":")[0] in named)
        return Material(tuple(origins), tuple(lines))

    def __str__(self) -> str:
        """Return the material in its fence, as the model sees it."""
        body = "\n".join([*self.origins, *map(str, self.lines)])
        return f"<<<{self.mark}\n{body}\n{self.mark}>>>"


def material_of(story: Story) -> Material:
    """Return all of a story that may be shown: what gives orders to a model is not in it."""
    lines = (line for line in _lines(story) if not gives_orders(line.text))
    shown = tuple(Line(line.labels, text) for line in lines if (text := neutral(line.text)))
    return Material(tuple(_origins(story)), shown)


def withheld(story: Story) -> tuple[str, ...]:
    """Return the labels of the passages that give orders to a model."""
    return tuple(line.labels[0] for line in _lines(story) if gives_orders(line.text))


def passage_of(label: str, story: Story) -> Passage:
    """Return the passage that a label stands for.

    Raises:
        ValueError: it is no label.
    """
    found = _LABEL.fullmatch(label)
    if not found:
        msg = f"{label!r} is no label"
        raise ValueError(msg)
    first = len(story.articles) if found[1] == "R" else 0
    return Passage(first + int(found[2]) - 1, int(found[3]) - 1)


def label_of(passage: Passage, story: Story) -> str:
    """Return the label that stands for a passage."""
    count = len(story.articles)
    kind, place = (
        ("A", passage.article) if passage.article < count else ("R", passage.article - count)
    )
    return f"{kind}{place + 1}.P{passage.paragraph + 1}"


def tokens(text: str) -> int:
    """Return how many tokens ``text`` has at most, as models cut European languages."""
    return len(text.encode()) // 3 + 1


def shares(lines: Sequence[Line], room: int) -> Iterator[tuple[Line, ...]]:
    """Yield ``lines`` in parts of at most ``room`` tokens each; a longer line stands alone."""
    part: list[Line] = []
    used = 0
    for line in lines:
        size = tokens(str(line))
        if part and used + size > room:
            yield tuple(part)
            part, used = [], 0
        part.append(line)
        used += size
    if part:
        yield tuple(part)


def fitting(material: Material, room: int) -> Material:
    """Return as much of ``material``, from its start, as has room in so many tokens."""
    lines = material.lines
    while lines and tokens(str(material.part(lines))) > room:
        lines = lines[: len(lines) * 9 // 10]
    return material.part(lines)


def _lines(story: Story) -> Iterator[Line]:
    for number, article in enumerate(story.articles, start=1):
        yield from _numbered(f"A{number}", (article.title, *article.paragraphs), start=0)
    for number, report in enumerate(story.earlier, start=1):
        yield from _numbered(f"R{number}", _paragraphs(report), start=1)


def _numbered(name: str, texts: Iterable[str], start: int) -> Iterator[Line]:
    for place, text in enumerate(texts, start=start):
        yield Line((f"{name}.P{place}",), text)


def _paragraphs(report: Report) -> Iterator[str]:
    for section in report.sections:
        yield from map(unmarked, section.paragraphs)


def _origins(story: Story) -> Iterator[str]:
    for number, article in enumerate(story.articles, start=1):
        yield f"A{number}: {_origin(article)}"
    for number, report in enumerate(story.earlier, start=1):
        day = f", {load_wording('en').full_day(report.published)}" if report.published else ""
        yield f"R{number}: this desk's own earlier report{day}"


def _origin(article: Article) -> str:
    site = "" if gives_orders(article.site) else neutral(article.site)[:80]
    day = load_wording("en").full_day(article.published) if article.published else "no date given"
    return f"an article by {site or 'a source without a name'}, {day}"
