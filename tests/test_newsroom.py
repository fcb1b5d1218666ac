"""Stories told: written, checked, kept, held and reviewed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from audiobrief.config import load_show
from audiobrief.errors import ReportError, UsageError, WriterError
from audiobrief.ingest.reports import read_report
from audiobrief.model import Article
from audiobrief.pipeline.reporting.making import Making
from audiobrief.pipeline.reporting.newsroom import Newsroom, open_newsroom, told_in
from audiobrief.pipeline.reporting.told import Step, Telling
from audiobrief.pipeline.workspace import Workspace
from audiobrief.synthesis.grouping import stories
from canal_story import NOW, STORY, TOLLS, WATER
from ollama_model import Asked, compose
from ollama_server import MODEL, OllamaServer, ollama_serving
from samples import SHOW
from voice_server import spend_no_time

TODAY = "2026-01-13"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    spend_no_time(monkeypatch)


@pytest.fixture
def served() -> Iterator[OllamaServer]:
    """Yield a running server whose model answers from the numbered lines."""
    with ollama_serving() as server:
        yield server


def newsroom(root: Path, writer: str = "", told: list[Step] | None = None) -> Newsroom:
    """Return the newsroom of a show whose ``[writer]`` table is given."""
    (root / "feeds").mkdir(exist_ok=True)
    path = root / "feeds" / "test.toml"
    path.write_text(f"{SHOW}\n[writer]\n{writer}\n", encoding="utf-8")
    watch = (told if told is not None else []).append
    return open_newsroom(load_show(path), Workspace(root, root / "cache"), NOW, watch)


def by_model(served: OllamaServer, *more: str) -> str:
    """Return a ``[writer]`` table that has the served model write."""
    lines = ('writer = "ollama"', f'model = "{MODEL}"', f'host = "{served.url}"', *more)
    return "\n".join(lines)


def file_of(telling: Telling) -> Path:
    """Return the file that a telling names."""
    assert telling.path
    return telling.path


def making_of(room: Newsroom, telling: Telling) -> Making:
    """Return the record of a report that was made."""
    making = room.drawer.makings.of(file_of(telling).stem)
    assert making
    return making


def test_a_byline_may_be_given(tmp_path: Path) -> None:
    """A desk may sign for what is made in its name."""
    report = read_report(file_of(newsroom(tmp_path, 'byline = "The Desk"').tell(STORY)))
    assert report.byline == "The Desk"


def test_a_story_becomes_a_report(tmp_path: Path) -> None:
    """It is a file that any build reads, named by its day and headline, with all its parts."""
    telling = newsroom(tmp_path, 'category = "Trade"').tell(STORY)
    assert telling.state == "made"
    assert file_of(telling) == tmp_path / "feeds" / "test" / "made" / f"{TODAY}-{slug()}.md"
    report = read_report(file_of(telling))
    assert (report.category, report.published) == ("Trade", NOW)
    assert report.byline == "a computer program"
    assert [source.url for source in report.sources]
    assert report.quiz
    assert "checked" in report.methodology


def slug() -> str:
    """Return the headline of the weightiest source as part of a file's name."""
    return "canal-to-cut-daily-passages-as-lake-falls"


def test_every_sentence_has_its_evidence(tmp_path: Path) -> None:
    """A report is nothing but sentences whose passages are on record, word for word."""
    room = newsroom(tmp_path)
    telling = room.tell(STORY)
    report, making = read_report(file_of(telling)), making_of(room, telling)
    texts = {one.text for one in making.evidence}
    told = [report.title, report.summary]
    told += [paragraph for section in report.sections for paragraph in section.paragraphs]
    for paragraph in told:
        rest = paragraph
        for text in sorted(texts, key=len, reverse=True):
            rest = rest.replace(text, "")
        assert not rest.strip()
    passages = [passage for one in making.evidence for passage in one.passages]
    sources = {text for article in (TOLLS, WATER) for text in (article.title, *article.paragraphs)}
    assert {passage.text for passage in passages if passage.url} <= sources
    assert all(one.passages for one in making.evidence)


def test_what_was_told_is_not_told_again(tmp_path: Path) -> None:
    """The same articles make no second story, and more of them go on from the first."""
    room = newsroom(tmp_path)
    first = stories((TOLLS, WATER))
    assert [room.tell(story).state for story in first] == ["made"] * len(first)
    assert stories((TOLLS, WATER), room.memory.recall(NOW)) == ()


