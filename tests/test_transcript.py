"""Tests of the transcript forms, each read back by a parser of its own."""

from __future__ import annotations

import json
import re
from html import unescape
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from audiobrief.model import Timeline
from audiobrief.publishing.text import one_line
from audiobrief.publishing.transcript import WRITERS, About, lyrics, render
from golden_files import golden
from publishing_samples import HOSTILE, timeline, words

ABOUT = About("The tide gate", "en-us", "Narrator", "Read by a synthetic voice.")
HOSTILE_ABOUT = About(HOSTILE, "en-us", "N <b>&", HOSTILE)
CLOCK = r"(\d{2,}):([0-5]\d):([0-5]\d)[.,](\d{3})"

ReadCue = tuple[int, int, list[str]]


def read_captions(text: str) -> tuple[list[str], list[ReadCue]]:
    """Read WebVTT or SubRip: the blocks without times, and each cue's times and rows."""
    others, cues = [], []
    for block in text.strip("\n").split("\n\n"):
        lines = block.split("\n")
        at = next((n for n, line in enumerate(lines) if " --> " in line), None)
        if at is None:
            others.append(block)
            continue
        match = re.fullmatch(f"{CLOCK} --> {CLOCK}", lines[at])
        assert match, lines[at]
        h, m, s, ms, *end = map(int, match.groups())
        start_ms = ((h * 60 + m) * 60 + s) * 1000 + ms
        end_ms = ((end[0] * 60 + end[1]) * 60 + end[2]) * 1000 + end[3]
        cues.append((start_ms, end_ms, lines[at + 1 :]))
    return others, cues


def vtt_words(rows: list[str]) -> list[str]:
    """Return a VTT cue's words, its voice span taken off and its escapes undone."""
    match = re.fullmatch(r"<v ([^<>]+)>([^<>]*)", "\n".join(rows), re.DOTALL)
    assert match
    return unescape(match[2]).split()


def check_times(programme: Timeline, cues: list[tuple[int, int, list[str]]]) -> None:
    """Check each cue's words against the programme's, and its times against theirs."""
    pending = list(words(programme))
    for start, end, shown in cues:
        mine, pending = pending[: len(shown)], pending[len(shown) :]
        assert [word.display for word in mine] == shown
        assert (start, end) == (programme.ms(mine[0].start), programme.ms(mine[-1].end))
    assert pending == []
    assert all(before[1] <= after[0] for before, after in pairwise(cues))


def test_vtt_cues_have_the_words_times() -> None:
    """Read back, WebVTT holds every word once, at the time it is spoken."""
    programme = timeline()
    others, cues = read_captions(render("vtt", programme, ABOUT).decode())
    assert others == ["WEBVTT", "NOTE The tide gate", "NOTE Read by a synthetic voice."]
    check_times(programme, [(start, end, vtt_words(rows)) for start, end, rows in cues])


def test_srt_cues_have_the_words_times() -> None:
    """Read back, SubRip holds every word once, numbered from 1, in rows of at most 32."""
    programme = timeline()
    text = render("srt", programme, ABOUT).decode()
    others, cues = read_captions(text)
    assert others == []
    check_times(programme, [(start, end, " ".join(rows).split()) for start, end, rows in cues])
    numbers = [int(number) for number in re.findall(r"^(\d+)\n.* --> ", text, re.MULTILINE)]
    assert numbers == list(range(1, len(cues) + 1))
    assert max(len(row) for _, _, rows in cues for row in rows) <= 32


def test_hours_are_counted_on() -> None:
    """A cue after an hour says so, and marks its milliseconds as each format does."""
    programme = timeline([("C", ["slow"])], word=22050 * 3661 + 11025)
    assert b"--> 01:01:01.500\n" in render("vtt", programme, ABOUT)
    assert b"--> 01:01:01,500\n" in render("srt", programme, ABOUT)


@given(st.lists(st.text(min_size=1, max_size=50), min_size=1, max_size=12))
def test_any_words_survive_vtt(displays: list[str]) -> None:
    """Whatever the words are, WebVTT reads back to just those words."""
    programme = timeline([("C", [" ".join(displays)])])
    _, cues = read_captions(render("vtt", programme, ABOUT).decode())
    shown = "".join("".join(vtt_words(rows)) for _, _, rows in cues)
    assert shown == "".join(one_line(word.display).replace(" ", "") for word in words(programme))


@given(st.lists(st.text(min_size=1, max_size=50), min_size=1, max_size=12))
def test_no_words_break_srt(displays: list[str]) -> None:
    """Whatever the words are, SubRip has the cues it should and no tag in them."""
    programme = timeline([("C", [" ".join(displays)])])
    others, cues = read_captions(render("srt", programme, ABOUT).decode())
    assert others in ([], [""])
    assert not any(re.search(r"<[A-Za-z/!?]|\{\\|-->", row) for _, _, rows in cues for row in rows)


def test_vtt_escapes_its_notes_and_its_speaker() -> None:
    """A title, disclosure or speaker cannot end its comment, open a tag or forge a cue."""
    programme = timeline([("C", [HOSTILE])])
    text = render("vtt", programme, HOSTILE_ABOUT).decode()
    others, cues = read_captions(text)
    assert len(others) == 3
    assert all(rows[0].startswith("<v N &lt;b&gt;&amp;>") for _, _, rows in cues)
    assert "<script" not in text
    assert "\x1b" not in text


