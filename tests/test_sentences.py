"""Paragraphs, as they are cut into sentences."""

from __future__ import annotations

import re
import tomllib
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.sentences import LONGEST_ASIDE, load_table, sentences

BREAKS = tomllib.loads(
    (Path(__file__).parent / "bench/data/sentence_breaks.toml").read_text("utf-8")
)
CASES = [
    (language, case)
    for language, sets in BREAKS.items()
    for case in [*sets["hard"], *sets.get("unseen", [])]
]
MISSED = ["Gov. Reed declared an emergency in Harris Co. Schools shut."]
"""What only a reader who knows the county can tell from a company."""

HOSTILE = ["." * 100_000, '"' * 100_000, "A" * 100_000, "A. " * 33_000, "“A?” Aa " * 12_000]
HOSTILE += ["(x. " * 25_000, "'a " * 33_000, "‘a " * 33_000, "1. A 2. " * 12_000, "\n " * 50_000]


def breaks(parts: list[str]) -> set[int]:
    """Return where ``parts`` end, counted in characters without whitespace."""
    return set(accumulate(len("".join(part.split())) for part in parts))


@pytest.mark.parametrize(("language", "case"), CASES)
def test_hard_text_is_cut_where_its_sentences_end(language: str, case: list[str]) -> None:
    """No hard text has a false break, and none but one known misses a true one."""
    found = list(sentences(" ".join(case), language))
    assert breaks(found) <= breaks(case)
    assert found == case or [part for part in found if part not in case] == MISSED


def test_the_bench_is_large_enough() -> None:
    """The cases that guard the tables are many, in each language that has them."""
    assert len(BREAKS["en"]["hard"]) >= 100
    assert len(BREAKS["en"]["unseen"]) == 40
    assert all(len(sets["hard"]) >= 12 for sets in BREAKS.values())


@pytest.mark.untraced
@given(st.text("aTZ1.!?…,:;“”‘’\"'()[]«» \n\u00a0\ue000\uf8ff") | st.text())
def test_nothing_but_whitespace_is_lost(text: str) -> None:
    """Joined without whitespace, the sentences are the text without whitespace."""
    found = sentences(text)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(part == part.strip() != "" for part in found)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:8])
def test_hostile_text_is_cut_in_one_pass(text: str) -> None:
    """A hundred thousand characters meant to hang the splitter come back whole."""
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_marks_are_words() -> None:
    """A private-use character is a word, or clings to one, and opens no sentence by itself."""
    text = "Rates rose\ue000. They fell.\ue001 \ue002The bank in the U.S.\ue003 waits. \ue000 left."
    assert sentences(text) == (
        "Rates rose\ue000.",
        "They fell.\ue001",
        "\ue002The bank in the U.S.\ue003 waits.",
        "\ue000 left.",
    )


def test_a_blank_line_ends_a_headline() -> None:
    """A headline has no stop, and yet is no part of the sentence below it."""
    assert sentences("Tolls rise\n\nThe canal\nis dry.") == ("Tolls rise", "The canal is dry.")


def test_a_long_quotation_is_cut() -> None:
    """A statement of many sentences is read sentence by sentence; a quip stays whole."""
    one = "The canal is dry and the keepers know it well."
    assert len(sentences(f"“{one} {one}”")) == 1
    assert len(sentences(f"“{' '.join([one] * 8)}”")) == 8
    assert len(one) * 8 > LONGEST_ASIDE


def test_a_quotation_that_never_closes_is_cut() -> None:
    """The first paragraph of a long statement opens a quotation and does not close it."""
    assert len(sentences("“We are ready. The ships are not. We wait.")) == 3


@pytest.mark.parametrize("language", ["en-US", "en_GB", "EN", "nl", ""])
def test_regions_and_languages_without_tables_are_cut(language: str) -> None:
    """A region uses its language's table; a language without one, the English."""
    assert sentences("Dr. No left. He ran.", language) == ("Dr. No left.", "He ran.")


@pytest.mark.parametrize("language", BREAKS)
def test_tables_hold_what_they_say(language: str) -> None:
    """Each short form ends in its mark, stands once in its list, and opens no sentence."""
    table = load_table(language)["sentences"]
    for name in ("never", "sometimes", "before_figures"):
        assert all(re.search(r"[.!?/]\w*$", entry) for entry in table[name]), name
        assert len(table[name]) == len(set(table[name])), name
    assert not set(table["never"]) & {*table["sometimes"], *table["before_figures"]}
    assert len(table["openers"]) == len(set(table["openers"]))
    assert all(word[0].isupper() for word in table["openers"])
