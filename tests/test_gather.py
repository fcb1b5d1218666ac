"""``audiobrief gather``: what is fetched, kept, refused, and not asked for again."""

from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import press_pages
from audiobrief.cli import main
from audiobrief.config import load_show
from audiobrief.errors import ArticleError, BusyError, NetworkError, UsageError
from audiobrief.files import exclusive
from audiobrief.ingest.worker import Worker
from audiobrief.model import Article
from audiobrief.net import Courtesy
from audiobrief.pipeline.clip import RETRY
from audiobrief.pipeline.clippings import KEPT, Clippings
from audiobrief.pipeline.gather import gather, read_url
from audiobrief.pipeline.sources import Harvest
from audiobrief.pipeline.workspace import Workspace
from press_pages import ENGLISH, GERMAN, SPANISH
from press_server import PressServer, Reply, press
from samples import SHOW
from voice_server import spend_no_time

NOW = datetime(2026, 1, 14, 6, tzinfo=UTC)


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Record the pauses between attempts instead of spending them."""
    return spend_no_time(monkeypatch)


@pytest.fixture(autouse=True)
def _read_here(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Read pages in this process, which spares each test the start of another."""
    if "own_process" not in request.fixturenames:
        monkeypatch.setattr(Worker, "run", lambda _self, _where, read, *args, **_: read(*args))


@pytest.fixture
def own_process() -> None:
    """Have pages read as they are outside of tests."""


@pytest.fixture
def server() -> Iterator[PressServer]:
    """Serve a feed of two articles, and their pages."""
    with press() as served:
        served.replies["/a"] = Reply(press_pages.news_site().encode(), etag='"a"')
        served.replies["/b"] = Reply(press_pages.german().encode())
        served.replies["/feed"] = feed("/a", "/b")
        yield served


def feed(*paths: str, stamp: str = "Tue, 13 Jan 2026 18:20:00 GMT", etag: str = '"f"') -> Reply:
    """Return a feed that links to ``paths``."""
    items = "".join(
        f"<item><title>Title of {path}</title><link>{path}</link><pubDate>{stamp}</pubDate>"
        f"<description>About {path}.</description></item>"
        for path in paths
    )
    text = f'<rss version="2.0"><channel><title>Sea</title>{items}</channel></rss>'
    return Reply(text.encode(), "application/rss+xml; charset=utf-8", etag=etag)


def desk(tmp_path: Path, sources: str, *, private: bool = True) -> Workspace:
    """Return a workspace whose show has ``sources``."""
    feeds = tmp_path / "feeds"
    feeds.mkdir(exist_ok=True)
    gathering = f"[gather]\npause = 0.0\nallow_private = {str(private).lower()}\n"
    (feeds / "test.toml").write_text(SHOW + sources + gathering, encoding="utf-8")
    return Workspace(tmp_path, tmp_path / "cache")


def run(workspace: Workspace, now: datetime = NOW) -> tuple[tuple[Article, ...], list[Harvest]]:
    """Gather, and return the articles and what was told."""
    told: list[Harvest] = []
    show = load_show(workspace.root / "feeds" / "test.toml")
    return gather(show, workspace, now, told.append), told


def source(url: str, kind: str = "feed", more: str = "") -> str:
    """Return a source's table."""
    value = f'["{url}"]' if kind in ("pages", "saved") else f'"{url}"'
    return f"[[sources]]\n{kind} = {value}\n{more}\n"


def counts(harvest: Harvest) -> tuple[int, int, int]:
    """Return how many articles were new, unchanged, refused."""
    return harvest.new, harvest.unchanged, harvest.refused


