"""All forms of a report come out as the same Report, or as a ReportError."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from audiobrief.errors import ReportError
from audiobrief.ingest.reports import read_report, report_schema
from audiobrief.model import QuizItem, Report, Section, Sentiment, Source

DATA = Path(__file__).parent / "data" / "reports"
EXAMPLE = Path(__file__).parents[2] / "shared" / "example-report.txt"
FORMS = ("md", "json", "html", "txt")

SUMMARY = "The invented harbour of Oster Bay reopened on Sunday, two days after a storm closed it."
HARBOUR = Report(
    slug="harbour",
    title="Harbour of Oster Bay reopens after storm",
    category="World",
    published=datetime(2025, 12, 15, tzinfo=UTC),
    byline="Ann Example (Editor)",
    summary=SUMMARY,
    sections=(
        Section("Situation Report", (SUMMARY,)),
        Section(
            "Current Developments",
            (
                "Pilots guided in eleven ships by noon. Café owners on the quay swept up sand.",
                "The ferry to Lund waits for the tide.",
            ),
        ),
        Section(
            "Stakeholders",
            (
                "Three groups are affected:",
                "Fishing crews, who lost two days.",
                "Ferry passengers, who slept in the terminal.",
            ),
        ),
        Section("Outlook for the week", ("More wind is expected on Thursday.",)),
        Section("Editor's Take", ("A harbour's worth shows when it is shut.",)),
    ),
    sentiment=Sentiment(
        "World", "Bullish", "Overall, the medium-term sentiment around this story is Bullish."
    ),
    sources=(
        Source("Oster Bay reopens", "https://news.example.org/2025/12/15/oster-bay-reopens"),
        Source("Ferries wait for the tide", "https://gazette.example.com/ferries"),
    ),
    methodology="This report is invented for tests; it combines no sources at all.",
    quiz=(
        QuizItem(
            "When did the harbour reopen?",
            ("Friday", "Sunday", "Monday"),
            "Sunday",
            "It was closed for two days.",
        ),
        QuizItem("How many ships came in by noon?"),
    ),
)


@pytest.mark.parametrize("form", FORMS)
def test_all_forms_give_the_same_report(form: str) -> None:
    """Markdown, JSON, a page and plain text of one report are equal once read."""
    assert read_report(DATA / f"harbour.{form}") == HARBOUR


def test_a_report_as_the_desk_publishes_it() -> None:
    """The desk's own example is read whole, and nothing of its page with it."""
    if not EXAMPLE.exists():
        pytest.skip("the copied report is not beside the project")
    report = read_report(EXAMPLE)
    assert report.title == "Peru Grants US Troops Access for Joint Training and Security Exercises"
    assert (report.category, report.byline) == ("World", "John Pranay (Editor)")
    assert report.published == datetime(2025, 12, 15, tzinfo=UTC)
    assert [section.heading for section in report.sections] == [
        "Situation Report",
        "Current Developments",
        "Previous Events",
        "Stakeholders",
        "Escalation Risks",
        "Editor's Take",
    ]
    assert all(len(section.paragraphs) == 1 for section in report.sections)
    assert report.summary == report.sections[0].paragraphs[0]
    assert report.sentiment == Sentiment(
        "World", "Bullish", "Overall, the medium-term sentiment around this story is Bullish."
    )
    url = "https://en.mercopress.com/2025/12/15/peru-grants-us-troops-access-next-year"
    assert report.sources == (Source("Peru grants US troops access next year", url),)
    assert report.methodology.startswith("This analysis combines")
    assert report.quiz == (QuizItem("When will US troops have access to Peru?"),)
    assert not [word for word in ("Neural", "min read", "📊", "Q 1") if word in repr(report)]


@pytest.mark.parametrize("name", ["report.docx", "report", "report.md.bak"])
def test_other_endings_are_refused(tmp_path: Path, name: str) -> None:
    """A form that is not known is named, with those that are."""
    with pytest.raises(ReportError, match=r"not a form of report.*\.markdown, \.json"):
        read_report(tmp_path / name)


@pytest.mark.parametrize("name", ["A.MD", "a.Markdown", "a.TXT", "a.HTM"])
def test_endings_in_any_case(tmp_path: Path, name: str) -> None:
    """The ending's case does not matter."""
    (tmp_path / name).write_text("<h1>T</h1><p>Text.</p>" if "HTM" in name else "# T\n\nText.\n")
    assert read_report(tmp_path / name).slug == "a"


