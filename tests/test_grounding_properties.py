"""What holds of grounding whatever the sentence, shown on every one of the bench's articles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from audiobrief.model import Article, Passage, Statement, Story
from audiobrief.sentences import sentences
from audiobrief.synthesis.grounding import faults
from audiobrief.synthesis.grounding.facts import unknown_names
from audiobrief.synthesis.grounding.names import opens
from audiobrief.synthesis.grounding.reading import read
from audiobrief.synthesis.grounding.sources import sources_of
from audiobrief.synthesis.grounding.words import Token, normal, tokens
from bench.grounding import SETS, read_pairs

STORIES = {pair.story.articles[0].title: pair.story for name in SETS for pair in read_pairs(name)}


def copied(story: Story) -> Iterator[Statement]:
    """Yield every sentence of a story's article, resting on the paragraph it stands in."""
    (article,) = story.articles
    for place, text in enumerate((article.title, *article.paragraphs), -1):
        for sentence in sentences(normal(text), "en"):
            yield Statement(sentence, (Passage(0, place),))


SENTENCES = [(story, one) for story in STORIES.values() for one in copied(story)]
FIGURES = [(story, one) for story, one in SENTENCES if re.search(r"\d", one.text)]


@pytest.mark.untraced
@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_a_copied_sentence_holds(story: Story) -> None:
    """What a source says word for word is never refused."""
    refused = {
        one.text: found for one in copied(story) if (found := faults(one, story, language="en"))
    }
    assert not refused


@pytest.mark.untraced
@given(st.sampled_from(FIGURES), st.randoms(use_true_random=False), st.integers(1, 9))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_another_digit_is_caught(case: tuple[Story, Statement], choice: Random, more: int) -> None:
    """No digit of a figure, date or name can be changed unseen, but into a figure beside it."""
    story, statement = case
    found = choice.choice(list(re.finditer(r"\d", statement.text)))
    digit = str((int(found[0]) + more) % 10)
    text = statement.text[: found.start()] + digit + statement.text[found.end() :]
    told, changed = (Counter(_values(one)) for one in (statement.text, text))
    assume(changed == told or changed.keys() - told.keys())
    assert faults(Statement(text, statement.passages), story, language="en")


def _values(text: str) -> list[Fraction]:
    return [figure.value for figure in read(text, "en", None, frozenset()).figures]


@pytest.mark.untraced
@given(st.sampled_from(SENTENCES), st.sampled_from(["Orsolya Vance", "Kettering", "Bruno Tash"]))
@settings(max_examples=100, deadline=None)
def test_a_strange_name_is_caught(case: tuple[Story, Statement], stranger: str) -> None:
    """A name that no source has is found wherever it takes another's place."""
    story, statement = case
    sources = sources_of(statement, story, "en")
    names = read(statement.text, "en", None, sources.names).names
    for name in names:
        if name.text in statement.text and not opens(_tokens(statement), name.start):
            text = statement.text.replace(name.text, stranger, 1)
            strange = read(text, "en", None, sources.names)
            assert any(stranger in one.claim for one in unknown_names(strange, sources, "en"))


def _tokens(statement: Statement) -> tuple[Token, ...]:
    return tokens(statement.text, "en")


@given(st.sampled_from(SENTENCES))
@settings(max_examples=100, deadline=None)
def test_a_denial_put_in_is_caught(case: tuple[Story, Statement]) -> None:
    """A sentence that says "did not" of what its only source asserts does not hold."""
    _, statement = case
    texts = ("The council opened the old bridge.", statement.text)
    story = Story("one", (Article("", "", "", None, texts),))
    turned = Statement("The council did not open the old bridge.", (Passage(0, 0),))
    assert faults(turned, story, language="en")


@given(st.text(max_size=300), st.text(max_size=120))
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_checked(paragraph: str, sentence: str) -> None:
    """Whatever stands in a source or a sentence, checking it raises nothing."""
    story = Story("any", (Article("T", "", "", None, (paragraph,)),))
    for language in ("en", "fr", "de"):
        faults(Statement(sentence, (Passage(0, 0),)), story, language=language)
