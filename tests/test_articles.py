"""News pages read into articles: the paragraphs that are wanted, and the pages that are refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import press_pages
from audiobrief.errors import ArticleError
from audiobrief.ingest.articles import Known, read_article
from audiobrief.ingest.leftovers import is_leftover
from audiobrief.model import Article
from press_pages import ENGLISH, GERMAN, SPANISH

WHERE = "https://courier.example/a"


def read(page: str, **known: object) -> Article:
    """Return the article on a page."""
    return read_article(page.encode(), "", Known(WHERE, WHERE, **known))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        (press_pages.news_site(), ENGLISH),
        (press_pages.blog(), ENGLISH),
        (press_pages.amp(), ENGLISH),
        (press_pages.german(), GERMAN),
        (press_pages.spanish(), SPANISH),
        (press_pages.live_blog(), ENGLISH),
        (press_pages.table_heavy(), ENGLISH),
    ],
    ids=["news site", "blog", "amp", "german", "spanish", "live blog", "tables"],
)
def test_the_paragraphs_are_those_of_the_article(page: str, wanted: tuple[str, ...]) -> None:
    """All of the text, in order, and nothing that a site puts around it."""
    assert read(page).paragraphs == wanted


def test_the_head_tells_the_rest() -> None:
    """Title, site, moment, authors and language come from the page."""
    assert read(press_pages.news_site()) == Article(
        title="Corvenna closes its outer basin",
        url=WHERE,
        site="The Corvenna Courier",
        published=datetime(2026, 1, 13, 18, 20, tzinfo=timezone(timedelta(hours=1))),
        paragraphs=ENGLISH,
        author="Oda Brink and Jon Ferrow",
        language="en-GB",
    )


def test_meta_tags_are_enough() -> None:
    """A page without JSON-LD is read by its tags; its site is its host."""
    found = read(press_pages.blog())
    assert (found.title, found.author, found.site) == (
        "A wall that moves",
        "Mara Quill",
        "courier.example",
    )
    assert found.published == datetime(2026, 1, 14, tzinfo=UTC)
    assert read(press_pages.german()).language == "de"


def test_what_is_known_goes_before_what_the_page_tells() -> None:
    """A feed's title and date, and the desk's own name for a source; but the page's language."""
    at = datetime(2026, 1, 12, tzinfo=UTC)
    found = read(
        press_pages.news_site(),
        title="A wall",
        published=at,
        author="A. B.",
        site="Courier",
        language="de",
        weight=2.0,
        licence="CC BY",
    )
    assert (found.title, found.published, found.author, found.site) == (
        "A wall",
        at,
        "A. B.",
        "Courier",
    )
    assert (found.language, found.weight, found.licence) == ("en-GB", 2.0, "CC BY")


def test_a_saved_page_tells_where_it_was() -> None:
    """By its canonical address, or by what a browser wrote into it; else nowhere."""
    saved = Known("wall.html")
    page = press_pages.news_site()
    assert read_article(page.encode(), "", saved).url == "https://courier.example/news/outer-basin"
    page = "<!-- saved from url=(0030)https://blog.example/wall -->" + press_pages.blog()
    assert read_article(page.encode(), "", saved).url == "https://blog.example/wall"
    found = read_article(press_pages.blog().encode(), "", saved)
    assert (found.url, found.site) == ("", "")


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (press_pages.consent_wall(), "asks for consent to cookies"),
        (press_pages.paywall_stub(), "is for subscribers"),
        (press_pages.paywall_stub(marked=False), "is for subscribers"),
        (press_pages.browser_check(), "wants to see a person's browser"),
        ("<html><body><p>Nothing here.</p></body></html>", "hardly any text"),
        ("", "holds no page"),
        ("<!-- -->", "holds no page"),
        ("x" * 4_000_001, "larger than 4 MB"),
        ("<p>" * 20_001, "has 20001 tags"),
        ("<div>" * 3000 + "deep", "nested too deep"),
        (press_pages.blog("").replace("– Tides and Ties", ""), "has no title"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else None,
)
def test_what_is_no_article_is_refused_with_its_reason(page: str, reason: str) -> None:
    """Each refusal says what stands in the article's place, and where."""
    with pytest.raises(ArticleError, match=reason) as caught:
        read(page)
    assert caught.value.where == WHERE