def test_a_feed_is_gathered(server: PressServer, tmp_path: Path) -> None:
    """Its articles have the feed's title and date, and what the show file says of their source."""
    more = 'name = "Courier"\nweight = 2.5\nlicense = "CC BY"\nlanguage = "en"'
    articles, (told,) = run(desk(tmp_path, source(f"{server.url}/feed", more=more)))
    assert counts(told) == (2, 0, 0)
    by_title = {article.title: article for article in articles}
    assert by_title["Title of /a"] == Article(
        title="Title of /a",
        url=f"{server.url}/a",
        site="Courier",
        published=datetime(2026, 1, 13, 18, 20, tzinfo=UTC),
        paragraphs=ENGLISH,
        author="Oda Brink and Jon Ferrow",
        language="en-GB",
        weight=2.5,
        licence="CC BY",
    )
    assert by_title["Title of /b"].paragraphs == GERMAN


def test_nothing_is_fetched_twice(server: PressServer, tmp_path: Path) -> None:
    """A second run asks for the feed alone, which has not changed, and has the same articles."""
    workspace = desk(tmp_path, source(f"{server.url}/feed"))
    first, _ = run(workspace)
    second, (told,) = run(workspace, NOW + timedelta(hours=1))
    assert second == first
    assert counts(told) == (0, 2, 0)
    assert (server.asked("/a"), server.asked("/b"), server.asked("/feed")) == (1, 1, 2)
    assert server.headers("/feed")["if-none-match"] == '"f"'


def test_a_changed_entry_is_asked_for_anew(server: PressServer, tmp_path: Path) -> None:
    """With the page's validator: one that has not changed is not sent, one that has is new."""
    workspace = desk(tmp_path, source(f"{server.url}/feed"))
    run(workspace)
    server.replies["/feed"] = feed("/a", "/b", stamp="Tue, 13 Jan 2026 20:00:00 GMT", etag='"g"')
    server.replies["/b"] = Reply(press_pages.spanish().encode())
    articles, (told,) = run(workspace)
    assert counts(told) == (1, 1, 0)
    assert server.headers("/a")["if-none-match"] == '"a"'
    assert {article.paragraphs for article in articles} == {ENGLISH, SPANISH}


def test_a_feed_without_dates_is_asked_each_time(server: PressServer, tmp_path: Path) -> None:
    """What has no stamp is asked for by its validator; it stays fresh from when it first came."""
    server.replies["/feed"] = feed("/p", stamp="")
    server.replies["/p"] = Reply(
        press_pages.news_site().replace("2026-01-13T18:20:00+01:00", "").encode(), etag='"p"'
    )
    workspace = desk(tmp_path, source(f"{server.url}/feed", more="hours = 24"))
    assert len(run(workspace)[0]) == 1
    articles, (told,) = run(workspace, NOW + timedelta(hours=23))
    assert (len(articles), counts(told)) == (1, (0, 1, 0))
    assert run(workspace, NOW + timedelta(hours=25))[0] == ()
    assert server.asked("/p") == 3


def test_a_feed_that_gives_the_whole_is_not_left(server: PressServer, tmp_path: Path) -> None:
    """The page is not fetched where the feed has the article's text."""
    text = press_pages.paragraphs((*ENGLISH, *GERMAN))
    whole = {"url": "/a", "title": "The wall", "content_html": text}
    stub = {"url": "/b", "title": "The bridge", "content_html": "<img src='a'/> " * 200}
    body = {"version": "https://jsonfeed.org/version/1.1", "items": [whole, stub], "language": "en"}
    server.replies["/feed"] = Reply(json.dumps(body).encode(), "application/feed+json")
    articles, _ = run(desk(tmp_path, source(f"{server.url}/feed")))
    assert {article.title: article.paragraphs for article in articles} == {
        "The wall": (*ENGLISH, *GERMAN),
        "The bridge": GERMAN,
    }
    assert (server.asked("/a"), server.asked("/b")) == (0, 1)
    assert {article.language for article in articles} == {"en", "de"}


def test_old_and_unwanted_articles_are_left(server: PressServer, tmp_path: Path) -> None:
    """By age, by words to keep or drop, and by number; what is left out is not fetched."""
    server.replies["/feed"] = feed("/a", "/b", "/c")
    url = f"{server.url}/feed"
    assert run(desk(tmp_path, source(url)), NOW + timedelta(days=3))[0] == ()
    for more in ('keep = ["About /a"]', 'drop = ["title of /b", "title of /c"]', "take = 1"):
        articles, _ = run(desk(tmp_path, source(url, more=more)))
        assert [article.title for article in articles] == ["Title of /a"]
    assert (server.asked("/b"), server.asked("/c")) == (0, 0)


