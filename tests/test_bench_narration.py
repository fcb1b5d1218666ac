"""The bench of narration: its scorer hears as a listener does, and its set is sound."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from audiobrief.narration.speakable import open_reader
from bench.cases import SETS, Case, load_lines, parse_line
from bench.contestants import Contestant, contestants
from bench.narration import judge, narration
from bench.nemo import load_conventions, load_nemo
from bench.scoring import heard, may_sound, readings

LINES = load_lines("News")
EVERY_LINE = tuple(line for name in SETS for line in load_lines(name))
CATEGORIES = {
    *("cardinals", "ordinals", "decimals", "years", "dates", "times", "money", "percent"),
    *("fractions", "ratios and scores", "ranges", "units", "telephone", "roman numerals"),
    *("abbreviations", "initialisms", "acronyms", "alphanumerics", "hyphenated", "electronic"),
    *("symbols", "punctuation", "mixed"),
}


def case(text: str, accept: str) -> Case:
    """Return a case under which "WHO" is a word unless it is spelled."""
    return Case("any", text, accept, spelled=frozenset({"WHO"}))


@pytest.mark.parametrize(
    ("notation", "expected"),
    [
        ("three", ("three",)),
        ("three | 3", ("three", "3")),
        ("(one|a) hundred", ("one hundred", "a hundred")),
        ("euro(s|)", ("euros", "euro")),
        ("ten (oh (one|two)|three)", ("ten oh one", "ten oh two", "ten three")),
        ("(a|a) b", ("a b",)),
        ("", ("",)),
    ],
)
def test_notation(notation: str, expected: tuple[str, ...]) -> None:
    """Brackets hold alternatives, and nest."""
    assert readings(notation) == expected


@pytest.mark.parametrize("notation", ["(one", "one)", "a (b (c) d", "a | b)"])
def test_notation_with_a_stray_bracket(notation: str) -> None:
    """A bracket without its partner is a mistake in the set, and told."""
    with pytest.raises(ValueError, match=r"\(|\)"):
        readings(notation)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Twenty-five, please!", "twenty five please"),
        ("a hundred and five", "a hundred five"),
        ("two thousand and twenty-five", "two thousand twenty-five"),
        ("one hundred and twenty thousand", "one hundred twenty thousand"),
        ("the hundred and fifth", "the hundred fifth"),
        ("Café", "cafe"),
        ("the farmers’ market", "the farmers market"),
        ("nation's", "nation’s"),
        ("five per cent", "five percent"),
        ("et cetera", "etcetera"),
        ("two metres", "two meters"),
        ("nine oh one", "nine O one"),
        ("I.A.E.A.", "I A E A"),
        ("“No” — (he) said…", "no he said"),
    ],
)
def test_heard_as_the_same(one: str, other: str) -> None:
    """What sounds alike is alike."""
    assert heard(one) == heard(other)


@pytest.mark.parametrize(
    ("said", "accepted"),
    [
        ("between one hundred five", "between one hundred and five"),
        ("between one hundred five hundred", "between one hundred and five hundred"),
        ("two hundred three hundred", "two hundred and three hundred"),
        ("twenty five", "twenty and five"),
        ("salt pepper", "salt and pepper"),
        ("five dollars", "five dollar"),
        ("twenty fifth", "twenty five"),
        ("two to three", "two three"),
        ("3 shops", "three shops"),
        ("five %", "five"),
        ("and / or", "and or"),
        ("# one", "one"),
        ("home 🎉", "home"),
        ("point zero five", "point five"),
        ("minus four", "four"),
        ("five million", "five meters"),
        ("us", "U S"),
        ("naive to", "nato"),
    ],
)
def test_heard_as_different(said: str, accepted: str) -> None:
    """A wrong reading is told from the right one."""
    assert heard(said) != heard(accepted)


@pytest.mark.parametrize(
    ("said", "accept", "right"),
    [
        ("the I A E A", "the I A E A", True),
        ("the I.A.E.A.", "the I A E A", True),
        ("the IAEA", "the I A E A", True),
        ("the iaea", "the I A E A", False),
        ("the NATO", "the NATO", True),
        ("the N A T O", "the NATO", False),
        ("two MPs", "two M P's", True),
        ("the EU's", "the E U's", True),
        ("the EU", "the E U's", False),
        ("the WHO", "the W H O", False),
        ("the W H O", "the W H O", True),
        ("F-35", "F thirty-five", False),
    ],
)
def test_letters(said: str, accept: str, right: bool) -> None:
    """Capitals may be letters where letters are right; a word spelled is wrong."""
    assert case("any", accept).is_right(said) is right


def test_capitals_are_a_word_or_letters() -> None:
    """Whoever left capitals left it to the voice."""
    assert may_sound("FBI men") == {("fbi", "men"), ("f", "b", "i", "men")}


def test_a_line_is_written_and_said() -> None:
    """Braces hold what is not said as it is written; brackets outside them are text."""
    written, accept = parse_line("Up {5% => five percent} (so far), in {the US => the U S}.")
    assert written == "Up 5% (so far), in the US."
    assert [heard(one) for one in readings(accept)] == [heard("Up five percent so far in the U S")]


def test_the_set_is_large_and_whole() -> None:
    """The set has every category."""
    assert len(LINES) >= 300
    assert {line.category for line in LINES} == CATEGORIES


def test_no_line_stands_twice() -> None:
    """Not in one set, nor in two."""
    twice = Counter((line.text, line.locale) for line in EVERY_LINE)
    assert not [text for text, times in twice.items() if times > 1]


@pytest.mark.untraced
def test_every_reading_expands_to_words() -> None:
    """An accepted reading has letters alone: no figure, sign or leftover of the notation."""
    for line in EVERY_LINE:
        assert line.accepted, line
        assert all(word.isalpha() for sound in line.accepted for word in sound), line
        assert not re.search(r"[{}]|=>", line.text), line


@pytest.mark.untraced
def test_every_reading_is_right_for_its_line() -> None:
    """What the set accepts, the scorer accepts."""
    wrong = [line for line in EVERY_LINE if not all(map(line.is_right, readings(line.accept)))]
    assert not wrong


def test_raw_piper_has_a_voice_for_every_line() -> None:
    """A line whose region espeak-ng does not know would count as wrong."""
    piper = next(one for one in contestants() if one.name == "piper")
    assert isinstance(piper, Contestant)
    locales = {line.locale for line in EVERY_LINE}
    assert all(piper.said(Case("any", "a", "a", locale)) for locale in locales)


def test_a_reader_of_english_reads_nothing_else() -> None:
    """It has no row beside lines in another language."""
    english = Contestant("peer", lambda case: case.text, lambda _: True, only="en")
    assert [english.reads(Case("any", "a", "a", one)) for one in ("en-GB", "es-ES")] == [
        True,
        False,
    ]


def test_a_reader_that_fails_is_wrong() -> None:
    """A peer's exception is a wrong reading, and does not end the run."""

    def fails(_: Case) -> str:
        raise RuntimeError("no grammar")

    broken = Contestant("broken", fails, lambda _: True)
    verdict = judge(broken, LINES[0])
    assert not verdict.right
    assert "no grammar" in verdict.said