def more_of(article: Article) -> Article:
    """Return a later article on the same events, with something new in it."""
    news = (
        "The canal authority of Maravel will hold its tolls until Mar. 1, Elena Marsh said.",
        "Rain over the lake that feeds the locks lifted it to 25.3 meters on Tuesday.",
        "Ships still wait at the two ends of the canal, 61 of them on Tuesday.",
    )
    url = f"{article.url}/later"
    return replace(article, title="Canal holds tolls as rain lifts lake", url=url, paragraphs=news)


def test_more_news_of_the_day_makes_the_report_anew(tmp_path: Path) -> None:
    """Its name and date stay, so that apps see a corrected episode."""
    room = newsroom(tmp_path)
    first = file_of(room.tell(STORY))
    later = replace(room, now=NOW + timedelta(hours=3))
    again = later.tell(replace(STORY, articles=(more_of(TOLLS),)))
    assert file_of(again) == first
    report = read_report(first)
    assert "25.3" in " ".join(text for part in report.sections for text in part.paragraphs)
    assert report.published == NOW


def test_the_next_day_makes_another_report(tmp_path: Path) -> None:
    """What the desk said before comes back as previous events."""
    room = newsroom(tmp_path)
    first = file_of(room.tell(STORY))
    tomorrow = replace(room, now=NOW + timedelta(days=1))
    (known,) = (one for one in tomorrow.memory.recall(tomorrow.now) if one.key == STORY.key)
    telling = tomorrow.tell(replace(STORY, articles=(more_of(TOLLS),), earlier=known.reports))
    assert file_of(telling) != first
    ours = [
        passage
        for one in making_of(tomorrow, telling).evidence
        for passage in one.passages
        if not passage.url
    ]
    assert ours


def test_a_name_that_is_taken_is_not_taken_twice(tmp_path: Path) -> None:
    """Another story under the same headline has a number behind it."""
    room = newsroom(tmp_path)
    first = file_of(room.tell(STORY))
    assert file_of(room.tell(replace(STORY, key="another"))).stem == f"{first.stem}-2"


def test_an_edited_report_is_never_overwritten(tmp_path: Path) -> None:
    """It belongs to whoever changed it, whatever else is known by now."""
    room = newsroom(tmp_path)
    path = file_of(room.tell(STORY))
    path.write_text(path.read_text("utf-8") + "\nOurs.\n", encoding="utf-8")
    before = path.read_bytes()
    assert room.tell(replace(STORY, articles=(more_of(TOLLS),))).state == "edited"
    assert path.read_bytes() == before


def test_a_file_without_a_record_counts_as_edited(tmp_path: Path) -> None:
    """Where the record is lost, nobody knows whose the file is."""
    room = newsroom(tmp_path)
    path = file_of(room.tell(STORY))
    (room.drawer.makings.folder / f"{path.stem}.json").write_text("{}", encoding="utf-8")
    assert room.drawer.is_edited(path.stem)
    assert file_of(room.tell(STORY)).stem == f"{path.stem}-2"


def test_a_report_to_review_is_held(tmp_path: Path) -> None:
    """It is off the air until somebody approves it, which its methodology tells then."""
    room = newsroom(tmp_path, 'review = "required"')
    telling = room.tell(STORY)
    assert telling.state == "held"
    assert room.drawer.waiting() == (telling.path,)
    assert not list(room.drawer.made.glob("*"))
    approved = room.drawer.approve(file_of(telling).stem)
    assert approved.parent == room.drawer.made
    assert room.drawer.waiting() == ()
    assert "A person" in read_report(approved).methodology
    assert [report.slug for told in room.memory.recall(NOW) for report in told.reports]


def test_a_rejected_report_is_not_made_again(tmp_path: Path) -> None:
    """Its articles are known, so that only more of them would tell the story."""
    room = newsroom(tmp_path, 'review = "required"')
    for story in stories((TOLLS, WATER)):
        room.drawer.reject(file_of(room.tell(story)).stem)
    assert stories((TOLLS, WATER), room.memory.recall(NOW)) == ()
    assert room.drawer.waiting() == ()