def test_refusals_are_told_and_kept(server: PressServer, tmp_path: Path) -> None:
    """A paywall is named and not asked again while the feed is as it was; a failing page is."""
    server.replies["/feed"] = feed("/pay", "/gone", "/pdf", "/a")
    server.replies["/pay"] = Reply(press_pages.paywall_stub().encode())
    server.replies["/pdf"] = Reply(b"%PDF", "application/pdf")
    workspace = desk(tmp_path, source(f"{server.url}/feed"))
    for _ in range(2):
        articles, (told,) = run(workspace)
        assert (len(articles), told.refused, told.error) == (1, 3, "")
        assert any("/pay: is for subscribers" in note for note in told.notes)
        assert any("/gone: the server answered 404" in note for note in told.notes)
        assert any("/pdf: is application/pdf, no web page" in note for note in told.notes)
    assert (server.asked("/pay"), server.asked("/pdf"), server.asked("/gone")) == (1, 1, 2)
    server.replies["/pay"] = Reply(press_pages.blog().encode())
    assert len(run(workspace, NOW + RETRY)[0]) == 2


def test_what_was_read_stays_where_a_page_fails(server: PressServer, tmp_path: Path) -> None:
    """A page that is gone today has not lost yesterday's article, and the reason is told."""
    server.replies["/feed"] = feed("/a", stamp="")
    workspace = desk(tmp_path, source(f"{server.url}/feed"))
    first, _ = run(workspace)
    for worse in (Reply(status=404), Reply(press_pages.consent_wall().encode())):
        server.replies["/a"] = worse
        articles, (told,) = run(workspace)
        assert articles == first
        assert (counts(told), len(told.notes)) == ((0, 1, 0), 1)


def test_a_source_that_fails_stops_no_other(server: PressServer, tmp_path: Path) -> None:
    """Each is told in its place, with its address and what to do."""
    server.replies["/page"] = Reply(b"<p>no feed", "text/html")
    sources = [source(server.url + path) for path in ("/none", "/page", "/feed")]
    articles, told = run(desk(tmp_path, "".join(sources)))
    assert len(articles) == 2
    assert "/none: the server answered 404" in told[0].error
    assert "/page: what came is no feed. Give the address" in told[1].error
    assert told[2].error == ""


def test_passwords_are_not_told(server: PressServer, tmp_path: Path) -> None:
    """Neither the name of a source, nor an error, nor an article shows what an address hides."""
    secret = server.url.replace("//", "//user:secret@")
    server.replies["/page"] = Reply(b"<p>no feed", "text/html")
    sources = [source(f"{secret}/{path}?token=secret") for path in ("none", "page")]
    server.replies["/page?token=secret"] = server.replies["/page"]
    sources += [source(f"{secret}/a", "pages"), source(f"{secret}/l?token=secret", "opml")]
    articles, told = run(desk(tmp_path, "".join(sources)))
    assert [article.url for article in articles] == [f"{server.url}/a"]
    assert [bool(one.error) for one in told] == [True, True, False, True]
    assert "secret" not in str(told)


