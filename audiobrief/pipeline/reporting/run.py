"""A show's sources read, and what they tell that is new made into reports."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from audiobrief.config import Show
from audiobrief.errors import UsageError
from audiobrief.files import exclusive
from audiobrief.model import Article, Story
from audiobrief.pipeline.gather import gather, read_url
from audiobrief.pipeline.reporting.newsroom import Newsroom, open_newsroom, told_in
from audiobrief.pipeline.reporting.told import Step, Telling, Watch
from audiobrief.pipeline.sources import Harvest
from audiobrief.pipeline.workspace import Workspace
from audiobrief.synthesis.grouping import stories, story_key

_MINUTE = 60


def report_news(
    show: Show,
    workspace: Workspace,
    now: datetime,
    watch: Watch,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Telling]:
    """Yield what becomes of each story that a show's sources tell and the desk has not told yet.

    At most ``writer.most`` reports are made, and none is begun after ``writer.minutes``; what is
    left is for the next run.

    Raises:
        BusyError: another run gathers for the show.
        OutputError: what was gathered cannot be kept.
    """
    began = clock()
    articles = gather(show, workspace, now, _telling(watch))
    with exclusive(workspace.desk / show.slug):
        newsroom = open_newsroom(show, workspace, now, watch)
        made = left = 0
        for story in _stories(articles, newsroom):
            if made >= show.writer.most or clock() - began > show.writer.minutes * _MINUTE:
                left += 1
                continue
            telling = newsroom.tell(story)
            made += telling.state in ("made", "held")
            yield telling
        if left:
            bounds = "`most` and `minutes` under [writer]"
            watch(Step("source", f"stories left for the next run, by {bounds}: {left}"))


def report_urls(
    urls: Sequence[str], show: Show, workspace: Workspace, now: datetime, watch: Watch
) -> Telling:
    """Make one report of the articles at ``urls``.

    Raises:
        NetworkError: one of them cannot be fetched.
        ArticleError: there is no article, or something stands in its place.
    """
    private = show.gather.allow_private
    articles = tuple(read_url(url, allow_private=private) for url in urls)
    with exclusive(workspace.desk / show.slug):
        newsroom = open_newsroom(show, workspace, now, watch)
        known = {one.key: one for one in newsroom.memory.recall(now)}
        key = story_key(articles)
        earlier = known[key].reports if key in known else ()
        return newsroom.tell(Story(key, articles, earlier))


def report_topic(
    topic: str, show: Show, workspace: Workspace, now: datetime, watch: Watch
) -> Telling:
    """Make one report of what a show's sources tell of ``topic``, the story with most of them.

    Raises:
        UsageError: the show has no sources, or they tell nothing of it.
        BusyError: another run gathers for the show.
    """
    articles = gather(show, workspace, now, _telling(watch))
    with exclusive(workspace.desk / show.slug):
        newsroom = open_newsroom(show, workspace, now, watch)
        words = topic.casefold().split()
        found = next(_stories((one for one in articles if _is_about(one, words)), newsroom), None)
        if found is None:
            raise UsageError(
                f"nothing new about {topic!r} in what the sources told lately",
                where=f"feeds/{show.slug}.toml",
                remedy="Use other words, or give the addresses of articles.",
            )
        return newsroom.tell(found)


def _stories(articles: Iterable[Article], newsroom: Newsroom) -> Iterator[Story]:
    told = newsroom.memory.recall(newsroom.now)
    return told_in(newsroom.show.language, stories(tuple(articles), told))


def _is_about(article: Article, words: Sequence[str]) -> bool:
    text = " ".join((article.title, *article.paragraphs)).casefold()
    return all(word in text for word in words)


def _telling(watch: Watch) -> Callable[[Harvest], None]:
    def tell(harvest: Harvest) -> None:
        if harvest.error:
            watch(Step("warning", f"{harvest.source}: {harvest.error}"))
        counts = f"{harvest.new} new, {harvest.unchanged} unchanged, {harvest.refused} refused"
        watch(Step("source", "\n    ".join((f"{harvest.source}: {counts}", *harvest.notes))))

    return tell
