"""The frozen values that pass from room to room. Standard library only.

Time inside the house is counted in samples of the programme's rate, as integers;
:func:`milliseconds` is the one way out, so that cues never drift.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

MAX_SEED = 2**63 - 1
"""The largest seed: a voice's network takes it as a signed integer of 64 bits."""


@dataclass(frozen=True, slots=True)
class VoiceRef:
    """A voice as it is asked for: ``NAME``, or ``NAME:SPEAKER`` for one of its speakers.

    ``speaker`` is a name or a number that the voice knows; empty for its default.
    """

    name: str
    speaker: str = ""

    @classmethod
    def read(cls, text: str) -> VoiceRef:
        """Return what ``text`` asks for.

        Raises:
            ValueError: it is not written so.
        """
        name, colon, speaker = text.partition(":")
        parts = [name, speaker] if colon else [name]
        if any(not part or part != part.strip() for part in parts):
            msg = f"{text!r} names no voice: write NAME, or NAME:SPEAKER without spaces"
            raise ValueError(msg)
        return cls(name, speaker)

    def __str__(self) -> str:
        """Return it as it is written."""
        return f"{self.name}:{self.speaker}" if self.speaker else self.name


class Item(str):
    """A paragraph that is an entry of a list; those that follow one another are one list."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One headed part of a report; its paragraphs may hold marks (:mod:`audiobrief.markup`)."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentiment:
    """The desk's reading of the market tone, and the sentence that says so.

    ``horizon`` is for how long; ``evidence`` the sentence of the report that bears it out. They
    are not in its ``repr``, by which records know a sentiment again that was told before they were.
    """

    sector: str = ""
    tone: str = ""
    note: str = ""
    horizon: str = field(default="", repr=False)
    evidence: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Source:
    """A source as listed under a report.

    ``url`` may be empty, for print; ``publisher`` is the name to say aloud, found from the
    URL where it is not given.
    """

    title: str
    url: str = ""
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class QuizItem:
    """A question; ``answer`` is the full text of the right choice, or empty if not known."""

    question: str
    choices: tuple[str, ...] = ()
    answer: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A briefing as the desk publishes it.

    ``slug`` names the episode for good; ``published`` is aware (UTC where the report
    gives only a day) or None where the report gives no date. ``correction`` says what an
    earlier version had wrong; ``withdrawn`` why the desk no longer stands by it.
    """

    slug: str
    title: str
    category: str = ""
    published: datetime | None = None
    byline: str = ""
    summary: str = ""
    sections: tuple[Section, ...] = ()
    sentiment: Sentiment | None = None
    sources: tuple[Source, ...] = ()
    methodology: str = ""
    quiz: tuple[QuizItem, ...] = ()
    correction: str = ""
    withdrawn: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """A source text, as it was gathered.

    ``site`` is the publisher's name to print and say; ``published`` is aware, or None where
    the text gives no date. ``weight`` is how far the desk trusts the source beside others;
    ``licence`` the attribution it asks for, to be printed.
    """

    title: str
    url: str
    site: str
    published: datetime | None
    paragraphs: tuple[str, ...]
    author: str = ""
    language: str = ""
    weight: float = 1.0
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """Articles about the same events, the weightiest first, and what the desk said of them before.

    ``earlier`` are the desk's own reports on the story, oldest first. ``key`` names the story
    for good, so that tomorrow's articles find it.
    """

    key: str
    articles: tuple[Article, ...]
    earlier: tuple[Report, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """A paragraph of a story: the article's and the paragraph's place, both from 0.

    The title of an article is its paragraph -1. An ``earlier`` report of the desk follows the
    articles: the first has the place ``len(articles)``, its paragraphs are those of all its
    sections in order.
    """

    article: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a report and the passages it rests on; at least one."""

    text: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class DraftSection:
    """A headed part of a draft: paragraphs of statements."""

    heading: str
    paragraphs: tuple[tuple[Statement, ...], ...]


@dataclass(frozen=True, slots=True)
class Drop:
    """A sentence that was written and taken out, and why: what its sources do not bear out."""

    text: str
    heading: str
    reason: str


@dataclass(frozen=True, slots=True)
class Method:
    """How a draft was made: ``writer`` is ``built-in`` or ``ollama``, ``model`` the LLM's name.

    ``fell_back`` says why the built-in writer stood in for an LLM, empty where it did not.
    """

    writer: str
    model: str = ""
    fell_back: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A report as a writer wrote it, each sentence with what it rests on.

    ``summary`` is one paragraph. ``repaired`` counts sentences that were written again after a
    check and then held. ``quiz`` and ``sentiment`` rest on the sections' own statements.
    """

    title: Statement
    summary: tuple[Statement, ...]
    sections: tuple[DraftSection, ...]
    method: Method
    category: str = ""
    sentiment: Sentiment | None = None
    quiz: tuple[QuizItem, ...] = ()
    dropped: tuple[Drop, ...] = ()
    repaired: int = 0

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every sentence of summary and sections, in order."""
        body = (one for part in self.sections for paragraph in part.paragraphs for one in paragraph)
        return (*self.summary, *body)


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage that a sentence rests on: its words, and where they stand.

    ``site`` and ``url`` are empty for an earlier report of the desk's own.
    """

    title: str
    site: str
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of a report, word for word, and the passages that bear it out."""

    text: str
    passages: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A unit shown as ``display`` ("$4.2bn") and said as ``spoken`` ("four point two ...").

    ``spoken`` is empty for what is seen but not heard (a dash, a bullet).
    """

    display: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Line:
    """One utterance: at most a sentence, in one voice, and the pause after it."""

    words: tuple[Word, ...]
    voice: str
    pause_ms: int

    @property
    def display(self) -> str:
        """The line as a reader sees it."""
        return " ".join(word.display for word in self.words if word.display)

    @property
    def spoken(self) -> str:
        """The line as the voice is given it."""
        return " ".join(word.spoken for word in self.words if word.spoken)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A titled run of lines."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """A report as it is spoken."""

    title: str
    chapters: tuple[Chapter, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines in spoken order."""
        return tuple(line for chapter in self.chapters for line in chapter.lines)


@dataclass(frozen=True, slots=True)
class Clip:
    """The sound of one line: mono s16le PCM lying in a file from byte ``offset``.

    ``words`` holds the half-open sample range of each :class:`Word` of the line.
    """

    path: Path
    offset: int
    rate: int
    samples: int
    words: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class WordCue:
    """A word on the programme's clock, in samples, half-open."""

    display: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LineCue:
    """A line on the programme's clock, in samples, half-open."""

    display: str
    start: int
    end: int
    words: tuple[WordCue, ...]


@dataclass(frozen=True, slots=True)
class ChapterCue:
    """A chapter on the programme's clock; chapters cover the programme without gaps."""

    title: str
    start: int
    end: int
    lines: tuple[LineCue, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Where everything lies in the finished programme."""

    rate: int
    samples: int
    chapters: tuple[ChapterCue, ...]

    @property
    def lines(self) -> tuple[LineCue, ...]:
        """All line cues in time order."""
        return tuple(line for chapter in self.chapters for line in chapter.lines)

    def ms(self, sample: int) -> int:
        """Return the position of ``sample`` in whole milliseconds."""
        return milliseconds(sample, self.rate)


@dataclass(frozen=True, slots=True)
class Loudness:
    """Integrated loudness (LUFS) and true peak (dBTP), ITU-R BS.1770, of a mono programme."""

    integrated: float
    true_peak: float


Span = tuple[int, int]
"""A stretch of a finished sound file, milliseconds, half-open."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A finished sound file as it is when played: measured on what comes out of a decoder.

    ``unplayable`` says why nothing does; ``undecodable`` counts packets, and samples that are
    no numbers, that had to be left out. ``silences`` are those of a tenth of a second and
    more; ``clipped`` is at full scale, ``bursts`` are noise as loud as can be, ``stuck`` is
    one value held, ``offset`` the mean of all samples.
    """

    duration_ms: int = 0
    loudness: Loudness = Loudness(-math.inf, -math.inf)
    silences: tuple[Span, ...] = ()
    clipped: tuple[Span, ...] = ()
    bursts: tuple[Span, ...] = ()
    stuck: tuple[Span, ...] = ()
    offset: float = 0.0
    undecodable: int = 0
    unplayable: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What the tags of a sound file tell: its title, the AI disclosure, its chapters."""

    title: str = ""
    disclosure: str = ""
    chapters: tuple[ChapterMark, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file on the shelf, named by its content.

    ``sri`` is its SHA-384 as Subresource Integrity has it (https://www.w3.org/TR/SRI/), empty
    where that was not taken.
    """

    name: str
    bytes: int
    sha256: str
    type: str
    sri: str = ""


@dataclass(frozen=True, slots=True)
class ChapterMark:
    """A chapter's title and start, as an app lists it."""

    title: str
    start_ms: int


@dataclass(frozen=True, slots=True)
class Soundbite:
    """The part of a programme that a trailer of it would play."""

    start_ms: int
    duration_ms: int


@dataclass(frozen=True, slots=True)
class Correction:
    """A change of a published report.

    ``note`` is what the desk says of it; ``changed`` are the parts that differ: headings of
    sections, and names of fields behind a colon (":title").
    """

    at: datetime
    note: str = ""
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That an episode was taken off the air, and why."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Origin:
    """A report file that an episode was made of, known again by its digest without being read.

    ``slug`` is the report's own; ``day`` the one it is dated, or None where it gives none;
    ``withdrawn`` says why it is, empty where it is not.
    """

    slug: str
    digest: str
    day: date | None = None
    withdrawn: str = ""


ADOPTED = "adopted"
"""The cut of an episode that was made elsewhere."""


@dataclass(frozen=True, slots=True)
class Episode:
    """The permanent record of a published briefing (``episode.json``).

    ``guid`` is minted once. ``cut`` is ``full``, ``flash`` or ``bulletin``; ``origins`` are
    the reports it was cut from. An episode that was ``adopted`` from another host has no
    origins and no measured loudness, keeps the GUID it had and what its old feed said in
    ``ai_content``, and its ``mp3`` may be of another type. ``files`` maps a role (``mp3``,
    ``vtt``, ``srt``, ``json``, ``html``, ``txt``, ``chapters``, ``cover``, ``opus``) to the
    file that plays it;
    ``superseded`` names files of the release before, kept for clients that hold an old
    feed. ``inputs`` maps what the release was made from to a digest of it. ``number`` is
    its place in its season, or in the show where ``season`` is None; given once. ``parts``
    maps what the report consists of to a digest of it, by which a ``correction`` knows what
    changed. One that is ``withdrawn`` has no files. ``pages`` names what stands beside its
    page and is made with it.
    """

    slug: str
    guid: str
    title: str
    summary: str
    category: str
    byline: str
    published: datetime
    updated: datetime
    duration_ms: int
    loudness: Loudness | None
    files: Mapping[str, PublishedFile]
    chapters: tuple[ChapterMark, ...] = ()
    sources: tuple[Source, ...] = ()
    superseded: tuple[str, ...] = ()
    inputs: Mapping[str, str] = field(default_factory=dict)
    cut: str = "full"
    origins: tuple[Origin, ...] = ()
    soundbite: Soundbite | None = None
    season: int | None = None
    number: int | None = None
    parts: Mapping[str, str] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    withdrawn: Withdrawal | None = None
    pages: tuple[str, ...] = ()
    ai_content: str = ""

    @property
    def narrated(self) -> bool:
        """Whether audiobrief's voice reads it."""
        return self.cut != ADOPTED


def person(byline: str) -> str:
    """Return the name in a byline, without the role in brackets behind it."""
    return re.sub(r"\s*\([^()]*\)\s*$", "", byline).strip()


def milliseconds(samples: int, rate: int) -> int:
    """Return ``samples`` at ``rate`` Hz in whole milliseconds, rounded half up."""
    return (samples * 2000 + rate) // (2 * rate)