def test_offline_the_rest_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that cannot be found is told; saved pages are read, and another feed is tried."""

    def offline(*_: object, **__: object) -> None:
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", offline)
    sources = source("http://news.example/feed") + source("a.html", "saved")
    workspace = desk(tmp_path, sources + source("http://news.example/other"))
    (tmp_path / "feeds" / "a.html").write_text(press_pages.blog(), encoding="utf-8")
    articles, told = run(workspace)
    assert [article.paragraphs for article in articles] == [ENGLISH]
    assert "the host's name cannot be found. Check the connection" in told[0].error
    assert "the host's name cannot be found" in told[2].error


def test_private_addresses_are_refused_by_default(server: PressServer, tmp_path: Path) -> None:
    """A feed on this computer is left alone, and the message names the setting."""
    articles, (told,) = run(desk(tmp_path, source(f"{server.url}/feed"), private=False))
    assert (articles, server.requests) == ((), [])
    assert "private network" in told.error
    assert "allow_private" in told.error


def test_pages_are_gathered(server: PressServer, tmp_path: Path) -> None:
    """Addresses picked by hand: some may be refused, but if all are, the source failed."""
    pages = f'[[sources]]\npages = ["{server.url}/a?utm_source=x", "{server.url}/no"]\n'
    articles, (told,) = run(desk(tmp_path, pages))
    assert [article.url for article in articles] == [f"{server.url}/a"]
    assert (counts(told), told.error) == ((1, 0, 1), "")
    _, (told,) = run(desk(tmp_path, source(f"{server.url}/no", "pages")))
    assert "/no: the server answered 404" in told.error


def test_saved_pages_are_gathered(tmp_path: Path) -> None:
    """Files and folders of them; read once while they do not change."""
    workspace = desk(tmp_path, source("clips*", "saved", 'drop = ["Valmarina"]'))
    clips = tmp_path / "feeds" / "clips"
    (clips / "deep").mkdir(parents=True)
    (clips / "a.html").write_text(press_pages.news_site(), encoding="utf-8")
    (clips / "deep" / "b.htm").write_text(press_pages.german(), encoding="utf-8")
    (clips / "notes.txt").write_text("no page")
    (tmp_path / "feeds" / "clips.html").write_text(press_pages.spanish(), encoding="utf-8")
    articles, (told,) = run(workspace)
    assert {article.paragraphs for article in articles} == {ENGLISH, GERMAN}
    assert counts(told) == (3, 0, 0)
    assert counts(run(workspace)[1][0]) == (0, 3, 0)
    (clips / "a.html").write_text(press_pages.blog(), encoding="utf-8")
    (clips / "big.html").write_bytes(b"x" * 4_000_001)
    (clips / "pay.html").write_text(press_pages.paywall_stub(), encoding="utf-8")
    _, (told,) = run(workspace)
    assert counts(told) == (1, 2, 2)
    assert any("big.html: is larger than 4 MB" in note for note in told.notes)
    shutil.rmtree(clips)
    (tmp_path / "feeds" / "clips.html").unlink()
    _, (told,) = run(workspace)
    assert told.error.startswith("clips*: no saved page there. Look in")


def test_a_page_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    """A file that is none, under a name that a glob finds."""
    workspace = desk(tmp_path, source("list.opml", "opml"))
    _, (told,) = run(workspace)
    assert "list.opml: cannot be read (No such file" in told.error


@pytest.mark.parametrize("remote", [False, True])
def test_a_list_of_feeds_is_gathered(server: PressServer, tmp_path: Path, remote: bool) -> None:
    """Each feed of it is told by its own name, and a broken one stops no other."""
    text = (
        f'<opml><body><outline text="Sea" xmlUrl="{server.url}/feed"/>'
        f'<outline text="Gone" xmlUrl="{server.url}/no"/></body></opml>'
    )
    server.replies["/list"] = Reply(text.encode(), "text/x-opml")
    workspace = desk(tmp_path, source(f"{server.url}/list" if remote else "l.opml", "opml"))
    (tmp_path / "feeds" / "l.opml").write_text(text)
    articles, told = run(workspace)
    assert {article.site for article in articles} == {"Sea"}
    assert [one.source for one in told] == ["Sea", "Gone"]
    assert (told[0].error, "404" in told[1].error) == ("", True)


def test_an_article_of_two_sources_comes_once(server: PressServer, tmp_path: Path) -> None:
    """From the source that is trusted more."""
    server.replies["/other"] = feed("/a?utm_medium=rss")
    sources = source(f"{server.url}/feed", more='name = "Light"')
    sources += source(f"{server.url}/other", more='name = "Heavy"\nweight = 3')
    articles, _ = run(desk(tmp_path, sources))
    assert sorted(article.site for article in articles) == ["Heavy", "Light"]


def test_a_damaged_clipping_is_fetched_again(server: PressServer, tmp_path: Path) -> None:
    """What cannot be read is as good as none; and nothing lies outside the show's folder."""
    workspace = desk(tmp_path, source(f"{server.url}/feed"))
    first, _ = run(workspace)
    kept = sorted((workspace.desk / "test").glob("*/*.json"))
    assert len(kept) == 3
    for path in kept:
        path.write_text("{")
    assert run(workspace)[0] == first
    (workspace.desk / "test" / "articles" / "odd.json").write_text("{")
    run(workspace)
    assert sorted((workspace.desk / "test").glob("*/*.json")) == kept
    assert {path.name for path in tmp_path.iterdir()} == {"feeds", ".desk"}
    assert (workspace.desk / ".gitignore").read_text() == "*\n"