def test_only_held_reports_are_reviewed(tmp_path: Path) -> None:
    """Another name is answered with those that are held."""
    room = newsroom(tmp_path, 'review = "required"')
    with pytest.raises(UsageError, match="None is"):
        room.drawer.approve("other")
    telling = room.tell(STORY)
    with pytest.raises(UsageError, match=file_of(telling).stem):
        room.drawer.reject("other")


def test_a_version_on_the_air_replaces_the_held_one(tmp_path: Path) -> None:
    """A show that gives up review leaves no old version waiting."""
    held = newsroom(tmp_path, 'review = "required"').tell(STORY)
    room = newsroom(tmp_path)
    assert room.tell(replace(STORY, articles=(more_of(TOLLS),))).state == "made"
    assert not file_of(held).exists()


def test_a_model_writes_the_report(served: OllamaServer, tmp_path: Path) -> None:
    """Its methodology names the model, and the steps of its writing are told."""
    told: list[Step] = []
    room = newsroom(tmp_path, by_model(served), told)
    telling = room.tell(STORY)
    assert telling.state == "made"
    assert MODEL in read_report(file_of(telling)).methodology
    assert making_of(room, telling).method.model == MODEL
    assert any(MODEL in step.text for step in told)


def inventing(asked: Asked) -> str:
    """Answer with figures that no source has."""
    return compose(asked).replace("12%", "47%").replace("87 ships", "870 ships")


def test_what_a_model_invents_is_dropped(tmp_path: Path) -> None:
    """The sentence is not in the report; that it was taken out is on record, and why."""
    with ollama_serving(inventing) as served:
        room = newsroom(tmp_path, by_model(served))
        telling = room.tell(STORY)
    making = making_of(room, telling)
    assert telling.dropped == making.dropped != ()
    assert any("47%" in drop.text for drop in making.dropped)
    text = file_of(telling).read_text("utf-8")
    assert "47%" not in text
    assert "870 ships" not in text


def lying(asked: Asked) -> str:
    """Answer with sentences that no source bears out, each citing what it was given."""

    def lie(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                key: "Queen Ada bought 5,000 bears." if key == "text" else lie(one)
                for key, one in value.items()
            }
        return [lie(one) for one in value] if isinstance(value, list) else value

    return json.dumps(lie(json.loads(compose(asked))))


def test_a_report_that_lost_too_much_is_held(tmp_path: Path) -> None:
    """It fails, wherever the show stands on review, and waits for an editor."""
    with ollama_serving(lying) as served:
        room = newsroom(tmp_path, by_model(served, "fallback = false"))
        telling = room.tell(STORY)
    assert telling.state == "failed"
    assert isinstance(telling.error, ReportError)
    assert "approve" in str(telling.error)
    assert room.drawer.waiting() == (telling.path,)


def test_the_built_in_writer_stands_in(tmp_path: Path) -> None:
    """A server that is down is told in the methodology, and the report is made."""
    telling = newsroom(tmp_path, 'writer = "ollama"\nhost = "127.0.0.1:9"').tell(STORY)
    assert telling.state == "made"
    assert telling.fell_back
    assert telling.fell_back.rstrip(".") in read_report(file_of(telling)).methodology


def test_without_fallback_the_story_is_left(tmp_path: Path) -> None:
    """The failure says why, and the story is there the next time."""
    room = newsroom(tmp_path, 'writer = "ollama"\nhost = "127.0.0.1:9"\nfallback = false')
    telling = room.tell(STORY)
    assert telling.state == "failed"
    assert isinstance(telling.error, WriterError)
    assert stories((TOLLS, WATER), room.memory.recall(NOW)) != ()


def test_a_story_without_a_sentence_to_tell_fails(tmp_path: Path) -> None:
    """Nothing is made of it."""
    bare = replace(TOLLS, title="Photos", paragraphs=("And then?",))
    telling = newsroom(tmp_path).tell(replace(STORY, articles=(bare,), earlier=()))
    assert telling.state == "failed"
    assert isinstance(telling.error, WriterError)


def test_articles_of_another_language_are_left_out() -> None:
    """A story keeps those in the show's own, and those that do not say theirs."""
    german = replace(WATER, language="de-DE")
    unsaid = replace(WATER, language="")
    (told,) = told_in("en-us", (replace(STORY, articles=(TOLLS, german, unsaid)),))
    assert told.articles == (TOLLS, unsaid)
    assert list(told_in("fr", (STORY,))) == []
