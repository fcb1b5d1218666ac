"""The narrator's own words."""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any

import pytest

from audiobrief.errors import ConfigError
from audiobrief.narration.phrases import Phrases, heading_key
from audiobrief.narration.reading.vocabulary import read_table

TABLE: Mapping[str, Any] = read_table("en", "phrases.toml") or {}
DESK = ("Situation Report", "Current Developments", "Editor’s Take")


LANGUAGES = sorted(
    folder.name
    for folder in files("audiobrief.narration").joinpath("data").iterdir()
    if "-" not in folder.name and folder.joinpath("phrases.toml").is_file()
)


def braces(phrase: str) -> set[str]:
    """Return the names in braces that a phrase is filled with."""
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name}


def sentences_of(table: Any) -> Iterator[str]:
    """Yield every text of a table."""
    if isinstance(table, str):
        yield table
    else:
        for value in table.values() if isinstance(table, dict) else table:
            yield from sentences_of(value)


def test_an_episode_always_picks_the_same() -> None:
    """The episode's name decides, and other names decide otherwise."""
    led = {Phrases(f"episode-{n}").transitions(DESK) for n in range(20)}
    assert Phrases("episode-1").transitions(DESK) == Phrases("episode-1").transitions(DESK)
    assert len(led) > 5


@pytest.mark.parametrize("seed", ["a", "b", "c", "d"])
def test_no_transition_is_heard_twice(seed: str) -> None:
    """However many sections an episode has, each is led into in other words."""
    headings = [*DESK, *DESK, *(f"Part {n}" for n in range(30)), *DESK * 4]
    led = [lead for lead in Phrases(seed).transitions(headings) if lead]
    assert [lead for lead, times in Counter(led).items() if times > 1] == []
    assert len(led) > 30


def test_headings_stand_alone_when_the_variants_run_out() -> None:
    """The bare heading differs by itself; said once, it is not said again."""
    led = Phrases("a").transitions([f"Part {n}" for n in range(12)])
    assert led[-1] == "Part 11."
    assert Phrases("a").transitions(["Outlook"] * 12)[-2:] == ("Outlook.", "")
    assert Phrases("a").transitions(["", "What next?"]) == ("", "What next?")


def test_a_story_goes_on_where_the_one_before_left_off() -> None:
    """Two reports in one episode share their transitions out between them."""
    whole = Phrases("a").transitions((*DESK, *DESK))
    assert Phrases("a").transitions(DESK) + Phrases("a").after(DESK).transitions(DESK) == whole


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_phrase(language: str) -> None:
    """A language's table has the keys of the English one; its section headings are its own."""
    table = read_table(language, "phrases.toml") or {}
    assert {name: set(keys) for name, keys in table.items() if name != "sections"} == {
        name: set(keys) for name, keys in TABLE.items() if name != "sections"
    }
    assert [len(leads) for leads in table["sections"].values()] == [4, 4, 4, 4, 4, 4, 10]
    headings = {*table["sections"], *table["headings"]["editor"]}
    assert headings == set(map(heading_key, headings))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_has_its_braces(language: str) -> None:
    """Each variant of a phrase is filled with what the English one is."""
    table = read_table(language, "phrases.toml") or {}
    for name in TABLE.keys() - {"sections"}:
        for key, phrase in TABLE[name].items():
            wanted = braces(next(sentences_of(phrase), "{item}"))
            assert all(braces(text) == wanted for text in sentences_of(table[name][key]))
    assert all(braces(text) == {"heading"} for text in table["sections"]["other"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_variant_is_another_sentence(language: str) -> None:
    """No sentence stands twice among those that lead from part to part."""
    table = read_table(language, "phrases.toml") or {}
    every = [text for name in ("sections", "other") for text in sentences_of(table[name])]
    assert len(every) == len(set(every))


@pytest.mark.parametrize(
    ("language", "item", "joined"),
    [
        ("en", "Italy", "and Italy"),
        ("es", "Chile", "y Chile"),
        ("es", "Italia", "e Italia"),
        ("es", "hijos", "e hijos"),
        ("es", "hielo", "y hielo"),
        ("es", "y Chile", "y Chile"),
        ("it", "Egitto", "ed Egitto"),
        ("de", "Italien", "und Italien"),
    ],
)
def test_the_last_entry_is_joined_as_it_sounds(language: str, item: str, joined: str) -> None:
    """Some words of joining change before the sound that follows."""
    assert Phrases("a", language).last_item(item, running=True) == joined


def test_days_are_written_out() -> None:
    """Names of days and months come from the table, not from the machine's own language."""
    phrases = Phrases("a", "en-us")
    assert phrases.day(date(2026, 1, 12)) == "Monday, January 12, 2026"
    assert phrases.opening("The Desk", datetime(2026, 3, 1, tzinfo=UTC)) == (
        "This is The Desk, for Sunday, March 1, 2026."
    )
    assert phrases.opening("The Desk", None) == "This is The Desk."


def test_turns_take_other_variants() -> None:
    """What is said for each source varies from one to the next."""
    said = [Phrases("a").say("attribution", n, publisher="P", title="T.") for n in range(3)]
    assert said[0] == said[2] != said[1]


def test_choices_have_names() -> None:
    """Letters first; past the last of them, numbers."""
    assert [Phrases("a").letter(n) for n in (0, 1, 26)] == ["A", "B", "27"]


def test_a_language_without_a_table_names_the_table() -> None:
    """Nothing English leaks into another language: the table to write is named."""
    with pytest.raises(ConfigError, match="'tlh'") as caught:
        Phrases("a", "tlh-KX")
    assert caught.value.where.endswith("data/tlh/phrases.toml")


def test_a_region_falls_back_to_its_language() -> None:
    """A region without words of its own speaks its language."""
    assert Phrases("a", "en-NZ").title("quiz") == "Quiz"
