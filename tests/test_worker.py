"""The process that reads for this one: what it returns, and how it ends."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

import press_pages
from audiobrief.errors import ArticleError
from audiobrief.ingest.articles import Known, read_article
from audiobrief.ingest.worker import SECONDS, Worker


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    """Return one worker for all tests that do not kill it."""
    with Worker() as made:
        yield made


def sleep_for_ever() -> None:
    """Hang as a parser may."""
    time.sleep(3600)


def die() -> None:
    """End as a parser may whose C code breaks."""
    os._exit(3)


def test_an_article_comes_back(worker: Worker) -> None:
    """The article is the same as one read here."""
    page, known = press_pages.news_site().encode(), Known("a", "https://a.example/")
    assert worker.run("a", read_article, page, "", known) == read_article(page, "", known)


def test_a_refusal_comes_back_whole(worker: Worker) -> None:
    """The error has its place and its remedy."""
    with pytest.raises(ArticleError) as caught:
        worker.run("a", read_article, b"", "", Known("here"))
    assert str(caught.value).startswith("here: holds no page. Give the address")


@pytest.mark.parametrize(
    "page",
    [
        b"<p>harbour" * 100_000,
        b"<div>" * 100_000,
        b"<table>" * 19_000,
        b"x" * 50_000_000,
        b"<p>" + b"a b " * 900_000,
        b"<b><i>x" * 9_000,
    ],
    ids=["tags", "deep", "tables", "huge", "one line", "overlapping"],
)
def test_a_hostile_page_is_stopped(worker: Worker, page: bytes) -> None:
    """None of them is read for longer than a worker may take, and the next page is read."""
    began = time.monotonic()
    with suppress(ArticleError):
        worker.run("a", read_article, page, "", Known("a", "https://a.example/"))
    # The clock allows for a busy machine: without the limit a page could take minutes.
    assert time.monotonic() - began < 60
    known = Known("b", "https://b.example/")
    assert worker.run("b", read_article, press_pages.blog().encode(), "", known).paragraphs


def test_a_reader_that_fails_is_told(worker: Worker) -> None:
    """Whatever a parser raises is a refusal of that page alone."""
    with pytest.raises(ArticleError, match=r"^a: cannot be read: its reader failed \(ValueError\)"):
        worker.run("a", int, "x")


def test_a_reader_that_hangs_is_killed_and_replaced() -> None:
    """The error says how long it was waited for."""
    assert SECONDS < 5
    with Worker() as worker:
        with pytest.raises(ArticleError, match=r"^a: takes longer than 0\.5 seconds"):
            worker.run("a", sleep_for_ever, seconds=0.5)
        assert worker.run("b", len, "abc") == 3


def test_a_reader_that_dies_is_replaced() -> None:
    """A crash takes no more with it than its page."""
    with Worker() as worker:
        with pytest.raises(ArticleError, match=r"^a: cannot be read: its reader ended"):
            worker.run("a", die)
        assert worker.run("b", len, "abc") == 3


def test_an_idle_worker_starts_nothing() -> None:
    """Where there is nothing to read no process is made."""
    with Worker() as worker:
        pass
    assert "_pool" not in vars(worker)
