"""What no text may hold when it is said or shown: markup, addresses, leftovers of a machine."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audiobrief.publishing.check.finding import Problem, clock
from audiobrief.publishing.check.release import Release, release_rule
from audiobrief.publishing.rules import ERROR, WARNING

_ELEMENTS = (
    "a|abbr|article|aside|audio|b|blockquote|body|br|break|button|center|cite|code|div|em|"
    "emphasis|figure|font|form|h[1-6]|head|html|i|iframe|img|input|lang|li|link|mark|meta|nav|ol|"
    "p|phoneme|pre|prosody|q|s|say-as|script|section|small|span|speak|strong|style|sub|sup|svg|"
    "table|tbody|td|th|thead|tr|u|ul|v|video|voice"
)
MARKUP = re.compile(
    rf"</?(?:{_ELEMENTS})(?:\s[^<>]*)?/?>|<!--|<!\[CDATA\[|"
    r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{2,6}|#x[0-9a-f]{2,6});|"
    r"\*\*\w[^*]*\*\*|(?m:^#{1,6} )|\[[^\]\n]+\]\(\w+:[^)\s]+\)",
    re.IGNORECASE,
)
"""Elements by name: "a <b and c>d" is mathematics. Entities, and Markdown that was not read."""

ADDRESS = re.compile(r"\b(?:https?|ftp)://\S+", re.IGNORECASE)

RESIDUE = re.compile(
    r"""(?ix)
    (?<!["“«„'‘])\b(?: as\ an\ ai(?:\ (?:language\ )?model|\ assistant)\b
        | como\ (?:um\ )?modelo\ de\ (?:lenguaje|linguagem)\b
        | en\ tant\ que\ (?:mod[eè]le\ de\ langage|ia)\b
        | als\ ki-?sprachmodell\b
        | in\ quanto\ modello\ linguistico\b )
    | \A\W*(?: (?:sure|certainly|of\ course|absolutely)\ ?[,!.:]\ ?here(?:[’']s|\ is|\ are)\b
        | here(?:[’']s|\ is)\ (?:the|your|a)\ (?:\w+\ )?(?:script|summary|rewrite|translation|
            rewritten|revised|article|transcript)\b[^.!?]*:
        | (?:system|assistant|user):\s )
    | \[/?INST\] | <</?SYS>> | <\|\w+\|> | </?think> | ``` | \#\#\#\ ?(?:instruction|response)
    | \bi\ hope\ this\ helps\b[.!] | \blet\ me\ know\ if\ you(?:'d|’d)?\ (?:need|like|want|have)\b
    """
)
"""What language models and their prompts leave behind; where it is quoted, it is news."""

TEMPLATE = re.compile(
    r"\{\{|\}\}|\{%|%\}|\$\{\w+\}|<%[=\s]|\blorem\ ipsum\b|\[object Object\]|"
    r"\b(?:TODO|FIXME|XXX)\b:|\[(?:insert|your|placeholder)\b[^\]]*\]",
    re.IGNORECASE,
)
NOTHING = re.compile(r"\s*(?:None|null|undefined|nan|NaN|n/a|lorem)\s*")
"""A text that is a program's word for there being none."""


def _fields(release: Release) -> Iterator[tuple[str, str, str]]:
    """Yield what the record has shown everywhere: file, part and text."""
    episode = release.episode
    yield from (
        ("episode.json", name, text)
        for name, text in (
            ("title", episode.title),
            ("summary", episode.summary),
            ("category", episode.category),
            ("byline", episode.byline),
        )
    )
    yield from (("episode.json", "chapter", mark.title) for mark in episode.chapters)
    yield from (("episode.json", "source", source.title) for source in episode.sources)


def _spoken(release: Release) -> Iterator[tuple[str, str, str]]:
    """Yield what is said: the script's own words where it is at hand."""
    name = release.name("json")
    for cue in release.cues("json"):
        yield name, clock(cue.start), cue.text
    for number, line in enumerate(release.lines, start=1):
        yield name, f"line {number}", line.spoken


def _all(release: Release) -> Iterator[tuple[str, str, str]]:
    if release.ours:
        yield from _fields(release)
        yield from _spoken(release)


@release_rule("text.markup", ERROR)
def markup(release: Release) -> Iterator[Problem]:
    """A voice reads it out, and an app shows it."""
    yield from _found(MARKUP, _all(release), "holds markup")


@release_rule("text.residue", ERROR)
def residue(release: Release) -> Iterator[Problem]:
    """A machine's talk about its task is no news."""
    yield from _found(RESIDUE, _all(release), "holds what a language model left")


@release_rule("text.template", ERROR)
def template(release: Release) -> Iterator[Problem]:
    """A place that was never filled."""
    yield from _found(TEMPLATE, _all(release), "holds a place that was never filled")


@release_rule("text.nothing", ERROR)
def nothing(release: Release) -> Iterator[Problem]:
    """A program's word for nothing stands where a name should; as an answer it is one."""
    for file, place, text in _fields(release) if release.ours else ():
        if NOTHING.fullmatch(text):
            yield Problem(file, place, f"is a program's word for nothing: {text.strip()!r}")


@release_rule("text.spelled", ERROR)
def spelled(release: Release) -> Iterator[Problem]:
    """No listener can follow an address read out sign by sign."""
    lines = (
        (release.name("json"), f"line {n}", line.spoken) for n, line in enumerate(release.lines, 1)
    )
    yield from _found(ADDRESS, lines, "has an address read out")


@release_rule("text.address", WARNING)
def address(release: Release) -> Iterator[Problem]:
    """Captions and lists of episodes have no room for it."""
    shown = [
        one for one in _fields(release) if one[1] in {"title", "byline", "category", "chapter"}
    ]
    cues = ((release.name("json"), clock(cue.start), cue.text) for cue in release.cues("json"))
    if release.ours:
        yield from _found(ADDRESS, [*shown, *cues], "shows an address")


def _found(
    pattern: re.Pattern[str],
    texts: Iterator[tuple[str, str, str]] | list[tuple[str, str, str]],
    what: str,
) -> Iterator[Problem]:
    seen = set()
    for file, place, text in texts:
        found = pattern.search(text)
        if found and (file, found[0]) not in seen:
            seen.add((file, found[0]))
            yield Problem(file, place, f"{what}: {found[0].strip()[:60]!r}")
