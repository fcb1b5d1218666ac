"""What a report's author states as data: the fields of front matter and of a JSON report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import ErrorDetails

from audiobrief.faults import reason_of
from audiobrief.ingest.dates import DATE_REMEDY, parse_date
from audiobrief.ingest.headings import FIELDS, heading_key
from audiobrief.ingest.parts import source_from
from audiobrief.ingest.text import BULLET, normalise, web_address
from audiobrief.model import Item, QuizItem, Report, Section, Sentiment, Source

_TEXT, _ENTRY = "as-text", "as-entry"
_REASONS = {
    "string_type": "should be text",
    "model_type": "should be an object of keys and values",
}


def _filled(text: str) -> str:
    if not text:
        raise ValueError("is empty: write it, or leave the whole key out")
    return text


def _address(text: str) -> str:
    if text and not web_address(text):
        raise ValueError("should be an address that begins with https:// or http://")
    return web_address(text)


def _moment(value: object) -> object:
    if value is None or isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        raise ValueError(f"should be a date in quotes. {DATE_REMEDY}")  # noqa: TRY004 - pydantic collects ValueErrors
    try:
        return parse_date(value)
    except ValueError as error:
        raise ValueError(f"{error}. {DATE_REMEDY}") from error


def _section_heading(text: str) -> str:
    field = FIELDS.get(heading_key(text))
    if field:
        raise ValueError(f"is no section: use the key `{field}`")
    return text


def _paragraph(text: str) -> str:
    bullet = BULLET.match(text)
    return Item(text[bullet.end() :]) if bullet else text


def _shape(value: object) -> str:
    return _TEXT if isinstance(value, str) else _ENTRY


Text = Annotated[str, AfterValidator(normalise)]
Filled = Annotated[str, AfterValidator(normalise), AfterValidator(_filled)]
Address = Annotated[str, AfterValidator(_address)]
Moment = Annotated[
    datetime | None,
    BeforeValidator(_moment),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "format": "date-time"},
                {"type": "string", "format": "date"},
                {"type": "string", "examples": ["Dec 15, 2025"]},
                {"type": "null"},
            ]
        }
    ),
]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class SentimentEntry(_Entry):
    """The desk's reading of the market tone."""

    sector: Text = Field("", description="The sector the tone is about, such as World.")
    tone: Text = Field("", description="The tone in a word, such as Bullish.")
    note: Text = Field("", description="A sentence that says it, read instead of a set phrase.")
    horizon: Text = Field("", description="For how long, such as over the coming days.")
    evidence: Text = Field("", description="The sentence of the report that bears it out: shown.")


class SourceEntry(_Entry):
    """A source as listed under the report."""

    title: Filled = Field(description="The title of the article.")
    url: Address = Field("", description="Its http(s) address; empty for print.")
    publisher: Text = Field("", description="Name to say aloud; found from the address if empty.")


class QuizEntry(_Entry):
    """A question of the quiz."""

    question: Filled = Field(description="The question.")
    choices: list[Filled] = Field(default=[], description="The choices, in order.")
    answer: Text = Field("", description="The right choice, in full; empty if not known.")
    explanation: Text = Field("", description="A sentence on why it is right.")

    @model_validator(mode="after")
    def _answer_is_a_choice(self) -> Self:
        if self.choices and self.answer and self.answer not in self.choices:
            raise ValueError("`answer` should be one of `choices`, in the same words")
        return self


AnySource = Annotated[
    Annotated[Filled, Tag(_TEXT)] | Annotated[SourceEntry, Tag(_ENTRY)], Discriminator(_shape)
]


class _Stated(_Entry):
    """The fields that front matter and JSON share."""

    category: Text = Field("", description="The desk's category, such as World.")
    byline: Text = Field("", description="Who wrote it, such as Ann Example (Editor).")
    summary: Text = Field("", description="The report in a few sentences.")
    slug: Text = Field("", description="Names the episode for good; the file's name if empty.")
    sentiment: SentimentEntry | None = Field(None, description="The desk's market sentiment.")
    sources: list[AnySource] = Field(
        default=[], description="Sources: an object each, or a line such as Title — https://…"
    )
    methodology: Text = Field("", description="How the report was made.")
    quiz: list[QuizEntry] = Field(default=[], description="Questions on the report.")
    correction: Text = Field(
        "",
        description="What an earlier version had wrong, in a sentence: shown, and perhaps said.",
    )
    withdrawn: Text = Field(
        "", description="Why the desk no longer stands by the report: takes it off the air."
    )

    def as_report(
        self, title: str, published: datetime | None, sections: tuple[Section, ...] = ()
    ) -> Report:
        """Return these fields as a report."""
        return Report(
            slug=self.slug,
            title=title,
            category=self.category,
            published=published,
            byline=self.byline,
            summary=self.summary,
            sections=sections,
            sentiment=_sentiment(self.sentiment),
            sources=tuple(_source(entry) for entry in self.sources),
            methodology=self.methodology,
            quiz=tuple(_question(entry) for entry in self.quiz),
            correction=self.correction,
            withdrawn=self.withdrawn,
        )


class FrontMatter(_Stated):
    """The YAML above a Markdown report; all of it optional."""

    title: Text = ""
    date: Moment = Field(None, validation_alias=AliasChoices("date", "published"))

    def report(self) -> Report:
        """Return what is stated, its sections still to come."""
        return self.as_report(self.title, self.date)


class SectionEntry(_Entry):
    """One headed part of the report."""

    heading: Annotated[Filled, AfterValidator(_section_heading)] = Field(
        description="Situation Report, Current Developments, Previous Events, Stakeholders, "
        "Escalation Risks, Editor's Take, or any other."
    )
    paragraphs: list[Filled] = Field(
        description="Its paragraphs, as plain text; entries of a list begin with - or •."
    )


class ReportFile(_Stated):
    """A report of the desk, as audiobrief reads it from a JSON file."""

    model_config = ConfigDict(title="Report")

    schema_: str = Field("", alias="$schema", description="For editors; not read.")
    title: Filled = Field(description="The headline.")
    published: Moment = Field(
        None, description="When it was published. A day alone is midnight; no zone means UTC."
    )
    sections: list[SectionEntry] = Field(default=[], description="The report's text, in order.")

    def report(self) -> Report:
        """Return the whole report."""
        sections = tuple(
            Section(entry.heading, tuple(map(_paragraph, entry.paragraphs)))
            for entry in self.sections
        )
        return self.as_report(self.title, self.published, sections)


def faults(errors: Iterable[ErrorDetails]) -> list[tuple[tuple[int | str, ...], str]]:
    """Return each fault that pydantic found: where, as keys and indexes, and what."""
    found = []
    for error in errors:
        location = tuple(part for part in error["loc"] if part not in (_TEXT, _ENTRY))
        found.append((location, reason_of(error, _REASONS).rstrip(".")))
    return found


def dotted(location: Sequence[Any]) -> str:
    """Return a location as it is written: ``sources[0].url``."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return "".join(parts).lstrip(".")


def _sentiment(entry: SentimentEntry | None) -> Sentiment | None:
    if entry is None or not (entry.sector or entry.tone or entry.note):
        return None
    return Sentiment(**entry.model_dump())


def _source(entry: str | SourceEntry) -> Source:
    if isinstance(entry, str):
        return source_from(entry)
    return Source(entry.title, entry.url, entry.publisher)


def _question(entry: QuizEntry) -> QuizItem:
    return QuizItem(entry.question, tuple(entry.choices), entry.answer, entry.explanation)
