"""The lines of a release: each is heard, at a pace that can be followed, and has its cue."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from audiobrief.model import Span
from audiobrief.publishing.check.finding import Problem, clock
from audiobrief.publishing.check.reading import Cue, letters
from audiobrief.publishing.check.release import Release, release_rule
from audiobrief.publishing.rules import ERROR

SPOKEN = (4.0, 34.0)
"""Letters a second, of what is said: news is read at 14 or so."""

SHOWN = (1.2, 42.0)
"""The same of what is shown, where "$4.2bn" stands for seven words."""

SHORTEST = 10
"""Letters of a line that has a pace at all."""

MOSTLY = 0.8
"""The share of a line that may not be silent."""


@release_rule("line.cue", ERROR)
def cue(release: Release) -> Iterator[Problem]:
    """What is said is shown, line for line."""
    if not release.lines or "json" not in release.episode.files:
        return
    said = [letters(line.display) for line in release.lines]
    shown = [letters(one.text) for one in release.cues("json")]
    if said != shown:
        at = next(
            (n for n, (a, b) in enumerate(zip(said, shown, strict=False)) if a != b),
            min(len(said), len(shown)),
        )
        line = release.lines[at].display if at < len(said) else "none"
        what = f"line {at + 1} of the script has no cue of its own: {line[:60]}"
        yield Problem(release.name("json"), "", what)


@release_rule("line.silent", ERROR)
def silent(release: Release) -> Iterator[Problem]:
    """A line that nothing is heard of was lost."""
    heard = release.heard.get("mp3")
    if not release.ours or heard is None or heard.unplayable:
        return
    for one in release.cues("json"):
        length = one.end - one.start
        if length > 0 and _within(heard.silences, one) > MOSTLY * length:
            yield _line(release, one, "nothing is heard")


@release_rule("line.pace", ERROR)
def pace(release: Release) -> Iterator[Problem]:
    """Too much for its time was cut off; too little was drawn out, or is another line's."""
    if not release.ours:
        return
    cues, bounds = release.cues("json"), SHOWN
    texts = [one.text for one in cues]
    if release.lines and len(release.lines) == len(cues):
        texts, bounds = [line.spoken for line in release.lines], SPOKEN
    speed = release.show.voices.speed
    for one, text in zip(cues, texts, strict=True):
        count, seconds = len(letters(text)), (one.end - one.start) / 1000
        if count < SHORTEST or seconds <= 0:
            continue
        if not bounds[0] * speed <= count / seconds <= bounds[1] * speed:
            yield _line(release, one, f"{count} letters in {seconds:.2f} s")


def _line(release: Release, one: Cue, what: str) -> Problem:
    return Problem(release.name("json"), clock(one.start), f"{what}: {one.text[:60]}")


def _within(silences: tuple[Span, ...], one: Cue) -> int:
    """Return how much of a cue lies in silences, ms."""
    first = bisect_left(silences, one.start, key=lambda span: span[1])
    total = 0
    for start, end in silences[first:]:
        if start >= one.end:
            break
        total += min(end, one.end) - max(start, one.start)
    return total
