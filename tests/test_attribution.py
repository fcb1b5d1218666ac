"""Who says it, before what is said."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.narration.ear.habits import load_ear

EAR = load_ear("en-US")


def first(sentence: str) -> str:
    """Return a sentence with its attribution first."""
    assert EAR.attribution
    return EAR.attribution.first(sentence)


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("“We will not yield,” said the minister.", "The minister said: “We will not yield.”"),
        ('"We can sell it once," she said.', 'She said: "We can sell it once."'),
        ("“We will not yield”, said Vane.", "Vane said: “We will not yield.”"),
        ("“Will it hold?” asked the mayor.", "The mayor asked: “Will it hold?”"),
        ("“Hold on!” the pilot told reporters.", "The pilot told reporters: “Hold on!”"),
        (
            "“It is late,” said Ruth Vane, the board's head.",
            "Ruth Vane, the board's head, said: “It is late.”",
        ),
        (
            "“It is late,” said Ruth Vane, 34, a nurse from Halden.",
            "Ruth Vane, 34, a nurse from Halden, said: “It is late.”",
        ),
        (
            "“No one knows,” said an official at the port on Monday.",
            "An official at the port said on Monday: “No one knows.”",
        ),
        ("“Yes,” she said, “but not for long.”", "She said: “Yes, but not for long.”"),
        ("“Yes,” he said, “I said so!”", "He said: “Yes, I said so!”"),
        (
            "The tolls will rise, the authority said on Monday.",
            "The authority said on Monday: the tolls will rise.",
        ),
        ("At least 12 ships sank, analysts say.", "Analysts say: at least 12 ships sank."),
        ("WHO ships sank, officials say.", "Officials say: WHO ships sank."),
        ("Tolls will rise, officials warned.", "Officials warned: tolls will rise."),
        (
            "On Monday, the lake fell, the board said in a statement.",
            "The board said in a statement: on Monday, the lake fell.",
        ),
        (
            "The dam is “a wall,” she told the council.",
            "She told the council: the dam is “a wall.”",
        ),
        (
            "The tolls will rise, according to the head of the authority.",
            "According to the head of the authority, the tolls will rise.",
        ),
        ("The \ue000 will rise, the \ue001 said.", "The \ue001 said: the \ue000 will rise."),
    ],
)
def test_the_source_comes_first(written: str, heard: str) -> None:
    """A plain attribution behind a claim or a quotation is moved before it."""
    assert first(written) == heard


@pytest.mark.parametrize(
    "sentence",
    [
        "The authority said on Monday that tolls will rise.",
        "The minister said: “We will not yield.”",
        "But the tolls will rise, the authority said.",
        "In a statement, the authority said.",
        "When asked, the authority said.",
        "Tolls rose, but officials said on Monday.",
        "Ships paid, which the board said.",
        "Ships paid a fee, a move the authority said.",
        "Ships paid the fee, their crews said.",
        "The agency said tolls rose, the minister said.",
        "According to the port, tolls rose, the minister said.",
        "It fell, the bank said, and rose again.",
        "It fell, the bank said in a paper that was lost.",
        "It fell, the bank has said.",
        "It fell, said the bank that had lent the money.",
        "So it fell, the bank said.",
        "It fell, the bank told.",
        "It fell, he said she said.",
        "Fell, he said.",
        "It will rise, he said by the side of the old and long forgotten harbour wall.",
        "“We will not yield,” said Vane, adding that it would rain.",
        "“We will not yield.” The minister said so.",
        "The bank, which lent the money, said no.",
        "Ruth Vane, the head of the board, said ships sank.",
        "The president of the republic, Ruth Vane, said on Monday.",
        '"Tides," a novel of the sea, tells the story of a storm.',
        "“Tides,” the novel, tells the story of a storm.",
        "It was the last storm, the only thing he said.",
        "It fell by half, more than officials said.",
        "Early on Monday morning, officials said.",
        "“We” will not yield.",
        "“Why?” she asked, “is it so?”",
        "The tolls will rise, according to people who know.",
        "The “tolls will rise, he said.",
        "",
    ],
)
def test_what_is_not_plain_stays(sentence: str) -> None:
    """In doubt a sentence keeps its order."""
    assert first(sentence) == sentence


WORDS = st.sampled_from(
    [
        "the",
        "The",
        "a",
        "Lima",
        "tolls",
        "will",
        "rise",
        "fell",
        "he",
        "officials",
        "board",
        "but",
        "that,",
        "and",
        "reporters",
        "“Yes,”",
        "“it",
        "is",
        "late.”",
        "“No”",
        "according",
        "to",
        "in",
        "which",
        ",",
        "asked:",
        "Vane's",
    ]
)
SPEAKERS = st.sampled_from(
    [
        *("he said", "said Vane", "the board's head told reporters", "according to the board"),
        *("officials said on Monday", "asked the mayor", "the bank has said", "she said, “too.”"),
    ]
)


@st.composite
def attributed(draw: st.DrawFn) -> str:
    """Return a sentence, more or less, with somebody's words in it."""
    claim = " ".join(draw(st.lists(WORDS, min_size=1, max_size=9)))
    claim = draw(st.sampled_from(["{},", "“{},”", "“{}?”", '"{}," ', "{}"])).format(claim)
    return f"{claim} {draw(SPEAKERS)}{draw(st.sampled_from(['.', '!', '', ' it.']))}"


@given(attributed())
def test_no_word_is_lost_or_added(sentence: str) -> None:
    """However a sentence is turned, its words are the same."""
    assert Counter(bare(first(sentence))) == Counter(bare(sentence))


@given(attributed())
def test_what_is_turned_stays_turned(sentence: str) -> None:
    """A sentence that has its source first is not turned again."""
    assert first(first(sentence)) == first(sentence)


@given(st.lists(WORDS.filter(lambda word: not set(word) & set("“”")), min_size=1).map(" ".join))
def test_a_quotation_keeps_its_words(said: str) -> None:
    """What is quoted is said in the same words, capitals and order."""
    assert f"“{said}" in first(f"“{said},” said Vane.")


def bare(text: str) -> list[str]:
    """Return the words of a text, case and marks aside."""
    return re.findall(r"[\w']+", text.lower())
