"""Sentences whose antecedent a check took out: "She said so" of whom nobody has spoken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from audiobrief.model import Draft, DraftSection, Drop, Statement
from audiobrief.synthesis.extractive.candidates import leans
from audiobrief.synthesis.extractive.cues import load_cues

REASON = "it leans on a sentence that was taken out"


def without_orphans(written: Draft, checked: Draft, language: str) -> Draft:
    """Return ``checked`` without sentences that lean on one which only ``written`` has.

    They are added to its drops. A sentence is known by its text; one that a check had written
    anew counts as taken out for those that lean on it.

    Raises:
        ConfigError: there are no tables for the language.
    """
    cues = load_cues(language)
    kept = {one.text for one in checked.statements}
    orphans: dict[str, Drop] = {}
    for heading, paragraph in _paragraphs(written):
        before = ""
        for one in paragraph:
            gone = before and (before not in kept or before in orphans)
            if gone and one.text in kept and leans(one.text, cues):
                orphans[one.text] = Drop(one.text, heading, REASON)
            before = one.text
    sections = (_without(section, orphans) for section in checked.sections)
    return replace(
        checked,
        sections=tuple(section for section in sections if section.paragraphs),
        dropped=(*checked.dropped, *orphans.values()),
    )


def _paragraphs(draft: Draft) -> Iterator[tuple[str, tuple[Statement, ...]]]:
    for section in draft.sections:
        for paragraph in section.paragraphs:
            yield section.heading, paragraph


def _without(section: DraftSection, orphans: dict[str, Drop]) -> DraftSection:
    told = (
        tuple(one for one in paragraph if one.text not in orphans)
        for paragraph in section.paragraphs
    )
    return replace(section, paragraphs=tuple(paragraph for paragraph in told if paragraph))
