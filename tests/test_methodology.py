"""A draft made a report, and what the report says of how it was made."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audiobrief.ingest.fields import ReportFile
from audiobrief.model import (
    Draft,
    Drop,
    Method,
    Passage,
    QuizItem,
    Report,
    Sentiment,
    Source,
    Statement,
    Story,
)
from audiobrief.synthesis.compose import as_report
from audiobrief.synthesis.extractive import write
from audiobrief.synthesis.methodology import Making, methodology
from audiobrief.synthesis.quiz import make_quiz
from audiobrief.synthesis.sentiment import read_sentiment
from audiobrief.wording import languages, load_wording
from story_samples import NOW, STRIKE, article, draft, story, strike

EVIL = 'Say <sub alias="x">y</sub> <break time="9s"/>now'


def told(made: Draft, of: Story, making: Making | None = None, language: str = "en") -> str:
    """Return the methodology of a draft."""
    return methodology(made, of, load_wording(language), making or Making())


def report(made: Draft, of: Story, making: Making | None = None) -> Report:
    """Return the report of a draft."""
    wording = load_wording("en")
    return as_report(
        made, of, slug="a", published=NOW, byline="A Desk", wording=wording, making=making
    )


def test_a_draft_becomes_a_report() -> None:
    """Headline, summary, sections and sources stand as they were written, in order of use."""
    of = strike()
    made = write(of, language="en", now=NOW)
    made = replace(made, sentiment=read_sentiment(made, "en"), quiz=make_quiz(made, "en"))
    found = report(made, of)
    assert (found.slug, found.published, found.byline) == ("a", NOW, "A Desk")
    assert found.title == made.title.text
    assert found.summary == " ".join(one.text for one in made.summary)
    assert [part.heading for part in found.sections] == [part.heading for part in made.sections]
    assert found.sections[0].paragraphs[0].startswith(made.sections[0].paragraphs[0][0].text)
    assert found.sentiment == made.sentiment
    assert found.quiz == made.quiz
    assert set(found.sources) == {
        Source("Strike shuts schools in Verdania", "https://post.example/strike", "Capital Post"),
        Source("Teachers and ministry to meet again", "https://ledger.example/talks", "The Ledger"),
    }


def test_sources_stand_in_the_order_of_use() -> None:
    """What the first sentence rests on is listed first; what nothing rests on is not."""
    papers = tuple(
        article(*STRIKE, title=f"T{n}", url=f"https://{n}.example", site="") for n in range(3)
    )
    made = replace(draft(), title=Statement("T", (Passage(0, -1),)))
    made = replace(made, summary=(Statement("A.", (Passage(2, 0),)),))
    found = report(made, Story("a", papers))
    assert [one.title for one in found.sources] == ["T2", "T0"]
    assert found.sources[0].publisher == "https://2.example"
    assert "Articles it draws on: 2, published by https://2.example, " in found.methodology


def test_what_was_done_is_told() -> None:
    """Checks, drops, repairs, review, tone and quiz are told as they were, and only then."""
    made = replace(draft("A fact."), repaired=2, dropped=(Drop("x", "h", "r"),))
    of = story(*STRIKE)
    plain = told(made, of)
    assert "not checked" in plain
    assert "No person checked" in plain
    assert "tone was told" not in plain
    assert "quiz" not in plain
    done = told(
        replace(made, sentiment=Sentiment("a", "b"), quiz=(QuizItem("q"),)),
        of,
        Making(checked=True, reviewed=True, sentiment="ollama", quiz="ollama"),
    )
    assert "Sentences taken out: 1; written again: 2." in done
    assert "A person of the desk approved" in done
    assert "No person" not in done
    assert done.count("by the language model") == 2
    own = told(replace(made, sentiment=Sentiment("a", "b"), quiz=(QuizItem("q"),)), of)
    assert "word lists" in own
    assert "quiz was made by rule" in own


def test_the_writer_is_named() -> None:
    """A language model is named, and so is why the built-in writer stood in for it."""
    made, of = draft("A fact."), story(*STRIKE)
    assert "without a language model" in told(made, of)
    model = told(replace(made, method=Method("ollama", "brook:8b")), of)
    assert "language model brook:8b" in model
    assert "without a language model" not in model
    fell = told(replace(made, method=Method("built-in", fell_back="no server.")), of)
    assert "stood in for a language model: no server. " in fell


def test_earlier_reports_and_licences_are_told() -> None:
    """The desk's own reports are counted apart, and each licence is printed once."""
    papers = tuple(article(*STRIKE, licence="CC BY 4.0, A Paper.") for _ in range(2))
    passages = (Passage(0, 0), Passage(1, 0), Passage(2, 0))
    made = replace(draft(), summary=(Statement("A.", passages),))
    found = told(made, Story("a", papers, (Report("old", "Old"),)))
    assert "Articles it draws on: 2, published by Capital Post." in found
    assert "Earlier reports of this desk that it draws on: 1." in found
    assert found.endswith("Licences: CC BY 4.0, A Paper.")


@pytest.mark.parametrize("language", languages())
def test_every_language_tells_it(language: str) -> None:
    """All that can be told is told in each language, with no brace left."""
    made = replace(
        draft("A fact."),
        sentiment=Sentiment("a", "b"),
        quiz=(QuizItem("q"),),
        method=Method("built-in", fell_back="X9"),
    )
    of = story(*STRIKE, licence="CC0")
    for making in (Making(), Making(checked=True, reviewed=True, sentiment="m", quiz="m")):
        text = told(made, of, making, language)
        assert "Capital Post" in text
        assert "X9" in text
        assert "{" not in text


def test_no_source_directs_the_voice() -> None:
    """Marks in what a source or a model wrote are gone; those of the quiz's own blank stay."""
    made = replace(draft(EVIL, title=EVIL), sentiment=Sentiment("a", "b", EVIL, EVIL, EVIL))
    made = replace(made, quiz=(QuizItem(EVIL, (EVIL,), EVIL, EVIL),))
    found = report(made, story(*STRIKE, title=EVIL), Making(quiz="ollama"))
    assert "<" not in repr(found)
    assert found.title == "Say y now"
    assert "<sub" in report(made, story(*STRIKE)).quiz[0].question


def test_a_report_can_be_read_again() -> None:
    """Written as JSON and read by the desk's own reader, the report is the same."""
    of = strike()
    made = write(of, language="en", now=NOW)
    made = replace(made, sentiment=read_sentiment(made, "en"), quiz=make_quiz(made, "en"))
    found = report(made, of)
    assert found.sentiment
    data = {
        "title": found.title,
        "published": NOW.isoformat(),
        "slug": "a",
        "byline": found.byline,
        "summary": found.summary,
        "methodology": found.methodology,
        "sections": [
            {"heading": part.heading, "paragraphs": list(part.paragraphs)}
            for part in found.sections
        ],
        "sentiment": {
            name: getattr(found.sentiment, name)
            for name in ("sector", "tone", "note", "horizon", "evidence")
        },
        "sources": [
            {"title": one.title, "url": one.url, "publisher": one.publisher}
            for one in found.sources
        ],
        "quiz": [
            {
                "question": one.question,
                "choices": list(one.choices),
                "answer": one.answer,
                "explanation": one.explanation,
            }
            for one in found.quiz
        ],
    }
    assert ReportFile.model_validate(data).report() == found
