"""What listeners are told of the synthetic voice: aloud, in the tags, on the page.

The feed's part of it is with the feed's other rules (:mod:`.items`).
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from audiobrief.publishing.check.finding import Problem
from audiobrief.publishing.check.reading import UnreadableError, letters
from audiobrief.publishing.check.release import Release, release_rule
from audiobrief.publishing.rules import ERROR
from audiobrief.publishing.shelf import PAGE

OPENING = 90_000
"""Milliseconds in which it must be said."""

_ENOUGH = 0.8
"""The share of its words, in their order: the ear's rules may turn a bracket into a clause."""


@release_rule("disclosure.aloud", ERROR)
def aloud(release: Release) -> Iterator[Problem]:
    """Whoever only listens must hear it."""
    if not release.ours or not release.cues("json"):
        return
    opening = (cue.text for cue in release.cues("json") if cue.start < OPENING)
    said = [letters(word) for word in " ".join(opening).split()]
    wanted = [letters(word) for word in release.show.disclosure.spoken.split()]
    matches = SequenceMatcher(None, wanted, said, autojunk=False).get_matching_blocks()
    if sum(match.size for match in matches) < _ENOUGH * len(wanted):
        yield Problem(
            release.name("json"), "", "the opening does not say that the voice is synthetic"
        )


@release_rule("disclosure.tags", ERROR)
def tags(release: Release) -> Iterator[Problem]:
    """A file that was saved has nothing else to say it."""
    for role, told in release.told.items() if release.ours else ():
        if told and not _says(told.disclosure, release):
            yield Problem(release.name(role), "", "its tags do not hold the AI disclosure")


@release_rule("disclosure.page", ERROR)
def page(release: Release) -> Iterator[Problem]:
    """Readers learn of it where they press play."""
    if not release.ours or release.page is None or isinstance(release.page, UnreadableError):
        return
    if not _says(release.page.text_content(), release):
        yield Problem(PAGE, "", "the page does not show the AI disclosure")


def _says(text: str, release: Release) -> bool:
    return letters(release.show.disclosure.written) in letters(text)