def test_vtt_leaves_out_empty_notes() -> None:
    """Without a title or disclosure there is no empty comment."""
    text = render("vtt", timeline(), About("", "en", "Narrator", " ")).decode()
    assert text.startswith("WEBVTT\n\n00:00:00.000 --> ")


def test_json_has_a_segment_a_line() -> None:
    """The podcast namespace's JSON gives each line its speaker and times, and its words."""
    programme = timeline()
    document = json.loads(render("json", programme, ABOUT))
    assert document["version"] == "1.0.0"
    for segment, line in zip(document["segments"], programme.lines, strict=True):
        assert segment["speaker"] == "Narrator"
        assert segment["body"] == line.display
        assert round(segment["startTime"] * 1000) == programme.ms(line.start)
        assert round(segment["endTime"] * 1000) == programme.ms(line.end)
        for word, cue in zip(segment["words"], line.words, strict=True):
            times = (programme.ms(cue.start) / 1000, programme.ms(cue.end) / 1000)
            assert (word["body"], word["startTime"], word["endTime"]) == (cue.display, *times)


def test_json_leaves_out_words_that_are_not_shown() -> None:
    """A word that only sounds is no word of the text."""
    programme = timeline([("C", ["a  b"])])
    (segment,) = json.loads(render("json", programme, ABOUT))["segments"]
    assert [word["body"] for word in segment["words"]] == ["a", "b"]


def test_html_names_speaker_time_and_text() -> None:
    """HTML has, for each chapter, the elements the podcast namespace names, in its order."""
    page = html.document_fromstring(render("html", timeline(), ABOUT))
    assert page.get("lang") == "en-us"
    assert [element.tag for element in page.iter("cite", "time", "p")] == ["cite", "time", "p"] * 3
    assert [element.text for element in page.iter("time")] == ["0:00", "0:03", "0:10"]
    assert {element.text for element in page.iter("cite")} == {"Narrator:"}
    assert page.findtext(".//aside") == "Read by a synthetic voice."
    assert (page.findall(".//p")[1].text or "").endswith("on record. Work starts in May.")


def test_html_leaves_out_silent_chapters_and_empty_headings() -> None:
    """A chapter of music alone has no part in the text, nor has a heading without words."""
    programme = timeline([("Music", [""]), ("", ["Words."])])
    page = html.document_fromstring(render("html", programme, ABOUT))
    assert page.findall(".//h2") == []
    assert [element.text for element in page.iter("p")] == ["Words."]


def test_html_counts_hours() -> None:
    """A chapter after an hour shows its hours."""
    programme = timeline([("A", ["slow"]), ("B", ["late"])], word=22050 * 3661)
    page = html.document_fromstring(render("html", programme, ABOUT))
    assert [element.text for element in page.iter("time")] == ["0:00", "1:01:01"]


def test_html_holds_hostile_text_as_text() -> None:
    """Titles, speaker and words cannot bring markup into the page."""
    programme = timeline([(HOSTILE, [HOSTILE])])
    page = html.document_fromstring(render("html", programme, HOSTILE_ABOUT))
    assert list(page.iter("script", etree.Comment)) == []
    assert page.findtext(".//p") == one_line(HOSTILE)
    assert page.findtext(".//h2") == one_line(HOSTILE)


def test_text_has_chapters_as_headings() -> None:
    """Plain text: title, disclosure, then each chapter's heading and one paragraph."""
    parts = render("txt", timeline(), ABOUT).decode().split("\n\n")
    assert parts[:4] == [
        "The tide gate",
        "Read by a synthetic voice.",
        "Opening",
        "The Quillhaven harbour board has approved a $4.2bn tide gate.",
    ]
    assert parts[-2:] == ["Sources", "This story is made up.\n"]


def test_lyrics_are_the_words_alone() -> None:
    """The text for ID3 has headings and paragraphs, but no title."""
    assert lyrics(timeline()).startswith("Opening\n\nThe Quillhaven harbour")
    assert lyrics(Timeline(22050, 0, ())) == ""


@pytest.mark.parametrize("role", sorted(WRITERS))
def test_transcripts_are_as_recorded(role: str) -> None:
    """Each form of a small programme is, byte for byte, the golden file."""
    produced = render(role, timeline(), ABOUT)
    assert produced == golden(f"publishing/transcript.{role}", produced)


@pytest.mark.parametrize("role", sorted(WRITERS))
def test_an_empty_programme_has_a_transcript(role: str) -> None:
    """A programme without words has a transcript that shows no time."""
    assert b"-->" not in render(role, Timeline(22050, 0, ()), ABOUT)


@pytest.mark.parametrize("role", sorted(WRITERS))
def test_no_form_holds_control_characters(role: str) -> None:
    """Of the control characters only the line feed is ever written."""
    produced = render(role, timeline([(HOSTILE, [HOSTILE])]), HOSTILE_ABOUT).decode()
    assert {character for character in produced if ord(character) < 32} == {"\n"}
