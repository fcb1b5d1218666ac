"""The transcript of a programme, in each form that apps, players and readers take.

Every time in it is a sample count of the timeline, rounded once to whole milliseconds.
Forms: https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/transcripts/transcripts.md
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from audiobrief.model import LineCue, Timeline
from audiobrief.publishing.cues import Cue, caption_cues
from audiobrief.publishing.text import defused, one_line, template, timestamp

JSON_VERSION = "1.0.0"
VTT_WIDTH = 42
"""Characters a row, as broadcasters set captions; the podcast namespace advises at most 65."""
SRT_WIDTH = 32
"""Characters a row, as the podcast namespace asks of SubRip."""


@dataclass(frozen=True, slots=True)
class About:
    """What a transcript says about itself; ``language`` is a BCP 47 tag."""

    title: str
    language: str
    speaker: str
    disclosure: str


def render(role: str, timeline: Timeline, about: About) -> bytes:
    """Return the transcript in the form of ``role``, a key of :data:`WRITERS`, in UTF-8."""
    return WRITERS[role](timeline, about).encode()


def lyrics(timeline: Timeline) -> str:
    """Return the words alone, for ID3's unsynchronised lyrics: headings and paragraphs."""
    return "\n\n".join(_paragraphs(timeline))


def _webvtt(timeline: Timeline, about: About) -> str:
    """Write WebVTT (https://www.w3.org/TR/webvtt1/) with a voice span on each cue."""
    notes = [f"NOTE {_vtt(note)}" for note in (about.title, about.disclosure) if one_line(note)]
    voice = f"<v {_vtt(about.speaker)}>"
    cues = [
        f"{_span(cue, '.')}\n{voice}" + "\n".join(map(_vtt, cue.rows))
        for cue in caption_cues(timeline, VTT_WIDTH)
    ]
    return _blocks(["WEBVTT", *notes, *cues])


def _subrip(timeline: Timeline, _about: About) -> str:
    """Write SubRip, which has nowhere to say what it is about."""
    return _blocks(
        "\n".join([str(number), _span(cue, ","), *map(_srt, cue.rows)])
        for number, cue in enumerate(caption_cues(timeline, SRT_WIDTH), start=1)
    )


def _vtt(text: str) -> str:
    # ">" too, so that no text can hold the arrow that marks a cue's times.
    return one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _srt(text: str) -> str:
    # Nothing can be escaped in SubRip; players take these for times, tags and styles.
    return defused(text).replace("-->", "→").replace("{\\", "(\\")


def _span(cue: Cue, decimal_mark: str) -> str:
    ends = (divmod(ms, 1000) for ms in (cue.start, cue.end))
    return " --> ".join(f"{timestamp(s * 1000)}{decimal_mark}{ms:03}" for s, ms in ends)


def _blocks(blocks: Iterable[str]) -> str:
    return "".join(f"{block}\n\n" for block in blocks)


_HTML = """\
<!DOCTYPE html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<title>{{ title }}</title>
</head>
<body>
<h1 dir="auto">{{ title }}</h1>
<aside dir="auto">{{ disclosure }}</aside>
{% for chapter in chapters %}
{% if chapter.title %}
<h2 dir="auto">{{ chapter.title }}</h2>
{% endif %}
<cite>{{ speaker }}:</cite>
<time>{{ chapter.time }}</time>
<p dir="auto">{{ chapter.text }}</p>
{% endfor %}
</body>
</html>
"""


def _html(timeline: Timeline, about: About) -> str:
    chapters = [
        {
            "title": one_line(chapter.title),
            "time": _short_clock(timeline.ms(chapter.lines[0].start)),
            "text": _running_text(chapter.lines),
        }
        for chapter in timeline.chapters
        if _running_text(chapter.lines)
    ]
    return template(_HTML).render(
        language=one_line(about.language),
        title=one_line(about.title),
        disclosure=one_line(about.disclosure),
        speaker=one_line(about.speaker),
        chapters=chapters,
    )


_WORDS = """\
<!doctype html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<title>{{ title }}</title>
</head>
<body>
<h1 dir="auto">{{ title }}</h1>
{% for text in paragraphs %}
<p dir="auto">{{ text }}</p>
{% endfor %}
</body>
</html>
"""


def html_words(title: str, language: str, paragraphs: Iterable[str]) -> bytes:
    """Return an HTML transcript of words alone, such as those of another host's."""
    texts = [one_line(text) for text in paragraphs]
    page = template(_WORDS).render(
        title=one_line(title), language=one_line(language), paragraphs=texts
    )
    return page.encode()


def _plain(timeline: Timeline, about: About) -> str:
    parts = [one_line(about.title), one_line(about.disclosure), *_paragraphs(timeline)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _json(timeline: Timeline, about: About) -> str:
    speaker = one_line(about.speaker)
    segments = [_segment(timeline, line, speaker) for line in timeline.lines]
    document = {"version": JSON_VERSION, "segments": segments}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"


def _segment(timeline: Timeline, line: LineCue, speaker: str) -> dict[str, object]:
    """Return one line; ``words`` is ours, and apps that know only the form pass it over."""
    words = [_timed(timeline, word.start, word.end, word.display) for word in line.words]
    timed = _timed(timeline, line.start, line.end, line.display)
    return {"speaker": speaker, **timed, "words": [word for word in words if word["body"]]}


def _timed(timeline: Timeline, start: int, end: int, body: str) -> dict[str, object]:
    return {
        "startTime": timeline.ms(start) / 1000,
        "endTime": timeline.ms(end) / 1000,
        "body": one_line(body),
    }


def _paragraphs(timeline: Timeline) -> list[str]:
    parts = [
        part
        for chapter in timeline.chapters
        for part in (one_line(chapter.title), _running_text(chapter.lines))
    ]
    return [part for part in parts if part]


def _running_text(lines: tuple[LineCue, ...]) -> str:
    return one_line(" ".join(line.display for line in lines))


def _short_clock(ms: int) -> str:
    hours, rest = divmod(ms // 1000, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


Writer = Callable[[Timeline, About], str]

WRITERS: Mapping[str, Writer] = MappingProxyType(
    {"vtt": _webvtt, "srt": _subrip, "json": _json, "html": _html, "txt": _plain}
)
"""What writes each transcript role of an episode's files."""
