"""Saved web pages."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from audiobrief.errors import ReportError
from audiobrief.ingest.reports import read_report
from audiobrief.model import QuizItem, Report, Section, Source


def read(folder: Path, page: str) -> Report:
    """Return the report that ``page`` shows."""
    path = folder / "tolls.html"
    path.write_text(page, encoding="utf-8")
    return read_report(path)


def headed(folder: Path, head: str) -> Report:
    """Return a small report with ``head`` in its head."""
    return read(folder, f"<head>{head}</head><h1>Tolls rise</h1><p>Text.</p>")


@pytest.mark.parametrize("container", ["article", "main", "div role=main", "div"])
def test_a_page_without_the_desks_headings(tmp_path: Path, container: str) -> None:
    """The longest article, else the main part, else the body, is the text."""
    name = container.removesuffix(" role=main")
    report = read(
        tmp_path,
        f"<title>Tolls rise</title><aside><p>Advert text here.</p></aside><{container}>"
        f"<h1>Tolls rise</h1><h2>Background</h2><p>Text.</p></{name}><nav>Home</nav>",
    )
    assert report.title == "Tolls rise"
    assert report.sections == (Section("Background", ("Text.",)),)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ('<script type="application/ld+json">{"headline": "Tolls rise"}</script>', "Tolls rise"),
        (
            (
                '<script type="application/ld+json">{"name": "Site"}</script>'
                '<script type="application/ld+json">[{"headline": "Other"}]</script>'
            ),
            "Other",
        ),
        ('<script type="application/ld+json">{broken</script><title>x</title>', "Tolls rise"),
        ('<meta property="og:title" content="Tolls rise | Site">', "Tolls rise"),
    ],
)
def test_the_title(tmp_path: Path, head: str, title: str) -> None:
    """The heading that the page's metadata confirms is the title; else its headline."""
    assert headed(tmp_path, head).title == title


@pytest.mark.parametrize(
    "head",
    [
        "<title>Tolls rise | The Site</title>",
        '<meta name="og:site_name" content="S"><meta name="og:title" content="Tolls rise - S">',
    ],
)
def test_a_title_without_a_heading(tmp_path: Path, head: str) -> None:
    """A page without a heading is called what its head says, the site's name aside."""
    assert read(tmp_path, f"<head>{head}</head><p>Text.</p>").title == "Tolls rise"


def test_json_ld(tmp_path: Path) -> None:
    """Date, section and authors are read wherever the article stands in the graph."""
    report = headed(
        tmp_path,
        """<script type="application/ld+json">{"@graph": [{"name": "Site"}, {
        "headline": "Tolls rise", "datePublished": "2025-12-15T10:00:00Z",
        "articleSection": "Trade", "author": [{"name": "Ann"}, "Bo", {}, 3]}]}</script>""",
    )
    assert report.published == datetime(2025, 12, 15, 10, tzinfo=UTC)
    assert (report.category, report.byline) == ("Trade", "Ann and Bo")


def test_meta_tags(tmp_path: Path) -> None:
    """Meta tags are read where there is no JSON-LD; a link is no name."""
    report = headed(
        tmp_path,
        '<meta property="article:published_time" content="2025-12-15">'
        '<meta property="article:section" content="Trade">'
        '<meta name="author" content=""><meta name="author" content="Ann">',
    )
    assert report.published == datetime(2025, 12, 15, tzinfo=UTC)
    assert (report.category, report.byline) == ("Trade", "Ann")
    linked = headed(tmp_path, '<meta property="article:author" content="https://x.example/ann">')
    assert linked.byline == ""


def test_dates_of_a_page(tmp_path: Path) -> None:
    """The first date that names a day counts; none that does is a fault."""
    page = "<h1>T</h1><time datetime='{}'>then</time><p>Text.</p>"
    assert read(tmp_path, page.format("2025-12-15")).published == datetime(2025, 12, 15, tzinfo=UTC)
    with pytest.raises(ReportError, match="datePublished: the page's date '2025' lacks its day"):
        read(tmp_path, page.format("2025"))


def test_what_is_around_and_hidden_is_dropped(tmp_path: Path) -> None:
    """Menus, forms, adverts, hidden parts and scripts leave no text behind."""
    report = read(
        tmp_path,
        """<h1>Tolls rise</h1><div class="cookie-consent"><p>We use cookies.</p></div>
        <p>Text<!-- no -->.</p><?pi?><p hidden>Hidden.</p><p style="display: none">Gone.</p>
        <p aria-hidden="true">Unseen.</p><div role="complementary"><p>More.</p></div>
        <form><p>Type here.</p></form><svg><text>x</text></svg><script>1</script>
        <template>2</template>
        <h2>Stakeholders</h2><p>Ships.</p><label>Vote</label><button>Go on</button>
        <div class="related-posts"><p>Read this.</p></div>""",
    )
    assert report.summary == "Text."
    assert report.sections == (Section("Stakeholders", ("Ships.",)),)


def test_cells_and_spans_stay_apart(tmp_path: Path) -> None:
    """Words that only style sets apart are not glued together."""
    report = read(
        tmp_path,
        "<h1>T</h1><h2>Outlook</h2><p>one<br>two <b>th</b>ree</p><p><span>a</span><span>b</span>"
        "<span>c</span>d</p><table><tr><td>x<td>y</table>",
    )
    assert report.sections[0].paragraphs == ("one two three", "a b cd", "x", "y")


def test_a_quiz_with_its_answer_marked(tmp_path: Path) -> None:
    """A choice is marked by data or class, in list entries and buttons alike."""
    quiz = "<h1>T</h1><p>Text.</p><h2>Outlook</h2><p>O.</p><h2>Quiz</h2><p>Why?</p>"
    listed = read(tmp_path, quiz + "<ul><li data-correct=false>a<li data-correct=true>b</ul>")
    pressed = read(tmp_path, quiz + "<button>a</button><button class='btn is-correct'>b</button>")
    assert listed.quiz == pressed.quiz == (QuizItem("Why?", ("a", "b"), "b"),)


def test_a_source_keeps_only_web_addresses(tmp_path: Path) -> None:
    """Links to scripts and to parts of the page are no addresses."""
    report = read(
        tmp_path,
        "<h1>T</h1><p>Text.</p><h2>Outlook</h2><p>O.</p><h3>Sources</h3><ul>"
        "<li><a href='javascript:x()'>A</a><li><a href='/b'>B</a><li><a>C</a>"
        "<li><a href='https://d.example/'>D</a></ul>",
    )
    assert report.sources == (
        Source("A"),
        Source("B"),
        Source("C"),
        Source("D", "https://d.example/"),
    )


def test_the_charset_is_honoured(tmp_path: Path) -> None:
    """A page in the charset it declares is read in it."""
    path = tmp_path / "tolls.htm"
    path.write_bytes("<meta charset=iso-8859-1><h1>Café</h1><p>“Text.”</p>".encode("cp1252"))
    report = read_report(path)
    assert (report.title, report.sections[0].paragraphs) == ("Café", ("“Text.”",))


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<div>" * 19_000 + "x", "nested too deep"),
        ("<p>x" * 20_001, "has 20001 tags"),
        ("<!-- -->", "holds no page"),
    ],
)
def test_pages_that_are_refused(tmp_path: Path, page: str, reason: str) -> None:
    """Deep nesting, too many tags and empty pages are refused, quickly."""
    with pytest.raises(ReportError, match=reason):
        read(tmp_path, page)