def test_a_host_for_consent_is_known_by_its_name() -> None:
    """Where a redirect ended tells more than a long text of law."""
    page = press_pages.blog().encode()
    with pytest.raises(ArticleError, match="consent"):
        read_article(page, "", Known(WHERE, "https://consent.portal.example/?next=a"))


def test_a_long_article_may_speak_of_subscribers() -> None:
    """A whole text is not refused for a line that asks for money."""
    page = press_pages.news_site(texts=(*ENGLISH, " ".join(ENGLISH) + " Already a subscriber?"))
    assert len(read(page).paragraphs) == 5


@pytest.mark.parametrize(
    ("told", "declared", "written"),
    [
        ("", "utf-8", "utf-8"),
        ("", "", "utf-8"),
        ("iso-8859-1", "", "utf-8"),
        ("iso-8859-1", "", "cp1252"),
        ("utf-8", "utf-8", "cp1252"),
        ("", "windows-1252", "cp1252"),
        ("utf-16", "", "utf-16-le"),
        ("", "", "utf-16"),
        ("no-such", "", "cp1252"),
    ],
)
def test_the_charset_is_found(told: str, declared: str, written: str) -> None:
    """Servers and pages tell it wrongly or not at all; umlauts come out right."""
    mark = f'<meta charset="{declared}">' if declared else ""
    page = press_pages.german().replace("<head>", f"<head>{mark}")
    for typographic, plain in (("„", '"'), ("“", '"')):
        page = page.replace(typographic, plain)
    data = page.encode(written)
    if written == "utf-16-le":
        data = b"\xff\xfe" + data
    found = read_article(data, told, Known(WHERE, WHERE))
    assert found.paragraphs[0] == GERMAN[0]


_PIECES = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<article>",
            "<table><tr><td>",
            "<!--",
            "-->",
            "<script>",
            "<![CDATA[",
            "<",
            ">",
        ),
        *(
            "&#0;",
            "&#xD800;",
            "&nbsp;",
            "\x00",
            "\ud800",
            "<a href='http://['>",
            "<?php",
            "</html>",
        ),
        '<script type="application/ld+json">{"headline": 1, "author": [[]]}</script>',
        "<meta name='date' content='0000-00-00'>",
        "<html lang=''>",
        " ".join(ENGLISH),
    ]
)


@settings(max_examples=60)
@given(st.lists(_PIECES, max_size=12).map("".join) | st.binary(max_size=200))
def test_any_bytes_are_an_article_or_refused(page: str | bytes) -> None:
    """Nothing but a refusal with its place comes of nonsense."""
    data = page.encode("utf-8", "surrogatepass") if isinstance(page, str) else page
    try:
        assert read_article(data, "", Known(WHERE, WHERE)).paragraphs
    except ArticleError as error:
        assert error.where == WHERE  # noqa: PT017 - either outcome is right


@pytest.mark.parametrize(
    "line",
    [
        "Read more: The wall",
        "Also read – the wall",
        "Photo: Jon Ferrow",
        "The wall on Monday (Photo: J. Ferrow)",
        "Mehr zum Thema: Brücken",
        "Lire aussi : le mur",
        "Leggi anche: il muro",
        "Leia também: o muro",
        "Publicidad",
        "Iscriviti alla nostra newsletter",
        "Additional reporting by Jon Ferrow",
        "Sign up for breaking news alerts",
    ],
)
def test_leftovers_are_known(line: str) -> None:
    """In each of the languages that audiobrief speaks."""
    assert is_leftover(line)


@pytest.mark.parametrize(
    "line",
    [
        "Read by forty thousand people, the letter asked the assembly to resign.",
        "The photo: a grey wall, a grey sea, and a man in a red coat who pointed at both of them.",
        "Subscribers to the water board will pay less.",
        "Werbung wird in Obermarnau künftig besteuert.",
        "Follow-up checks are due in March.",
        ENGLISH[1],
    ],
)
def test_text_is_no_leftover(line: str) -> None:
    """A sentence that begins like one stays."""
    assert not is_leftover(line)
