"""The narrator's own words (``data/<language>/phrases.toml``), chosen by the episode's name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from audiobrief.files import digest
from audiobrief.narration.ear.casing import capital_first
from audiobrief.narration.reading.vocabulary import merged
from audiobrief.wording import load_wording

_OTHER = "other"


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases for one episode: the same name always picks the same variants.

    ``seed`` is the episode's name, ``locale`` a BCP 47 tag; ``led`` are the headings that
    the episode has led into before. A locale without a table raises ConfigError.
    """

    seed: str
    locale: str = "en"
    led: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _tables(self.locale)

    def after(self, headings: Iterable[str]) -> Phrases:
        """Return the phrases for what follows ``headings`` in the same episode."""
        return replace(self, led=(*self.led, *headings))

    def opening(self, show: str, moment: date | None) -> str:
        """Return the first sentence of an episode, with its day where that is known."""
        if not moment:
            return self._pick("opening", "undated").format(show=show)
        return self._pick("opening", "dated").format(show=show, date=self.day(moment))

    def day(self, moment: date) -> str:
        """Return a day as it is announced: "Monday, December 15, 2025"."""
        return load_wording(self.locale).full_day(moment)

    def transitions(self, headings: Iterable[str]) -> tuple[str, ...]:
        """Return the sentence that leads into each section, none of them twice.

        Where the variants have run out it is the heading, as it is where that asks something;
        where the heading was said, it is nothing.
        """
        every = (*self.led, *headings)
        said: list[str] = []
        turns: dict[str, int] = {}
        for heading in every:
            key = self._key(heading)
            turn = turns[key] = turns.get(key, -1) + 1
            lead = self._transition(key, heading.strip(), turn)
            said.append(lead if lead not in said else "")
        return tuple(said[len(self.led) :])

    def say(self, name: str, turn: int = 0, **words: object) -> str:
        """Return the phrase ``name``, its braces filled with ``words``.

        ``turn`` counts, from 0, how often the episode has said it: each takes another variant.
        """
        return self._pick("other", name, turn).format(**words)

    def title(self, name: str) -> str:
        """Return the title that apps list for one of the narrator's own chapters."""
        return str(self._table("titles")[name])

    def is_editors(self, heading: str) -> bool:
        """Return whether a section is the editor's own, by its heading."""
        return heading_key(heading) in self._table("headings")["editor"]

    def letter(self, place: int) -> str:
        """Return the name of a quiz's choice, counted from 0; past the last, its number."""
        letters: str = self._table("lists")["letters"]
        return letters[place] if place < len(letters) else str(place + 1)

    def last_item(self, item: str, *, running: bool) -> str:
        """Return the last entry of a list, joined to those before it.

        ``running`` where they run on as one sentence.
        """
        lists = self._table("lists")
        if item.split(maxsplit=1)[0].casefold() in lists["joined"]:
            return item
        fitting = [letters for letters in lists["before"] if item.casefold().startswith(letters)]
        said = lists["before"][max(fitting, key=len)] if fitting else lists["last"]
        joined: str = said.format(item=item)
        return joined if running else capital_first(joined)

    def _table(self, name: str) -> Mapping[str, Any]:
        table: Mapping[str, Any] = _tables(self.locale)[name]
        return table

    def _key(self, heading: str) -> str:
        key = heading_key(heading)
        return key if key in self._table("sections") else _OTHER

    def _transition(self, key: str, heading: str, turn: int) -> str:
        bare = heading.rstrip(".!?:").rstrip()
        if not bare or heading.endswith("?"):
            return heading if bare else ""
        if turn >= len(self._table("sections")[key]):
            return f"{bare}."
        return self._pick("sections", key, turn).format(heading=bare)

    def _pick(self, table: str, key: str, turn: int = 0) -> str:
        variants: Sequence[str] = self._table(table)[key]
        first = int(digest(f"{self.seed}:{key}".encode())[:8], 16)
        return variants[(first + turn) % len(variants)]


def heading_key(heading: str) -> str:
    """Return a heading as tables and show files name it, however it is written."""
    return heading.casefold().replace("’", "'").strip()


@cache
def _tables(locale: str) -> Mapping[str, Any]:
    return merged(locale, "phrases.toml")
