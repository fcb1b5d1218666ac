"""Drafts made to hold: what is mended, what is dropped, and what a reader is shown of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from audiobrief.model import (
    Article,
    Draft,
    DraftSection,
    Drop,
    Method,
    Passage,
    QuizItem,
    Report,
    Section,
    Sentiment,
    Statement,
    Story,
)
from audiobrief.synthesis.grounding import Fault, evidence, ground, too_many_drops

ARTICLE = Article(
    "Canal raises tolls by 12%",
    "https://example.org/tolls",
    "Harbour Gazette",
    datetime(2026, 3, 12, 9, tzinfo=UTC),
    (
        "The canal authority will raise tolls by 12% from April 1, director Elena Marsh said.",
        "Drought has cut passages by 18%. Grain ships are exempt.",
    ),
)
OTHER = Article(
    "Shippers protest", "https://example.org/ships", "Sea", None, ("Shippers protest.",)
)
EARLIER = Report("old", "Tolls last year", sections=(Section("Then", ("Tolls stood still.",)),))
STORY = Story("canal", (ARTICLE, OTHER), (EARLIER,))
TOLLS = Statement("Tolls will rise by 12% on 1 April.", (Passage(0, 0),))
WRONG = Statement("Tolls will rise by 15% on 1 April.", (Passage(0, 0),))
DROUGHT = Statement("Drought has cut passages by 18 percent.", (Passage(0, 1),))


def draft(*statements: Statement, title: Statement = TOLLS, **others: object) -> Draft:
    """Return a draft of one section with one paragraph."""
    sections = (DraftSection("Situation", (statements,)),)
    whole = Draft(title, (DROUGHT,), sections, Method("built-in"))
    return replace(whole, **others)  # type: ignore[arg-type]


def never(_statement: Statement, _faults: tuple[Fault, ...]) -> None:
    """Be a writer that mends nothing."""


def test_what_holds_stays() -> None:
    """A draft that its sources bear out is returned as it was."""
    whole = draft(TOLLS, DROUGHT)
    assert ground(whole, STORY, never, language="en") == whole


def test_a_fault_is_mended_once() -> None:
    """The writer is told what is wrong, and what it writes instead is counted if it holds."""
    told: list[str] = []

    def mend(statement: Statement, found: tuple[Fault, ...]) -> Statement:
        told.extend([statement.text, *map(str, found)])
        return TOLLS

    done = ground(draft(WRONG), STORY, mend, language="en-GB")
    assert done.sections[0].paragraphs == ((TOLLS,),)
    assert (done.repaired, done.dropped) == (1, ())
    assert told == [WRONG.text, "“15%” is not in the sources: they have 12%"]


def test_what_is_not_mended_is_dropped() -> None:
    """A sentence that still does not hold is taken out, with its heading and the reason."""
    tries: list[Statement] = []

    def again(statement: Statement, _found: tuple[Fault, ...]) -> Statement:
        tries.append(statement)
        return replace(WRONG, text="Tolls will rise by 16% on 1 April.")

    done = ground(draft(WRONG, DROUGHT), STORY, again, language="en")
    assert tries == [WRONG]
    assert done.sections[0].paragraphs == ((DROUGHT,),)
    assert done.dropped == (
        Drop(WRONG.text, "Situation", "“15%” is not in the sources: they have 12%"),
    )
    assert done.repaired == 0


def test_empty_sections_vanish() -> None:
    """No heading is left over nothing, and an empty answer mends nothing."""
    done = ground(draft(WRONG), STORY, lambda one, _: replace(one, text=" "), language="en")
    assert done.sections == ()
    assert too_many_drops(done)


def test_a_false_title_gives_way_to_a_headline() -> None:
    """The source that most sentences rest on lends its headline, which holds by itself."""
    done = ground(draft(TOLLS, title=WRONG), STORY, never, language="en")
    assert done.title == Statement(ARTICLE.title, (Passage(0, -1),))
    assert done.dropped[0].heading == ":title"
    assert not too_many_drops(done)


def test_a_title_without_articles_stays() -> None:
    """Where there is no source to take a headline of, the drop is noted and the words stay."""
    story = Story("none", (), (EARLIER,))
    bare = Statement("Tolls stood still for 12 years.", (Passage(0, 0),))
    done = ground(draft(title=bare), story, never, language="en")
    assert done.title == bare
    assert {one.heading for one in done.dropped} == {":title", ":summary"}


def test_a_third_may_be_dropped() -> None:
    """One sentence of three may go, one of two may not; title and quiz do not count."""
    lost = Drop("x", "Situation", "y")
    assert not too_many_drops(draft(TOLLS, dropped=(lost, replace(lost, heading=":title"))))
    assert too_many_drops(replace(draft(dropped=(lost,)), sections=()))
    assert too_many_drops(draft(TOLLS, dropped=(lost, replace(lost, heading=":summary"))))


def test_a_note_on_sentiment_is_held_against_the_report() -> None:
    """A reason with a figure of its own is taken out; the tone stays."""
    good, bad = (
        Sentiment("Trade", "Bearish", "Tolls up 12%"),
        Sentiment("Trade", "Bearish", "Up 40%"),
    )
    done = ground(draft(TOLLS, sentiment=good), STORY, never, language="en")
    assert done.sentiment == good
    done = ground(draft(TOLLS, sentiment=bad), STORY, never, language="en")
    assert done.sentiment == Sentiment("Trade", "Bearish", "")
    assert [(one.text, one.heading) for one in done.dropped] == [("Up 40%", ":sentiment")]


def test_a_sentiment_stands_on_a_sentence_of_the_report() -> None:
    """One whose evidence was dropped, or never was there, goes with it."""
    mood = Sentiment("Trade", "Bearish", "", "days", TOLLS.text)
    assert ground(draft(TOLLS, sentiment=mood), STORY, never, language="en").sentiment == mood
    unborne = replace(mood, evidence="Tolls fell.")
    done = ground(draft(TOLLS, sentiment=unborne), STORY, never, language="en")
    assert done.sentiment is None
    assert [(one.text, one.heading) for one in done.dropped] == [("Tolls fell.", ":sentiment")]


def test_a_quiz_is_answered_by_the_report() -> None:
    """A question stays if the report gives its answer; else it goes, with the reason."""
    asked = QuizItem("By how much will tolls rise?", ("12%", "20%"), "12%", "Tolls rise by 12%.")
    unknown = replace(asked, answer="20%", explanation="")
    stray = replace(asked, answer="Thirty")
    explained = replace(asked, explanation="Director Jonas Wick said so.")
    other = QuizItem("Who flew to the moon in a balloon?", ("18%", "12%"), "18%")
    quiz = (asked, unknown, stray, explained, other)
    done = ground(draft(TOLLS, quiz=quiz), STORY, never, language="en")
    assert done.quiz == (asked,)
    assert [one.heading for one in done.dropped] == [":quiz"] * 4
    assert "choices" in done.dropped[1].reason
    assert done.dropped[3].reason == "no statement gives its answer"


def test_evidence_is_the_very_words() -> None:
    """A reader is shown title, URL and words of each passage; one that is not there is left out."""
    cited = (Passage(2, 0), Passage(0, 1), Passage(0, -1), Passage(0, 7), Passage(9, 0))
    shown = evidence(Statement("x", cited), STORY)
    assert [(one.title, one.url, one.text) for one in shown] == [
        (ARTICLE.title, ARTICLE.url, ARTICLE.title),
        (ARTICLE.title, ARTICLE.url, ARTICLE.paragraphs[1]),
        ("Tolls last year", "", "Tolls stood still."),
    ]
