"""Articles grouped into stories: the bench's figures, copies, memory, and what must not matter."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.model import Article, Report
from audiobrief.synthesis.features import shingles, similarities
from audiobrief.synthesis.grouping import WINDOW, Told, group, stories, story_key
from bench.grouping import Score, grouping, read_sets, score
from press_pages import ENGLISH, GERMAN

AT = datetime(2026, 1, 13, 8, tzinfo=UTC)
FIRST = Article("Corvenna closes its outer basin", "https://a.example/1", "A", AT, ENGLISH)
COPY = replace(FIRST, url="https://b.example/1", site="B", published=AT + timedelta(hours=1))
RETOLD = Article(
    "Corvenna's sea wall moves, outer basin shut",
    "https://c.example/1",
    "C",
    AT + timedelta(hours=3),
    (
        "The outer basin of Corvenna is shut: the sea wall has moved by eleven centimetres.",
        "Ferries to the Aldry islands use the fishing quay, harbour master Ilse Vantongeren said.",
    ),
)
FOLLOW_UP = Article(
    "Corvenna finds the cause of its moving wall",
    "https://a.example/2",
    "A",
    AT + timedelta(days=5),
    (
        "An old mine gallery lies under the sea wall of Corvenna, engineers have found.",
        "Harbour master Ilse Vantongeren wants to fill it before the outer basin opens.",
    ),
)
OTHER = Article("Lindenbrücke wird gesperrt", "https://d.example/1", "D", AT, GERMAN, language="de")
REPORT = Report("basin", "Basin closed")


def test_the_bench_prints_its_figures() -> None:
    """No two stories are joined, and few pairs missed, on the set that nothing was chosen on."""
    done = CliRunner().invoke(grouping, ["--errors"], catch_exceptions=False)
    rows = [line for line in done.output.splitlines() if not line.startswith("  ")]
    assert [row.split()[0] for row in rows] == ["tuned", "held", "all"]
    held = read_sets()["held"]
    found = score(held, group(tuple(held)))
    assert (found.precision, found.recall) >= (0.95, 0.9)
    assert len({**held, **read_sets()["tuned"]}) >= 60


def test_pairs_are_counted() -> None:
    """Found rightly, found wrongly, missed; and shares of nothing are whole."""
    labelled = {FIRST: "a", RETOLD: "a", OTHER: "b", FOLLOW_UP: "b"}
    made = score(labelled, [(FIRST, RETOLD, OTHER), (FOLLOW_UP,)])
    assert made == Score(1, 2, 1)
    assert (made.precision, made.recall) == (1 / 3, 1 / 2)
    assert (Score(0, 0, 0).precision, Score(0, 0, 0).recall) == (1.0, 1.0)


def test_one_story_of_several_sources() -> None:
    """A copy counts once, the weightiest article leads, another story stands alone."""
    heavy = replace(RETOLD, weight=3.0)
    made = stories([OTHER, COPY, heavy, FIRST])
    assert [story.articles for story in made] == [(heavy, FIRST), (OTHER,)]
    assert all(story.earlier == () for story in made)


def test_of_copies_the_weightiest_is_kept() -> None:
    """And of equals the longer one."""
    heavy = replace(COPY, weight=2.0)
    assert stories([FIRST, heavy])[0].articles == (heavy,)
    longer = replace(COPY, paragraphs=(*ENGLISH, "The assembly meets again on Friday at noon."))
    assert stories([FIRST, longer])[0].articles == (longer,)


def test_a_key_names_a_story_for_good() -> None:
    """It comes from the first article, whatever else is found."""
    key = story_key([FIRST])
    assert key.startswith("corvenna-closes-its-outer-basin-")
    assert story_key([COPY, RETOLD, FIRST]) == key == stories([RETOLD, FIRST])[0].key
    assert story_key([COPY]) != key
    untitled = story_key([replace(FIRST, title="…")])
    assert untitled
    assert not untitled.startswith("-")


def test_a_story_goes_on() -> None:
    """Days later it keeps its key, brings the desk's reports, and has the new article alone."""
    memory = (Told("other", (OTHER,), ()), Told("key", (FIRST, RETOLD), (REPORT,)))
    (made,) = stories([FOLLOW_UP], memory)
    assert (made.key, made.articles, made.earlier) == ("key", (FOLLOW_UP,), (REPORT,))


def test_nothing_new_is_not_told_again() -> None:
    """Neither the same article, nor a copy, nor one cut together from what was told."""
    memory = (Told("key", (FIRST, RETOLD), (REPORT,)),)
    patched = replace(
        RETOLD, url="https://e.example/", paragraphs=(*ENGLISH[2:], RETOLD.paragraphs[0])
    )
    assert stories([FIRST, COPY, patched], memory) == ()
    longer = replace(FIRST, paragraphs=(*ENGLISH, *FOLLOW_UP.paragraphs, *OTHER.paragraphs))
    assert [story.articles for story in stories([longer], memory)] == [(longer,)]


def test_two_strands_of_one_story_are_one() -> None:
    """What goes on from the same story has one key, however far apart it is."""
    other_strand = replace(
        RETOLD,
        url="https://c.example/9",
        published=FOLLOW_UP.published and FOLLOW_UP.published + WINDOW * 2,
        paragraphs=(
            "The fishing quay of Corvenna cannot take all ferries to the Aldry islands.",
            "Captains asked harbour master Ilse Vantongeren to open a part of the outer basin.",
        ),
    )
    (made,) = stories([FOLLOW_UP, other_strand], (Told("key", (FIRST, RETOLD), ()),))
    assert (made.key, len(made.articles)) == ("key", 2)


def test_the_beginning_decides() -> None:
    """What stands far below, such as the background of an older story, makes no two stories one."""
    filler = tuple(f"Word{n} thing{n} matter{n} affair{n} topic{n}." for n in range(60))
    below = replace(OTHER, url="https://e.example/", paragraphs=(*GERMAN, *filler, *ENGLISH))
    assert (
        similarities([FIRST, below])[0, 1]
        == similarities([FIRST, replace(below, paragraphs=below.paragraphs[:-4])])[0, 1]
    )


def test_time_parts_what_words_join() -> None:
    """The same words a month later are another story; without a date they are not."""
    later = replace(COPY, published=AT + timedelta(days=30))
    assert len(group([FIRST, later])) == 2
    assert len(group([FIRST, replace(later, published=None)])) == 1


def test_nothing_makes_no_story() -> None:
    """No articles, and articles without words, are no fault."""
    empty = Article("", "https://a.example/", "", None, ())
    assert (stories([]), group([])) == ((), ())
    assert stories([empty]) == ()
    assert similarities([empty, FIRST])[0].tolist() == [0.0, 0.0]
    assert shingles(replace(empty, paragraphs=("Two words", "…"))) == {("two", "words")}


@given(st.randoms(use_true_random=False))
def test_the_order_of_articles_does_not_matter(chance: random.Random) -> None:
    """The same articles make the same stories."""
    articles = list(read_sets()["held"])[:12]
    mixed = [*articles, articles[0]]
    chance.shuffle(mixed)
    assert stories(mixed) == stories(articles)


@pytest.mark.parametrize("language", ["de-AT", "es", "xx", ""])
def test_languages_have_their_own_small_words(language: str) -> None:
    """Whatever the language, an article is most like itself."""
    articles = [replace(OTHER, language=language), FIRST]
    alike = similarities(articles)
    assert alike[0, 0] > 0.9
    assert alike[0, 1] < 0.1
