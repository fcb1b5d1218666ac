"""Feeds and lists of feeds, as they are found: well made, badly made, and hostile."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiobrief.errors import ArticleError
from audiobrief.ingest.feeds import Entry, Feed, read_feed
from audiobrief.ingest.opml import Listed, read_opml

URL = "https://news.example/feed"
RSS = """<?xml version="1.0"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harbour &amp; Sea</title>
<language>en-gb</language>
<item><title>Wall &lt;b&gt;moves&lt;/b&gt;</title><link>/wall</link>
<pubDate>Tue, 13 Jan 2026 18:20:00 +0100</pubDate><author>Oda Brink</author>
<description>&lt;p&gt;A &lt;i&gt;short&lt;/i&gt; text.&lt;/p&gt;</description>
<content:encoded>&lt;p&gt;A much longer text of the wall.&lt;/p&gt;</content:encoded></item>
<item><title>No address</title></item>
<item><title>Broken</title><link>http://[</link></item>
<item><title>Not the web</title><link>javascript:alert(1)</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Sea</title><entry><title>Tide</title>
<link href="https://news.example/tide"/><updated>2026-01-14T10:00:00Z</updated>
<published>2026-01-13T10:00:00Z</published><summary>Low.</summary></entry></feed>"""


def rss(**kinds: str) -> Feed:
    """Return the feed of the module's RSS, some of its text replaced."""
    text = RSS
    for old, new in kinds.items():
        text = text.replace(old, new)
    return read_feed(text.encode(), "text/xml", URL)


def test_rss_is_read() -> None:
    """Text is made plain, the address absolute, the moment UTC; what has no address is left out."""
    feed = rss()
    assert (feed.title, feed.language) == ("Harbour & Sea", "en-gb")
    assert feed.entries == (
        Entry(
            url="https://news.example/wall",
            title="Wall moves",
            published=datetime(2026, 1, 13, 17, 20, tzinfo=UTC),
            stamp="Tue, 13 Jan 2026 18:20:00 +0100",
            author="Oda Brink",
            summary="A short text.",
            content="<p>A much longer text of the wall.</p>",
        ),
    )


def test_atom_is_read() -> None:
    """The stamp is that of the last change, the moment that of publication."""
    (entry,) = read_feed(ATOM.encode(), "", URL).entries
    assert entry.published == datetime(2026, 1, 13, 10, tzinfo=UTC)
    assert (entry.stamp, entry.summary) == ("2026-01-14T10:00:00Z", "Low.")


def test_a_feed_may_be_broken() -> None:
    """Cut off, with a bare ampersand, or in another charset than it says: what is there is read."""
    assert rss(**{"</channel></rss>": ""}).entries
    assert rss(**{"Oda Brink": "Brink & Co"}).entries[0].author == "Brink & Co"
    latin = RSS.replace("Harbour", "Häfen").encode("latin-1")
    assert read_feed(latin, "text/xml; charset=iso-8859-1", URL).title == "Häfen & Sea"
    assert rss(**{"Wall &lt;b&gt;moves&lt;/b&gt;": "&lt;"}).entries[0].title == "<"
    assert rss(**{"Tue, 13 Jan 2026 18:20:00 +0100": "soon"}).entries[0].published is None


def test_a_feed_cannot_read_files_or_swell() -> None:
    """Entities from outside stay unread; those that multiply stay small."""
    outside = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    text = RSS.replace("?>", f"?>{outside}", 1).replace("Harbour", "&x;")
    assert "root:" not in str(read_feed(text.encode(), "", URL))
    swell = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    text = RSS.replace("?>", f'?><!DOCTYPE r [<!ENTITY a0 "lol">{swell}]>', 1)
    found = read_feed(text.replace("Harbour", "&a9;").encode(), "", URL)
    assert len(str(found)) < 10_000


def json_feed(*items: object) -> bytes:
    """Return a JSON feed with ``items``."""
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Sea", "language": "de"}
    return json.dumps({**feed, "items": items}).encode()


