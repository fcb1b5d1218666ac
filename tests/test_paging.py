"""A feed divided into pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.model import ChapterMark, Episode, Source
from audiobrief.publishing.feed import render_feed, weight
from audiobrief.publishing.paging import MAX_BYTES, MAX_ITEMS, Page, bound, divide
from publishing_samples import ARTWORK, GUID, HOSTILE, episode, show

START = datetime(2020, 1, 1, tzinfo=UTC)


def at(day: int, slug: str = "") -> Episode:
    """Return an episode of a day, counted from the first."""
    return episode(slug or f"e{day}", published=START + timedelta(days=day))


def light(_episode: Episode) -> int:
    """Weigh nothing, so that only the number counts."""
    return 0


def slugs(page: Page) -> list[str]:
    """Return what a page lists."""
    return [one.slug for one in page.episodes]


@pytest.mark.parametrize(
    ("count", "sizes"),
    [
        (0, [0]),
        (1, [1]),
        (100, [100]),
        (101, [50, 51]),
        (150, [50, 100]),
        (151, [50, 50, 51]),
        (1000, [*[50] * 18, 100]),
    ],
)
def test_the_current_page_holds_fifty_to_a_hundred(count: int, sizes: list[int]) -> None:
    """Older episodes go into pages of fifty, from the oldest on; none is lost or doubled."""
    pages, bounds = divide([at(day) for day in range(count)], (), light)
    assert [len(page.episodes) for page in pages] == sizes
    assert len(bounds) == len(sizes) - 1
    listed = [slug for page in reversed(pages) for slug in slugs(page)]
    assert listed == [f"e{day}" for day in reversed(range(count))]


def test_pages_name_the_next_older_one() -> None:
    """They come in the order they are written: what is linked to before what links."""
    pages, _ = divide([at(day) for day in range(160)], (), light)
    assert [(page.name, page.older, page.oldest) for page in pages] == [
        ("feed-1.xml", "", "feed-1.xml"),
        ("feed-2.xml", "feed-1.xml", "feed-1.xml"),
        ("feed.xml", "feed-2.xml", "feed-1.xml"),
    ]


@given(st.integers(101, 400))
def test_a_new_episode_changes_no_archived_page(count: int) -> None:
    """Day by day pages are added; those that were there stay as they were."""
    episodes = [at(day) for day in range(count)]
    before, bounds = divide(episodes, (), light)
    after, _ = divide([*episodes, at(count)], bounds, light)
    assert after[: len(before) - 1] == before[:-1]


def test_what_comes_or_goes_in_one_page_moves_nothing_in_another() -> None:
    """A withdrawn and a backdated episode change their own pages alone."""
    episodes = [at(day) for day in range(300)]
    before, bounds = divide(episodes, (), light)
    changed = [one for one in episodes if one.slug != "e120"] + [at(20, "late")]
    after, same = divide(changed, bounds, light)
    assert same == bounds
    assert [one.name for one, other in zip(before, after, strict=True) if one != other] == [
        "feed-1.xml",
        "feed-3.xml",
    ]


def test_a_page_keeps_its_bound_when_its_last_episode_goes() -> None:
    """The bound is a place in time, not an episode."""
    episodes = [at(day) for day in range(160)]
    _, bounds = divide(episodes, (), light)
    assert bounds[0] == bound(at(49))
    after, same = divide([one for one in episodes if one.slug != "e49"], bounds, light)
    assert same == bounds
    assert slugs(after[0])[0] == "e48"


def test_an_emptied_page_is_gone() -> None:
    """No page stands empty between others."""
    episodes = [at(day) for day in range(200)]
    _, bounds = divide(episodes, (), light)
    after, left = divide(episodes[50:], bounds, light)
    assert left == bounds[1:]
    assert [len(page.episodes) for page in after] == [50, 100]


def test_an_overfilled_page_is_parted() -> None:
    """A show that takes in many older episodes still has no page of more than a hundred."""
    episodes = [at(day) for day in range(160)]
    _, bounds = divide(episodes, (), light)
    more = [at(10, f"found-{number:03}") for number in range(230)]
    after, _ = divide([*episodes, *more], bounds, light)
    assert sum(len(page.episodes) for page in after) == 390
    assert max(len(page.episodes) for page in after) <= MAX_ITEMS


def test_heavy_episodes_fill_a_page_sooner() -> None:
    """Bytes count too; one episode that is too heavy by itself still has a page."""
    pages, _ = divide([at(day) for day in range(12)], (), lambda _: MAX_BYTES // 4)
    assert [len(page.episodes) for page in pages] == [2, 2, 2, 2, 4]
    pages, _ = divide([at(day) for day in range(3)], (), lambda _: MAX_BYTES * 2)
    assert [len(page.episodes) for page in pages] == [1, 1, 1]


@pytest.mark.parametrize("text", ["&<>\"'" * 4000, "\u20ac" * 9000, HOSTILE * 90, "plain " * 900])
def test_no_page_is_larger_than_a_megabyte(text: str) -> None:
    """However much XML has to escape, weighing counts at least what is written."""
    show_ = show(url="https://pod.example/" + "a" * 80)
    fat = [
        episode(
            f"{'s' * 70}-{day}",
            published=START + timedelta(days=day),
            title=text[:300],
            summary=text,
            byline=text[:200],
            chapters=tuple(ChapterMark(text[:120], n * 1000) for n in range(9)),
            sources=tuple(Source(text[:90], f"https://e.example/?{'&' * 90}") for n in range(9)),
        )
        for day in range(120)
    ]
    pages, _ = divide(fat, (), partial(weight, show_))
    assert max(len(render_feed(show_, GUID, page, ARTWORK)) for page in pages) <= 1_000_000


def test_weighing_is_not_far_off() -> None:
    """Ordinary episodes are counted at no more than a few times what they take."""
    many = tuple(at(day) for day in range(40))
    written = len(render_feed(show(), GUID, Page("feed.xml", many), ARTWORK))
    weighed = sum(weight(show(), one) for one in many)
    assert written < weighed + 5000
    assert weighed < written * 2
