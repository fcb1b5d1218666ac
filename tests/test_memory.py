"""What the desk remembers of its stories, from one day to the next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from audiobrief.model import Article, Story
from audiobrief.pipeline.memory import ONGOING, Memory
from press_pages import ENGLISH, GERMAN
from samples import REPORT

NOW = datetime(2026, 1, 14, 6, tzinfo=UTC)
ONE = Article("One", "https://a.example/1", "A", NOW, ENGLISH)
TWO = Article("Two", "https://a.example/2", "A", None, GERMAN, language="de", weight=2.0)


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    """Return the memory of a show with two reports, nothing noted yet."""
    feeds = tmp_path / "feeds"
    (feeds / "test").mkdir(parents=True)
    for name in ("a", "b"):
        (feeds / "test" / f"{name}.md").write_text(REPORT, encoding="utf-8")
    return Memory(tmp_path / ".desk" / "test", feeds)


def test_stories_are_remembered(memory: Memory) -> None:
    """A story grows with each report on it; reports come oldest first, as their files are now."""
    later = NOW + timedelta(days=1)
    memory.remember(Story("key", (ONE,)), memory.feeds / "test" / "a.md", NOW)
    memory.remember(Story("other", (TWO,)), memory.feeds / "test" / "a.md", NOW)
    memory.remember(Story("key", (TWO, ONE)), memory.feeds / "test" / "b.md", later)
    other, known = memory.recall(later)
    assert (known.key, known.articles) == ("key", (ONE, TWO))
    assert [report.slug for report in known.reports] == ["a", "b"]
    assert (other.key, other.articles) == ("other", (TWO,))


def test_a_report_is_remembered_as_it_is_now(memory: Memory) -> None:
    """Edited, it is told edited; withdrawn, broken or gone, not at all."""
    path = memory.feeds / "test" / "a.md"
    memory.remember(Story("key", (ONE,)), path, NOW)
    path.write_text(REPORT.replace("by 3%", "by 4%"), encoding="utf-8")
    (known,) = memory.recall(NOW)
    assert known.reports[0].title == "Canal tolls rise by 4%"
    path.write_text(REPORT.replace("category:", "withdrawn: Wrong.\ncategory:"), encoding="utf-8")
    assert memory.recall(NOW)[0].reports == ()
    path.write_text("", encoding="utf-8")
    assert memory.recall(NOW)[0].reports == ()
    path.unlink()
    assert memory.recall(NOW)[0].reports == ()


def test_a_story_is_forgotten(memory: Memory) -> None:
    """After two weeks without a report it is over."""
    memory.remember(Story("key", (ONE,)), memory.feeds / "test" / "a.md", NOW)
    assert memory.recall(NOW + ONGOING)
    assert memory.recall(NOW + ONGOING + timedelta(seconds=1)) == ()


def test_a_damaged_memory_is_none(memory: Memory) -> None:
    """It is as if nothing had been told, and is written anew."""
    memory.desk.mkdir(parents=True)
    (memory.desk / "stories.json").write_text("{")
    assert memory.recall(NOW) == ()
    memory.remember(Story("key", (ONE,)), memory.feeds / "test" / "a.md", NOW)
    assert len(memory.recall(NOW)) == 1


def test_a_report_lies_with_the_show(memory: Memory, tmp_path: Path) -> None:
    """A file elsewhere cannot be remembered."""
    with pytest.raises(ValueError, match="not in the subpath"):
        memory.remember(Story("key", (ONE,)), tmp_path / "x.md", NOW)