def test_nemo_cases_and_conventions(tmp_path: Path) -> None:
    """Cases are read by category; conventions take some out and fold others."""
    (tmp_path / "test_cases_money.txt").write_text(
        "$20.50~twenty dollars fifty cents\n ~\n", "utf-8"
    )
    (tmp_path / "test_cases_ordinal.txt").write_text("1th~one th\n2nd~second\n", "utf-8")
    cases = load_nemo(tmp_path)
    assert [(one.category, one.text) for one in cases] == [
        ("money", "$20.50"),
        ("ordinal", "1th"),
        ("ordinal", "2nd"),
    ]
    kept = load_conventions().kept(cases)
    assert [one.text for one in kept] == ["$20.50", "2nd"]
    and_cents = "twenty dollars and fifty cents"
    assert not cases[0].is_right(and_cents)
    assert kept[0].is_right(and_cents)
    assert not kept[0].is_right("twenty dollars and five cents")
    touched = {name: times for name, times, _ in load_conventions().counted(cases)}
    assert touched["impossible ordinals"] == touched["dollars and cents"] == 1


def test_every_convention_says_why() -> None:
    """An exclusion or equivalence has a name of its own and a reason."""
    conventions = load_conventions()
    told = [(name, reason) for name, _, reason in conventions.counted(())]
    assert len(dict(told)) == len(told) > 0
    assert all(reason for _, reason in told)


def test_the_table_is_printed() -> None:
    """The command prints a row a category, and says who is missing."""
    done = CliRunner().invoke(narration, ["--category", "ordinals"], catch_exceptions=False)
    assert done.exit_code == 0
    assert re.search(r"^ordinals +15 ", done.output, re.MULTILINE)
    assert "ms a line on average" in done.output


@pytest.mark.parametrize(("name", "share"), [("News", 0.98), ("Blind", 0.97), ("Dense", 0.85)])
def test_ours_reads_the_sets(name: str, share: float) -> None:
    """As much of a set is read as a newsreader would as has been before."""
    lines = load_lines(name)
    readers = {locale: open_reader(locale) for locale in {line.locale for line in lines}}
    wrong = [line.text for line in lines if not line.is_right(readers[line.locale].said(line.text))]
    assert len(wrong) <= (1 - share) * len(lines), wrong
