"""The sound of a release: whole, as long and as loud as it says, and free of garbage.

Loudness and silences of an adopted episode are its maker's own; what apps cannot play is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from audiobrief.model import Heard, Span
from audiobrief.publishing.check.finding import Problem, clock
from audiobrief.publishing.check.release import Release, release_rule
from audiobrief.publishing.rules import ERROR, WARNING

LOUDNESS, OPUS_LOUDNESS = 0.5, 1.0
"""LU that MP3 and Opus may lie from the show's loudness; EBU R 128 s2 asks for 1."""

SILENCE = 3000
"""Milliseconds of silence that no script has asked for: a listener takes it for the end."""

OFFSET = 0.01
"""Mean of all samples: a hundredth of full scale is heard as a click at each edge."""

LENGTH, ADOPTED_LENGTH = 100, 5000
"""Milliseconds that a file may be longer or shorter than it is said to be.

An MP3 made elsewhere is often known by an estimate alone.
"""


def _sounds(release: Release) -> Iterator[tuple[str, Heard]]:
    """Yield what could be played, by role."""
    for role, heard in release.heard.items():
        if not heard.unplayable:
            yield role, heard


def _mastered(release: Release) -> Iterator[tuple[str, Heard]]:
    """Yield what was mastered here and can be played, by role."""
    if release.ours:
        yield from _sounds(release)


@release_rule("sound.unplayable", ERROR)
def unplayable(release: Release) -> Iterator[Problem]:
    """Apps show such a file and play nothing."""
    for role, heard in release.heard.items():
        if heard.unplayable:
            yield Problem(release.name(role), "", f"cannot be played ({heard.unplayable})")
        elif not heard.duration_ms:
            yield Problem(release.name(role), "", "nothing can be heard of it")


@release_rule("sound.damaged", ERROR)
def damaged(release: Release) -> Iterator[Problem]:
    """Players skip such a place, or make a noise of it."""
    for role, heard in _sounds(release):
        if heard.undecodable:
            yield Problem(release.name(role), "", f"{heard.undecodable} parts cannot be decoded")


@release_rule("sound.duration", ERROR)
def duration(release: Release) -> Iterator[Problem]:
    """Cues, chapters and players count on it."""
    told = release.episode.duration_ms
    for role, heard in _mastered(release):
        if abs(heard.duration_ms - told) > LENGTH:
            what = f"plays for {clock(heard.duration_ms)}, and should for {clock(told)}"
            yield Problem(release.name(role), "", what)


@release_rule("sound.duration.told", WARNING)
def duration_told(release: Release) -> Iterator[Problem]:
    """The old host's word, or an estimate, of an adopted episode."""
    told = release.episode.duration_ms
    for role, heard in () if release.ours else _sounds(release):
        if abs(heard.duration_ms - told) > ADOPTED_LENGTH:
            what = f"plays for {clock(heard.duration_ms)}, and the feed says {clock(told)}"
            yield Problem(release.name(role), "", what)


@release_rule("sound.loudness", ERROR)
def loudness(release: Release) -> Iterator[Problem]:
    """Episodes follow one another in a car."""
    wanted = release.show.audio.loudness
    for role, heard in _mastered(release):
        found = heard.loudness.integrated
        if abs(found - wanted) > (LOUDNESS if role == "mp3" else OPUS_LOUDNESS):
            yield Problem(release.name(role), "", f"measures {found} LUFS, not {wanted}")


@release_rule("sound.peak", ERROR)
def peak(release: Release) -> Iterator[Problem]:
    """What goes over is clipped by the next coder, or by a loudspeaker."""
    ceiling = release.show.audio.true_peak
    for role, heard in _mastered(release):
        if heard.loudness.true_peak > ceiling:
            what = f"peaks at {heard.loudness.true_peak} dBTP, above {ceiling}"
            yield Problem(release.name(role), "", what)


@release_rule("sound.silence", ERROR)
def silence(release: Release) -> Iterator[Problem]:
    """A listener takes it for the end; what the script asks for is no fault."""
    for role, heard in _mastered(release):
        for start, end in heard.silences:
            if end - start > SILENCE and not _asked_for(release, (start, end)):
                yield _at(release, role, (start, end), "of silence")


@release_rule("sound.clipped", ERROR)
def clipped(release: Release) -> Iterator[Problem]:
    """A voice that crackles is turned off."""
    for role, heard in _mastered(release):
        for span in heard.clipped[:1]:
            yield _at(release, role, span, "at full scale", len(heard.clipped))


@release_rule("sound.noise", ERROR)
def noise(release: Release) -> Iterator[Problem]:
    """A burst of garbage hurts ears."""
    for role, heard in _mastered(release):
        for span in heard.bursts[:1]:
            yield _at(release, role, span, "of noise as loud as can be", len(heard.bursts))


@release_rule("sound.stuck", ERROR)
def stuck(release: Release) -> Iterator[Problem]:
    """A value that is held is no sound of anything."""
    for role, heard in _mastered(release):
        for span in heard.stuck[:1]:
            yield _at(release, role, span, "of one value held", len(heard.stuck))


@release_rule("sound.offset", ERROR)
def offset(release: Release) -> Iterator[Problem]:
    """It takes room from the voice, and clicks where it comes and goes."""
    for role, heard in _mastered(release):
        if abs(heard.offset) > OFFSET:
            yield Problem(release.name(role), "", f"lies {heard.offset:+.3f} off its middle (DC)")


def _at(release: Release, role: str, span: Span, what: str, times: int = 1) -> Problem:
    start, end = span
    more = f", and {times - 1} more" if times > 1 else ""
    return Problem(release.name(role), clock(start), f"{(end - start) / 1000:.2f} s {what}{more}")


def _asked_for(release: Release, silence: Span) -> bool:
    """Return whether a silence is a pause between two lines that the show may ask for."""
    start, end = silence
    if end - start > release.longest_pause + SILENCE // 10:
        return False
    # Voices fade out before their line ends.
    slack = SILENCE // 10
    lines = release.cues("json")
    pauses = ((one.end, after.start) for one, after in pairwise(lines))
    return any(first - slack <= start and end <= last + slack for first, last in pauses)