def test_a_json_feed_is_read() -> None:
    """Its content may be HTML or text; a number for an id is one; broken items are left out."""
    feed = read_feed(
        json_feed(
            {
                "id": 7,
                "url": "/wall",
                "title": "Wall",
                "content_html": "<p>Long.</p>",
                "summary": "Short.",
                "date_published": "2026-01-13T18:20:00+01:00",
                "date_modified": "2026-01-14T08:00:00Z",
                "authors": [{"name": "Oda Brink"}, {"name": "Jon Ferrow"}],
            },
            {"id": "https://news.example/2", "content_text": "One <two>.\n\nThree.", "title": "T"},
            {"id": "3", "title": ["x"]},
            {"url": "ftp://news.example/4"},
            {"id": "no address", "title": "T"},
            "nonsense",
        ),
        "application/feed+json",
        URL,
    )
    assert (feed.title, feed.language, len(feed.entries)) == ("Sea", "de", 2)
    first, second = feed.entries
    assert (first.url, first.author) == ("https://news.example/wall", "Oda Brink and Jon Ferrow")
    assert first.published == datetime.fromisoformat("2026-01-13T18:20:00+01:00")
    assert first.stamp == "2026-01-14T08:00:00Z"
    assert second.content == "<p>One &lt;two&gt;.</p><p>Three.</p>"
    assert (second.published, second.summary) == (None, "One <two>. Three.")


@pytest.mark.parametrize(
    "data", [b"", b"<html><p>Hello", b"{}", b'{"version": 1', b"\x00\xff", b"[1]"]
)
def test_what_is_no_feed_is_told(data: bytes) -> None:
    """A page, nothing, noise, or other JSON."""
    with pytest.raises(ArticleError, match=r"news\.example/feed: what came is no (JSON )?feed"):
        read_feed(data, "", URL)


_PIECES = st.sampled_from(
    [
        *(
            "<item>",
            "</item>",
            "<entry>",
            "<title>",
            "<link>http://[</link>",
            "<![CDATA[",
            "]]>",
            "&x;",
        ),
        *(
            "<pubDate>Mon, 99 Foo 9999</pubDate>",
            "<link>/a</link>",
            "\x00",
            "é",
            "<?xml?>",
            "{",
            "}",
        ),
        '{"version": "x", "items": [{"url": "a", "date_published": "9999999"}]}',
    ]
)


@settings(max_examples=100)
@given(st.lists(_PIECES, max_size=9).map(lambda pieces: "<rss><channel>" + "".join(pieces)))
def test_any_text_is_a_feed_or_refused(text: str) -> None:
    """Entries have addresses on the web, whatever stands there."""
    with suppress(ArticleError):
        found = read_feed(text.encode(), "", URL)
        assert all(entry.url.startswith("https://news.example/") for entry in found.entries)


def test_a_list_of_feeds_is_read() -> None:
    """Folders are opened, doubles and what is no feed left out."""
    text = """<opml version="2.0"><body><outline text="Sea">
    <outline text="Courier" type="rss" xmlUrl="https://a.example/f"/>
    <outline title="Tides" text="x" xmlUrl="https://b.example/f"/></outline>
    <outline text="again" xmlUrl="https://a.example/f"/><outline xmlUrl="file:///etc/passwd"/>
    </body></opml>"""
    assert read_opml(text.encode(), "list.opml") == (
        Listed("https://a.example/f", "Courier"),
        Listed("https://b.example/f", "Tides"),
    )


@pytest.mark.parametrize("data", [b"", b"<opml><body/></opml>", b"<rss/>", b"nonsense"])
def test_a_list_without_feeds_is_told(data: bytes) -> None:
    """Nothing, an empty list, another kind of file."""
    with pytest.raises(ArticleError, match=r"list\.opml: lists no feed\. Export it again"):
        read_opml(data, "list.opml")
