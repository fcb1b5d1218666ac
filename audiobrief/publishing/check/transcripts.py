"""The transcripts of a release: in order, inside the programme, and all of the same words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, pairwise

from audiobrief.publishing.check.finding import Problem, clock
from audiobrief.publishing.check.reading import Cue, letters
from audiobrief.publishing.check.release import CAPTIONS, READERS, Release, release_rule
from audiobrief.publishing.rules import ERROR

DRIFT = 100
"""Milliseconds by which a caption may leave the line that it shows."""

LATE = 50
"""Milliseconds that an encoder may have taken from the end."""

_CONTEXT = 24


def _captions(release: Release) -> Iterator[tuple[str, tuple[Cue, ...]]]:
    """Yield the cues of each form with times; those of adopted episodes are their maker's."""
    for role in CAPTIONS if release.ours else ():
        yield role, release.cues(role)


@release_rule("transcript.missing", ERROR)
def missing(release: Release) -> Iterator[Problem]:
    """The feed and the page offer all of them."""
    for role in READERS if release.ours else ():
        if role not in release.episode.files:
            yield Problem("episode.json", "", f"names no file for {role}")


@release_rule("transcript.empty", ERROR)
def empty(release: Release) -> Iterator[Problem]:
    """A cue without text or time shows nothing; a transcript without cues is none."""
    for role, cues in _captions(release):
        if not cues and isinstance(release.read.get(role), tuple):
            yield Problem(release.name(role), "", "has no cue")
        for cue in cues:
            if not cue.text.strip():
                yield Problem(release.name(role), clock(cue.start), "a cue has no text")
            elif cue.end <= cue.start:
                yield Problem(release.name(role), clock(cue.start), "a cue ends as it starts")


@release_rule("transcript.order", ERROR)
def order(release: Release) -> Iterator[Problem]:
    """Players look a cue up by its start."""
    for role, cues in _captions(release):
        for one, after in pairwise(cues):
            if after.start < one.start:
                what = "a cue comes after one that is later"
                yield Problem(release.name(role), clock(after.start), what)


@release_rule("transcript.overlap", ERROR)
def overlap(release: Release) -> Iterator[Problem]:
    """Two cues at once cover each other."""
    for role, cues in _captions(release):
        for one, after in pairwise(cues):
            if one.start <= after.start < one.end:
                what = f"a cue starts before the one before it ends, at {clock(one.end)}"
                yield Problem(release.name(role), clock(after.start), what)


@release_rule("transcript.beyond", ERROR)
def beyond(release: Release) -> Iterator[Problem]:
    """What is shown after the end belongs to something else."""
    for role, cues in _captions(release):
        late = [cue for cue in cues if cue.end > release.duration_ms + LATE]
        for cue in late[:1]:
            what = f"a cue ends after the programme, at {clock(cue.end)}"
            yield Problem(release.name(role), clock(cue.start), what)


@release_rule("transcript.words", ERROR)
def words(release: Release) -> Iterator[Problem]:
    """Reading along needs each word in its line, after the one before."""
    for cue in release.cues("json") if release.ours else ():
        times = [moment for word in cue.words for moment in word]
        if times != sorted(times) or any(not cue.start <= time <= cue.end for time in times):
            what = f"words out of order, or out of their line: {cue.text[:60]}"
            yield Problem(release.name("json"), clock(cue.start), what)


@release_rule("transcript.differs", ERROR)
def differs(release: Release) -> Iterator[Problem]:
    """One form with other words than the rest is an old one, or another episode's."""
    if not release.ours or not release.cues("json"):
        return
    said = _letters(release.cues("json"))
    others = {role: _letters(release.cues(role)) for role in ("vtt", "srt") if release.cues(role)}
    page, text = release.prose("html"), release.prose("txt")
    if page:
        others["html"] = letters(page.spoken)
    for role, found in others.items():
        if found != said:
            yield Problem(release.name(role), "", f"differs from the JSON: {_where(said, found)}")
    if page and text and letters(page.whole) != letters(text.whole):
        where = _where(letters(page.whole), letters(text.whole))
        yield Problem(release.name("txt"), "", f"differs from the HTML: {where}")


@release_rule("transcript.title", ERROR)
def title(release: Release) -> Iterator[Problem]:
    """A transcript of another episode has another headline."""
    for role in ("html", "txt") if release.ours else ():
        prose = release.prose(role)
        if prose and letters(prose.title) != letters(release.episode.title):
            yield Problem(release.name(role), "", f"is about {prose.title[:60]!r}")


@release_rule("transcript.drift", ERROR)
def drift(release: Release) -> Iterator[Problem]:
    """Captions that show a line at another line's time confuse."""
    lines = release.cues("json")
    if not release.ours or not lines:
        return
    ends = list(accumulate(len(letters(line.text)) for line in lines))
    for role in ("vtt", "srt"):
        cues, at = release.cues(role), 0
        # Where the words are not the same, it cannot be told whose time it is.
        for cue in cues if _letters(cues) == _letters(lines) else ():
            line = lines[min(bisect_right(ends, at), len(lines) - 1)]
            at += len(letters(cue.text))
            if cue.start < line.start - DRIFT or cue.end > line.end + DRIFT:
                what = f"a cue lies outside of its line, {clock(line.start)} to {clock(line.end)}"
                yield Problem(release.name(role), clock(cue.start), what)
                break


def _letters(cues: tuple[Cue, ...]) -> str:
    return "".join(letters(cue.text) for cue in cues)


def _where(said: str, found: str) -> str:
    pairs = enumerate(zip(said, found, strict=False))
    at = next((n for n, (a, b) in pairs if a != b), min(len(said), len(found)))
    return f"{found[at : at + _CONTEXT]!r} stands for {said[at : at + _CONTEXT]!r}"
