"""The fixed words of pages, transcripts and notes, in every language."""

from __future__ import annotations

import string
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from audiobrief import wording
from audiobrief.errors import ConfigError
from audiobrief.wording import languages, load_wording

FOLDER = Path(wording.__file__).parent
REGIONS = sorted(path.stem for path in FOLDER.glob("*-*.toml"))


def read(name: str) -> dict[str, dict[str, Any]]:
    """Return a file of words as it stands."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def braces(text: str) -> set[str]:
    """Return the names in braces that a text is filled with."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", languages())
def test_every_language_has_every_word(language: str) -> None:
    """Each file has the keys of the English one, in its order, each filled with the same."""
    english, own = read("en"), read(language)
    assert {name: list(table) for name, table in own.items()} == {
        name: list(table) for name, table in english.items()
    }
    labels = own["labels"]
    assert all(braces(labels[key]) == braces(text) for key, text in english["labels"].items())
    assert all(text.strip() for text in (*labels.values(), *own["disclosure"].values()))
    made = own["methodology"]
    assert all(braces(made[key]) == braces(text) for key, text in english["methodology"].items())
    dates = own["dates"]
    assert (len(set(dates["weekdays"])), len(set(dates["months"]))) == (7, 12)
    assert braces(dates["printed"]) == {"day", "month", "year"}
    assert braces(dates["announced"]) == {"weekday", "day", "month", "year"}


@pytest.mark.parametrize("language", [one for one in languages() if one != "en"])
def test_no_language_repeats_the_english_words(language: str) -> None:
    """What reads the same as in English is a name, a sign or a word that is taken over."""
    assert not set(read("en")["methodology"].values()) & set(read(language)["methodology"].values())
    english, own = read("en")["labels"], read(language)["labels"]
    same = {key for key, text in own.items() if text == english[key]}
    assert same <= {"minutes", "podcast", "kilobytes", "megabytes", "source_mark", "sources"}


@pytest.mark.parametrize("region", REGIONS)
def test_a_region_holds_only_what_differs(region: str) -> None:
    """Each of its words stands in its language's file too, and reads otherwise there."""
    base, own = read(region.partition("-")[0]), read(region)
    for name, table in own.items():
        assert all(base[name][key] != text for key, text in table.items())


@pytest.mark.parametrize(
    ("locale", "printed", "announced"),
    [
        ("en-us", "March 1, 2026", "Sunday, March 1, 2026"),
        ("en-GB", "1 March 2026", "Sunday, 1 March 2026"),
        ("es", "1 de marzo de 2026", "domingo 1 de marzo de 2026"),
        ("fr", "1er mars 2026", "dimanche 1er mars 2026"),
        ("fr-CA", "1er mars 2026", "dimanche 1er mars 2026"),
        ("de", "1. März 2026", "Sonntag, 1. März 2026"),
        ("pt", "1 de março de 2026", "domingo, 1 de março de 2026"),
        ("pt-br", "1º de março de 2026", "domingo, 1º de março de 2026"),
        ("it", "1º marzo 2026", "domenica 1º marzo 2026"),
    ],
)
def test_days_are_written_as_their_language_does(locale: str, printed: str, announced: str) -> None:
    """Order, names and the first of a month differ from language to language."""
    words, day = load_wording(locale), date(2026, 3, 1)
    assert (words.day(day), words.full_day(day)) == (printed, announced)
    assert "12" in words.day(date(2026, 3, 12))


def test_a_byline_loses_its_by() -> None:
    """The label says it; a name that only begins alike keeps its letters."""
    assert load_wording("es").signed("por Ana Ejemplo") == "Ana Ejemplo"
    assert load_wording("en").signed("By Ann Example") == "Ann Example"
    assert load_wording("en").signed("Byron Example") == "Byron Example"


def test_a_language_without_words_names_the_file() -> None:
    """It says which file to write, and which languages there are."""
    with pytest.raises(ConfigError, match="'tlh'") as caught:
        load_wording("tlh-KX")
    assert caught.value.where == "audiobrief/wording/tlh.toml"
    assert "de, en, es, fr, it, pt" in str(caught.value)