@pytest.mark.parametrize("form", FORMS)
def test_a_name_without_letters_gives_no_slug(tmp_path: Path, form: str) -> None:
    """A file whose name makes no slug says so."""
    path = tmp_path / f"---.{form}"
    path.write_bytes((DATA / f"harbour.{form}").read_bytes())
    with pytest.raises(ReportError, match=r"gives no slug.*Rename the file"):
        read_report(path)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"Title\0\n\nText.\n", r"is binary, not text \(NUL at character 5\)"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is binary"),
        (b"Caf\xe9\n\nText.\n", r"not valid utf-8 at byte 3.*Save it as UTF-8"),
        (b"\xff\xfeT\0i", "is binary, not text|not valid utf-16"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, form: str, data: bytes, reason: str) -> None:
    """Empty, binary and wrongly encoded files are refused by name, whatever the form."""
    path = tmp_path / f"bad.{form}"
    path.write_bytes(data)
    with pytest.raises(ReportError, match=reason) as caught:
        read_report(path)
    assert str(path) in str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize("form", FORMS)
def test_missing_files_and_folders(tmp_path: Path, form: str) -> None:
    """A missing file and a folder are refused by name."""
    path = tmp_path / f"gone.{form}"
    with pytest.raises(ReportError, match="cannot be read \\(No such file"):
        read_report(path)
    path.mkdir()
    with pytest.raises(ReportError, match="is not a file"):
        read_report(path)


@pytest.mark.parametrize("form", ["md", "txt", "html"])
def test_a_title_alone_is_no_report(tmp_path: Path, form: str) -> None:
    """A title without text is refused."""
    path = tmp_path / f"bare.{form}"
    path.write_text("<h1>Title</h1>" if form == "html" else "# Title\n")
    with pytest.raises(ReportError, match="has no text to read"):
        read_report(path)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("md", "## Situation Report\n\nText.\n"),
        ("txt", "Situation Report\n\nText.\n"),
        ("html", "<h2>Situation Report</h2><p>Text.</p>"),
    ],
)
def test_text_alone_is_no_report(tmp_path: Path, form: str, text: str) -> None:
    """Text without a title is refused."""
    path = tmp_path / f"untitled.{form}"
    path.write_text(text)
    with pytest.raises(ReportError, match="has no title"):
        read_report(path)


def test_the_schema_is_that_of_the_json_form() -> None:
    """The schema names every field and says what it is for."""
    schema = report_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["additionalProperties"] is False
    properties = schema["properties"]
    assert isinstance(properties, dict)
    assert {"title", "published", "sections", "quiz"} <= set(properties)
    assert all(described["description"] for described in properties.values())


PIECES = st.sampled_from(
    """
    ---|title: x|date: 2025-12-15|date: Feb 30, 2025|sources: [a|quiz:|  - question: ?|slug: "!"
    # T|## Quiz|## Sources|Situation Report|Sentiment|- [x] a|- b|1. [a](https://[)|Answer: Z|Why?
    By A|WorldDec 15, 2025|Dec 15|Dec 2025|“In the x sector, market tone is x.”|> > -|```
    <h1>T</h1>|<h2>Quiz</h2>|<p>|</p>|<li class=correct>a|<time datetime=2025>|</script>|{|}|[
    <script type=application/ld+json>|{"headline": 1}|<a href="http://[">x</a>|]}|"\\ud800"
    {"title": "x", "sections": [|!!int x|? [a]|: b|*a|&a [*a]|\x85|\u200b|é|e\u0301|https://
    <meta charset=utf-7>|http://[x
    """.strip()
    .replace("\n", "|")
    .split("|")
)
TEXTS = st.text(max_size=200) | st.lists(
    PIECES | st.text(max_size=8), min_size=1, max_size=25
).flatmap(lambda pieces: st.sampled_from(["\n", "\n\n", ""]).map(lambda by: by.join(pieces)))


def outcome(path: Path) -> Report | ReportError:
    """Return what reading a file gives, be it a report or the one error allowed."""
    try:
        return read_report(path)
    except ReportError as error:
        return error


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=TEXTS)
@example(text="---\n? [a]\n: b\n---\n# T\n\nText.")
@example(text="---\ntitle: !!int x\n---\nText.")
@example(text='<h1>T</h1><a href="http://[">x</a>')
def test_no_text_is_worse_than_a_report_error(
    tmp_path_factory: pytest.TempPathFactory, form: str, text: str
) -> None:
    """Whatever a file says, it is a report of one-line texts, or a ReportError with a remedy."""
    path = tmp_path_factory.getbasetemp() / f"any.{form}"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    found = outcome(path)
    if isinstance(found, ReportError):
        assert found.remedy
        return
    texts = [found.title, found.summary, found.category, found.byline, found.methodology]
    texts += [text for section in found.sections for text in section.paragraphs]
    assert texts == [" ".join(text.split()) for text in texts]
    assert found.title
    assert found.slug


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=300))
def test_no_bytes_are_worse_than_a_report_error(
    tmp_path_factory: pytest.TempPathFactory, form: str, data: bytes
) -> None:
    """Any bytes at all are a report or a ReportError that names the file."""
    path = tmp_path_factory.getbasetemp() / f"bytes.{form}"
    path.write_bytes(data)
    found = outcome(path)
    assert found.title if isinstance(found, Report) else str(path) in str(found)
