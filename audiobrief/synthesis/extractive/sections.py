"""Under which heading a sentence is told, by its cues, and how much has room there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from audiobrief.synthesis.extractive.candidates import Sentence
from audiobrief.synthesis.extractive.cues import (
    CURRENT,
    PREVIOUS,
    RISKS,
    SECTIONS,
    SITUATION,
    STAKEHOLDERS,
    Cues,
)
from audiobrief.synthesis.extractive.quoted import quotations
from audiobrief.synthesis.tables import folded

ROOM: Mapping[str, int] = {
    SITUATION: 80,
    CURRENT: 220,
    PREVIOUS: 100,
    STAKEHOLDERS: 150,
    RISKS: 110,
}
"""Words of each section, so that none crowds out the others."""

TURNS = (PREVIOUS, RISKS, STAKEHOLDERS, CURRENT)
"""Which of two sections has a sentence that fits both alike."""

_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]\d|\d)")


def section_of(text: str, cues: Cues, year: int) -> str:
    """Return the section that ``text`` belongs to by its cues; ``year`` is the present one."""
    plain = cues.since.sub(" ", folded(cues.names.sub(" ", text)))
    plain = _YEAR.sub(lambda found: found[0] if int(found[0]) < year else " ", plain)
    hits = {name: len(set(cues.sections[name].findall(plain))) for name in TURNS}
    hits[PREVIOUS] += 2 * any(int(one) < year - 1 for one in _YEAR.findall(plain))
    spoken = bool(quotations(text, cues.quotes))
    hits[STAKEHOLDERS] += spoken if hits[STAKEHOLDERS] or cues.said.search(plain) else 0
    best = max(TURNS, key=lambda name: (hits[name], -TURNS.index(name)))
    return best if hits[best] else CURRENT


@dataclass(slots=True)
class Plan:
    """What is told in each section: groups of sentences that lean on one another."""

    found: Sequence[Sentence]
    cues: Cues
    year: int
    room: int
    groups: dict[str, list[list[int]]] = field(
        default_factory=lambda: {name: [] for name in SECTIONS}
    )

    def fits(self, group: tuple[int, ...]) -> bool:
        """Return whether there is room for a group in its section and in the report."""
        place = self._section(group)
        words = self._words(group)
        return place != "" and words <= min(self.room, ROOM[place] - self._told(place))

    def add(self, group: tuple[int, ...]) -> None:
        """Put a group that fits into its section, behind the sentence that it leans on."""
        place = self._section(group)
        behind = self._behind(group)
        self.room -= self._words(group)
        if behind is None:
            self.groups[place].append(list(group))
        else:
            behind[1].extend(group)

    def _section(self, group: tuple[int, ...]) -> str:
        """Return where a group goes; nowhere if it leans on what stands outside the sections."""
        first = self.found[group[0]]
        if first.needs:
            behind = self._behind(group)
            return behind[0] if behind else ""
        text = " ".join(self.found[one].text for one in group)
        place = section_of(text, self.cues, self.year)
        opens = place == CURRENT and self._told(SITUATION) + self._words(group) <= ROOM[SITUATION]
        return SITUATION if opens else place

    def _behind(self, group: tuple[int, ...]) -> tuple[str, list[int]] | None:
        """Return the group, and its section, whose last sentence ``group`` leans on."""
        needs = self.found[group[0]].needs
        for place, groups in self.groups.items():
            for told in groups:
                if needs and told[-1] == needs[-1]:
                    return place, told
        return None

    def _words(self, group: Iterable[int]) -> int:
        return sum(self.found[one].words for one in group)

    def _told(self, place: str) -> int:
        return sum(self._words(group) for group in self.groups[place])
