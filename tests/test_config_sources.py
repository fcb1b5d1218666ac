"""Sources in a show file: what they may say, and how their faults are told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from audiobrief.config import Source
from audiobrief.errors import ConfigError
from samples import SHOW, load

FEED = '[[sources]]\nfeed = "https://news.example/feed"\n'


def test_a_source_is_one_line(tmp_path: Path) -> None:
    """All but the address has a default."""
    (source,) = load(tmp_path, SHOW + FEED).sources
    assert (source.kind, source.feed) == ("feed", "https://news.example/feed")
    assert (source.weight, source.take, source.window) == (1.0, 20, timedelta(hours=48))


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        (Source(feed="https://a.example/", name="A"), "feed"),
        (Source(pages=("https://a.example/1", "https://a.example/2")), "pages"),
        (Source(saved=("clips/*",)), "saved"),
        (Source(opml="list.opml"), "opml"),
    ],
)
def test_there_are_four_kinds(source: Source, kind: str) -> None:
    """What is set says what it is."""
    assert source.kind == kind


@pytest.mark.parametrize(
    ("source", "window"),
    [
        (Source(feed="https://a.example/", hours=6), timedelta(hours=6)),
        (Source(saved=("a",), days=2), timedelta(days=2)),
        (Source(saved=("a",)), None),
        (Source(pages=("https://a.example/",)), None),
        (Source(opml="a"), timedelta(hours=48)),
    ],
)
def test_age_is_told_in_hours_or_days(source: Source, window: timedelta | None) -> None:
    """Feeds have a limit by default; what was picked by hand has none."""
    assert source.window == window


def test_every_fault_has_its_own_line(tmp_path: Path) -> None:
    """The faults of several sources are told at once, each in its own table."""
    sources = (
        '[[sources]]\nfeed = "ftp://a"\ntake = 0\n'
        '[[sources]]\nname = "nothing"\n'
        '[[sources]]\nsaved = ["a"]\nopml = "gopher://a"\n'
        '[[sources]]\nsaved = ["a"]\nhours = 1\ndays = 1\n'
        '[[sources]]\nfeed = "https://a.example/"\nopml = "a"\n'
        "[gather]\npause = -1\n"
    )
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, SHOW + sources)
    told = [line.partition("test.toml:")[2] for line in str(caught.value).splitlines()[1:]]
    assert [line.split(":")[0] for line in told] == ["14", "15", "16", "20", "21", "25", "29"]
    assert told[2].startswith(
        "16: sources: a source has one of feed, pages, saved, opml; this has none"
    )
    assert "http:// or https://" in told[3]
    assert "not both" in told[4]
    assert "this has feed and opml" in told[5]
    assert told[6].startswith("29: gather.pause:")