def test_old_clippings_go(server: PressServer, tmp_path: Path) -> None:
    """What was last fetched a month ago is swept."""
    workspace = desk(tmp_path, source(f"{server.url}/feed"))
    run(workspace)
    clippings = Clippings(workspace.desk / "test")
    assert clippings.clipping(f"{server.url}/a")
    run(workspace, NOW + KEPT + timedelta(hours=1))
    assert clippings.clipping(f"{server.url}/a") is None


def test_a_show_without_sources_is_told(tmp_path: Path) -> None:
    """The message names the table to add."""
    with pytest.raises(UsageError, match=r"test\.toml: has no sources.*\[\[sources\]\]"):
        run(desk(tmp_path, ""))


def test_two_runs_do_not_collide(server: PressServer, tmp_path: Path) -> None:
    """The later one says so and leaves."""
    workspace = desk(tmp_path, source(f"{server.url}/feed"))
    with exclusive(workspace.desk / "test"), pytest.raises(BusyError):
        run(workspace)


@pytest.mark.usefixtures("own_process")
def test_an_address_is_read_alone(server: PressServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """For a report on it; what stands in its place is refused, a private one unless allowed."""
    monkeypatch.setattr("audiobrief.pipeline.gather.Courtesy", lambda: Courtesy(pause=0.0))
    article = read_url(f"{server.url}/a#top", allow_private=True)
    assert (article.url, article.paragraphs) == (f"{server.url}/a", ENGLISH)
    server.replies["/c"] = Reply(press_pages.consent_wall().encode())
    with pytest.raises(ArticleError, match="consent"):
        read_url(f"{server.url}/c", allow_private=True)
    with pytest.raises(NetworkError, match="private network"):
        read_url(f"{server.url}/a")
    with pytest.raises(NetworkError, match="no valid http"):
        read_url("http://[")


def command(tmp_path: Path, *options: str) -> Result:
    """Run the command on the show."""
    return CliRunner().invoke(main, ["gather", "test", "--workspace", str(tmp_path), *options])


def test_the_command_tells_each_source(server: PressServer, tmp_path: Path) -> None:
    """A line each, refusals below it, and what lies where."""
    pages = f'["{server.url}/a", "{server.url}/no"]'
    desk(tmp_path, f'[[sources]]\npages = {pages}\nname = "Picked"\n')
    done = command(tmp_path)
    assert done.exit_code == 0
    assert done.output.splitlines() == [
        "Picked: 1 new, 0 unchanged, 1 refused",
        f"  {server.url}/no: the server answered 404 Not Found. Check the address.",
        "1 articles are fresh: .desk/test/.",
    ]
    assert command(tmp_path, "--quiet").output == ""


@pytest.mark.usefixtures("own_process")
def test_the_command_fails_with_a_source(server: PressServer, tmp_path: Path) -> None:
    """Exit code 1 and a line on standard error; the rest is gathered."""
    desk(tmp_path, source(f"{server.url}/none") + source(f"{server.url}/a", "pages"))
    done = command(tmp_path)
    assert done.exit_code == 1
    assert done.stderr.startswith(f"failed: {server.url}/none: ")
    assert "1 articles are fresh" in done.stdout
