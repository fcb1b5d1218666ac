"""One fault at a time in a good release, each found by the rule that is there for it, and no other.

A fault is put in as if the release had been made so: record and feed agree with the file,
unless the fault is that they do not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from mutagen.id3 import TIT2, TXXX
from mutagen.oggopus import OggOpus

from audiobrief.audio import inspect
from audiobrief.audio.pcm import Samples
from audiobrief.cli import main
from audiobrief.model import Heard
from check_samples import LIGHTS, TOLLS, URL, Aired, copied, known_by, picture, write
from samples import PLAIN, write_workspace
from sound_samples import RATE

Mutant = Callable[[Aired], None]

MUTANTS: dict[str, tuple[Mutant, set[str]]] = {}


def killed_by(*rules: str) -> Callable[[Mutant], Mutant]:
    """Make a function a mutant that exactly these rules find."""

    def join(mutant: Mutant) -> Mutant:
        MUTANTS[mutant.__name__] = (mutant, set(rules))
        return mutant

    return join


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace of two episodes, built once."""
    root = tmp_path_factory.mktemp("aired") / "desk"
    workspace = write_workspace(root, PLAIN, tolls=TOLLS, lights=LIGHTS)
    result = CliRunner().invoke(main, ["build", "--workspace", str(workspace)])
    assert result.exit_code == 0, result.output
    return workspace


@pytest.fixture(autouse=True, scope="module")
def heard_once() -> Any:
    """Decode what no mutant has changed once, not once a mutant."""
    known: dict[Any, Heard] = {}
    hear = inspect.hear

    def remembered(path: Path, *, peak: bool = True) -> Heard:
        key = (*known_by(path), peak)
        if key not in known:
            known[key] = hear(path, peak=peak)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inspect, "hear", remembered)
        yield


def test_a_good_release_has_no_findings(built: Path, tmp_path: Path) -> None:
    """What is well is found well, to the last warning."""
    assert copied(built, tmp_path / "desk").check() == []


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each mutant a test of its own."""
    if "mutant" in metafunc.fixturenames:
        metafunc.parametrize("mutant", MUTANTS)


def test_mutants_are_killed(built: Path, tmp_path: Path, mutant: str) -> None:
    """A fault is found by its rule, at its file, and nothing else is said to be wrong."""
    change, rules = MUTANTS[mutant]
    aired = copied(built, tmp_path / "desk")
    change(aired)
    found = aired.check()
    assert {one.rule for one in found} == rules, "\n".join(map(str, found))


def test_mutants_are_many() -> None:
    """Every kind of fault has its mutants."""
    assert len(MUTANTS) >= 60


# Files: what the feed names is there, whole, and what it was.


@killed_by("file.missing", "link.broken")
def sound_file_deleted(aired: Aired) -> None:
    """The MP3 is gone."""
    aired.files["mp3"].unlink()


@killed_by("file.missing", "link.broken")
def transcript_renamed(aired: Aired) -> None:
    """A file has another name than the record says."""
    aired.files["vtt"].rename(aired.folder / "transcript.vtt")


@killed_by("file.missing", "link.broken")
def page_deleted(aired: Aired) -> None:
    """The page is gone, and the show's links to it lead nowhere."""
    (aired.folder / "index.html").unlink()


@killed_by(
    *("file.length", "file.digest", "file.integrity"),
    *("sound.duration", "chapters.beyond", "transcript.beyond"),
)
def sound_file_truncated(aired: Aired) -> None:
    """A copy broke off."""
    data = aired.files["mp3"].read_bytes()
    write(aired.files["mp3"], data[: len(data) * 3 // 4])


@killed_by("file.length", "file.digest", "image.unfit")
def cover_truncated(aired: Aired) -> None:
    """A picture broke off."""
    data = aired.files["cover"].read_bytes()
    write(aired.files["cover"], data[: len(data) // 2])


@killed_by("file.digest")
def one_letter_changed(aired: Aired) -> None:
    """A file was touched after its release."""
    path = aired.files["vtt"]
    write(path, path.read_bytes().replace(b"NOTE Canal", b"NOTE Camel"))


@killed_by("file.digest", "file.integrity")
def one_byte_of_sound_changed(aired: Aired) -> None:
    """A bit fell over in the MP3's tags."""
    data = bytearray(aired.files["mp3"].read_bytes())
    data[data.index(b"A\0n\0") if b"A\0n\0" in data else 2000] ^= 1
    write(aired.files["mp3"], bytes(data))


@killed_by("file.length", "file.digest", "file.integrity", "file.type")
def sounds_swapped(aired: Aired) -> None:
    """MP3 and Opus lie under each other's names."""
    mp3, opus = (aired.files[role].read_bytes() for role in ("mp3", "opus"))
    write(aired.files["mp3"], opus)
    write(aired.files["opus"], mp3)


@killed_by("file.type")
def opus_called_mp3(aired: Aired) -> None:
    """What the feed calls an MP3 is Opus."""
    aired.put("mp3", aired.files["opus"].read_bytes())


@killed_by("record.unreadable")
def record_cut(aired: Aired) -> None:
    """A record broke off."""
    path = aired.folder / "episode.json"
    write(path, path.read_bytes()[:200])


@killed_by("record.missing")
def show_record_deleted(aired: Aired) -> None:
    """The show's GUID is gone."""
    (aired.show / "show.json").unlink()


@killed_by("transcript.missing", "episode.address")
def transcript_forgotten(aired: Aired) -> None:
    """A release was made without its captions."""
    files = aired.record()["files"]
    aired.keep(files={role: file for role, file in files.items() if role != "srt"})


@killed_by("file.missing", "episode.address")
def record_without_sound(aired: Aired) -> None:
    """A record names no MP3."""
    files = aired.record()["files"]
    aired.keep(files={role: file for role, file in files.items() if role != "mp3"})


# Sound.


@killed_by("sound.loudness")
def quieter(aired: Aired) -> None:
    """Encoded again, three decibels down."""
    aired.sound(lambda samples: samples * np.float32(0.7))


@killed_by("sound.loudness", "sound.peak")
def louder(aired: Aired) -> None:
    """Encoded again, without a limiter."""
    aired.sound(lambda samples: samples * (0.97 / np.abs(samples).max()))


@killed_by("sound.silence", "sound.duration", "line.silent")
def silence_inserted(aired: Aired) -> None:
    """Four seconds of nothing between two lines."""
    at = int(aired.segments()[3]["endTime"] * RATE)

    def cut(samples: Samples) -> Samples:
        return np.concatenate([samples[:at], np.zeros(4 * RATE, np.float32), samples[at:]])

    aired.sound(cut)


@killed_by("sound.silence", "line.silent")
def four_seconds_lost(aired: Aired) -> None:
    """The voice stops and comes back: as long as it was, with a hole in it."""
    start = int(aired.segments()[2]["startTime"] * RATE)
    aired.sound(lambda samples: filled(samples, start, 5.0, 0.0))


@killed_by("line.silent")
def one_line_lost(aired: Aired) -> None:
    """One line is not heard."""
    line = next(one for one in aired.segments() if one["endTime"] - one["startTime"] < 2.0)
    start, end = line["startTime"], line["endTime"]
    aired.sound(lambda samples: filled(samples, int(start * RATE), end - start, 0.0))


@killed_by("sound.clipped", "sound.peak", "sound.loudness")
def clipped(aired: Aired) -> None:
    """Part of a second is over full scale."""

    def loud(samples: Samples) -> Samples:
        part = slice(RATE, RATE + RATE // 3)
        samples[part] = np.clip(samples[part] * 30, -1, 1)
        return samples

    aired.sound(loud)


@killed_by("sound.noise", "sound.clipped", "sound.peak", "sound.loudness")
def noise(aired: Aired) -> None:
    """A burst of noise, as loud as can be."""
    burst = np.random.default_rng(7).uniform(-1, 1, RATE // 4).astype(np.float32)

    def loud(samples: Samples) -> Samples:
        samples[RATE * 3 : RATE * 3 + len(burst)] = burst
        return samples

    aired.sound(loud)


@killed_by("sound.stuck")
def stuck(aired: Aired) -> None:
    """One value is held for a fifth of a second."""
    at = int(aired.segments()[3]["endTime"] * RATE)
    aired.sound(lambda samples: filled(samples, at, 0.2, 0.3))


@killed_by("sound.offset")
def off_its_middle(aired: Aired) -> None:
    """All of it lies above nought."""
    aired.sound(lambda samples: samples + np.float32(0.015))


@killed_by("sound.peak")
def one_peak(aired: Aired) -> None:
    """A single click goes over the ceiling."""

    def click(samples: Samples) -> Samples:
        wave = np.sin(np.arange(60) * 0.5).astype(np.float32)
        samples[RATE * 2 : RATE * 2 + 60] = 0.95 * wave
        return samples

    aired.sound(click)


@killed_by("sound.duration", "chapters.beyond", "transcript.beyond")
def second_half_lost(aired: Aired) -> None:
    """The encoder stopped half-way."""
    aired.sound(lambda samples: samples[: len(samples) // 2])


@killed_by("sound.duration", "line.silent", "transcript.beyond")
def another_episodes_beginning(aired: Aired) -> None:
    """The sound is too short by two seconds, at its beginning."""
    aired.sound(lambda samples: samples[2 * RATE :])


@killed_by("sound.unplayable", "file.type", "tags.missing")
def garbage(aired: Aired) -> None:
    """The MP3 is no sound at all."""
    aired.put("mp3", b"\0\1\2\3" * 5000)


@killed_by("sound.duration")
def opus_damaged(aired: Aired) -> None:
    """The middle of the Opus file was overwritten, and players skip it."""
    aired.put("opus", overwritten(aired.files["opus"].read_bytes(), b"OggS"))


@killed_by("sound.damaged")
def mp3_damaged(aired: Aired) -> None:
    """Frames in the middle of the MP3 were overwritten."""
    aired.put("mp3", overwritten(aired.files["mp3"].read_bytes(), b"\xff\xfb"))


@killed_by("sound.duration", "line.silent", "tags.title", "chapters.differ")
def sound_of_another_episode(aired: Aired) -> None:
    """The wrong file was published, tags and all."""
    aired.put("mp3", aired.other.files["mp3"].read_bytes())


# Lines and transcripts.


@killed_by("transcript.differs")
def cue_removed(aired: Aired) -> None:
    """One caption is gone."""
    aired.text("vtt", r"\n\n[^\n]*-->[^\n]*\n[^\n]*\n\n", r"\n\n")


@killed_by("transcript.differs")
def subtitle_removed(aired: Aired) -> None:
    """One subtitle is gone, the last."""
    blocks = aired.files["srt"].read_text("utf-8").strip().split("\n\n")
    aired.put("srt", "\n\n".join(blocks[:-1]).encode())


@killed_by("transcript.overlap", "transcript.drift")
def cues_overlap(aired: Aired) -> None:
    """A caption stands for ten seconds too long."""
    aired.text("vtt", r"--> 00:00:0(\d)", r"--> 00:00:1\1")


@killed_by("transcript.order", "transcript.differs")
def cues_out_of_order(aired: Aired) -> None:
    """The first two captions are swapped."""
    aired.text("vtt", r"(\n\n00:[^\n]*\n<v[^-]*)(\n\n00:[^\n]*\n<v[^-]*)(\n\n00:)", r"\2\1\3")


@killed_by("transcript.beyond")
def line_beyond_the_end(aired: Aired) -> None:
    """The last line ends when the programme has ended."""

    def later(found: Any) -> None:
        found["segments"][-1]["endTime"] += 2.0

    aired.json("json", later)


@killed_by("transcript.empty", "transcript.differs")
def cue_without_text(aired: Aired) -> None:
    """A caption shows nothing."""
    aired.text("vtt", r"(<v Narrator>)[^-]*?\n\n", r"\1\n\n")


@killed_by("transcript.empty")
def cue_without_time(aired: Aired) -> None:
    """A subtitle ends as it starts."""
    aired.text("srt", r"(00:\d\d:\d\d,\d{3}) --> \S+", r"\1 --> \1")


@killed_by("transcript.words")
def words_out_of_order(aired: Aired) -> None:
    """Reading along would jump back."""

    def swap(found: Any) -> None:
        words = found["segments"][2]["words"]
        words[0]["startTime"], words[1]["startTime"] = words[1]["startTime"], words[0]["startTime"]

    aired.json("json", swap)


@killed_by("transcript.drift", "transcript.beyond")
def captions_late(aired: Aired) -> None:
    """All captions come three seconds late."""
    text = aired.files["vtt"].read_text("utf-8")
    aired.put("vtt", re.sub(r"00:0(\d):(\d\d)\.", later, text).encode())


@killed_by("transcript.differs", "transcript.beyond")
def captions_of_another_episode(aired: Aired) -> None:
    """The wrong captions were published."""
    aired.put("srt", aired.other.files["srt"].read_bytes())


@killed_by("transcript.differs", "transcript.title")
def page_of_another_episode(aired: Aired) -> None:
    """The wrong transcript was published."""
    aired.put("html", aired.other.files["html"].read_bytes())


@killed_by("transcript.differs")
def text_changed(aired: Aired) -> None:
    """A word of the plain text is another."""
    aired.text("txt", "It was expected", "It was rejected")


@killed_by("text.unreadable", "file.type")
def captions_without_head(aired: Aired) -> None:
    """WebVTT that does not say so is refused by browsers."""
    aired.text("vtt", "WEBVTT", "WEBVT")


@killed_by("text.unreadable", "file.type")
def captions_of_the_wrong_form(aired: Aired) -> None:
    """SubRip under the name of WebVTT."""
    aired.put("vtt", aired.files["srt"].read_bytes())


@killed_by("text.unreadable")
def subtitles_misnumbered(aired: Aired) -> None:
    """A number is missing."""
    aired.text("srt", r"\n\n3\n", r"\n\n4\n")


@killed_by("text.unreadable")
def times_garbled(aired: Aired) -> None:
    """A time without its milliseconds."""
    aired.text("vtt", r"(00:\d\d:\d\d)\.\d{3} -->", r"\1 -->")


@killed_by("text.unreadable")
def json_broken(aired: Aired) -> None:
    """The JSON transcript broke off."""
    aired.put("json", aired.files["json"].read_bytes()[:-200])


@killed_by("text.unreadable")
def html_broken(aired: Aired) -> None:
    """The HTML transcript broke off."""
    aired.put("html", aired.files["html"].read_bytes()[:400])


@killed_by("text.unreadable")
def text_in_another_encoding(aired: Aired) -> None:
    """The plain text is not UTF-8."""
    aired.put("txt", aired.files["txt"].read_text("utf-8").encode() + b"Caf\xe9\n")


@killed_by("line.pace", "transcript.drift")
def line_rushed(aired: Aired) -> None:
    """A long line has a fifth of a second."""

    def hurry(found: Any) -> None:
        line = max(found["segments"], key=lambda one: len(one["body"]))
        line["endTime"] = line["startTime"] + 0.2
        line["words"] = []

    aired.json("json", hurry)


# Chapters and tags.


@killed_by("chapters.beyond", "chapters.differ")
def chapter_beyond_the_end(aired: Aired) -> None:
    """The last chapter starts when the programme has ended."""
    aired.json("chapters", lambda found: found["chapters"][-1].update(startTime=9999))


@killed_by("chapters.order", "chapters.differ")
def chapters_swapped(aired: Aired) -> None:
    """Two chapters are out of order."""

    def swap(found: Any) -> None:
        found["chapters"][1], found["chapters"][2] = found["chapters"][2], found["chapters"][1]

    aired.json("chapters", swap)


@killed_by("chapters.order", "chapters.differ")
def first_chapter_late(aired: Aired) -> None:
    """Nothing is listed at nought."""
    aired.json("chapters", lambda found: found["chapters"][0].update(startTime=0.5))


@killed_by("chapters.order", "chapters.differ")
def chapter_without_title(aired: Aired) -> None:
    """An app would list a blank."""
    aired.json("chapters", lambda found: found["chapters"][1].update(title=" "))


@killed_by("text.unreadable")
def chapters_of_no_version(aired: Aired) -> None:
    """The chapters' form is told by their version."""
    aired.json("chapters", lambda found: found.pop("version"))


@killed_by("chapters.differ")
def chapters_lost_from_tags(aired: Aired) -> None:
    """The MP3's own chapters are not the feed's."""
    aired.tags(lambda tags: tags.delall("CHAP"))


@killed_by("tags.missing")
def tags_lost(aired: Aired) -> None:
    """The MP3 has no tags at all."""
    data = aired.files["mp3"].read_bytes()
    aired.put("mp3", data[data.index(b"\xff\xfb") :])


@killed_by("tags.title")
def tags_of_another(aired: Aired) -> None:
    """The MP3 has another title."""
    aired.tags(lambda tags: tags.add(TIT2(encoding=1, text="Isles link their lights")))


# The disclosure, in each of its places.


@killed_by("disclosure.aloud", "transcript.differs")
def not_disclosed_aloud(aired: Aired) -> None:
    """The opening leaves it out."""
    aired.text(
        "json",
        "This briefing is read by a synthetic voice.",
        "This briefing is read for you today.",
    )


@killed_by("disclosure.tags")
def not_disclosed_in_tags(aired: Aired) -> None:
    """The MP3's tags leave it out."""
    aired.tags(lambda tags: tags.delall("TXXX:AI-DISCLOSURE"))


@killed_by("disclosure.tags")
def disclosed_otherwise_in_tags(aired: Aired) -> None:
    """The MP3's tags say the contrary."""
    frame = TXXX(encoding=1, desc="AI-DISCLOSURE", text="Read by a human.")
    aired.tags(lambda tags: tags.add(frame))


@killed_by("disclosure.tags")
def not_disclosed_in_opus(aired: Aired) -> None:
    """The Opus file's comments leave it out."""
    path = aired.files["opus"]
    write(path, path.read_bytes())
    comments = OggOpus(path)
    del comments["ai-disclosure"]
    comments.save()
    aired.put("opus", path.read_bytes())


@killed_by("disclosure.page")
def not_disclosed_on_the_page(aired: Aired) -> None:
    """The page leaves it out."""
    aired.page(r"AI disclosure: this episode is narrated", "This episode is read")


@killed_by("disclosure.description")
def not_disclosed_in_the_description(aired: Aired) -> None:
    """The show notes leave it out."""
    aired.item(r"AI disclosure: [^<]*</description>", "</description>")


@killed_by("disclosure.item")
def not_disclosed_in_the_item(aired: Aired) -> None:
    """The item's element is gone."""
    aired.item(r"      <podcast:txt[^>]*>true</podcast:txt>\n", "")


@killed_by("disclosure.channel")
def not_disclosed_in_the_channel(aired: Aired) -> None:
    """The channel's element is gone."""
    aired.feed(r"    <podcast:txt[^>]*>true</podcast:txt>\n", "", 1)


# Texts.


@killed_by("text.residue")
def residue_in_the_summary(aired: Aired) -> None:
    """A language model talks of itself."""
    aired.keep(summary="As an AI language model, I cannot verify tolls.")


@killed_by("text.residue", "transcript.differs")
def residue_in_a_line(aired: Aired) -> None:
    """A language model answers its prompt."""
    aired.text("json", "It was expected.", "Sure, here is the script.")


@killed_by("text.residue")
def prompt_in_a_chapter(aired: Aired) -> None:
    """A prompt's own signs are a source's title."""
    aired.keep(sources=[{"title": "[INST] Summarise [/INST]", "url": "", "publisher": ""}])


@killed_by("text.template")
def place_not_filled(aired: Aired) -> None:
    """A template's braces are left."""
    aired.keep(byline="{{ author }}")


@killed_by("text.template")
def filler(aired: Aired) -> None:
    """Nobody replaced the filler."""
    aired.keep(summary="Lorem ipsum dolor sit amet.")


@killed_by("text.nothing")
def nothing_for_a_name(aired: Aired) -> None:
    """A program's word for nothing is printed."""
    aired.keep(category="None")


@killed_by("text.markup", "transcript.differs")
def markup_in_a_line(aired: Aired) -> None:
    """Tags are shown, and were said."""
    aired.text("json", "It was expected.", "It was <b>expected</b>.")


@killed_by("text.markup")
def entities_in_the_summary(aired: Aired) -> None:
    """An escape was escaped again."""
    aired.keep(summary="Tolls &amp; tides.")


@killed_by("text.address", "transcript.differs")
def address_in_a_line(aired: Aired) -> None:
    """An address is in the captions."""
    aired.text("json", "It was expected.", "See https://pod.example/x for more.")


# Pictures.


@killed_by("image.unfit")
def cover_tiny(aired: Aired) -> None:
    """A cover of 100 pixels."""
    aired.put("cover", picture("JPEG", 100, 100))


@killed_by("image.unfit")
def cover_oblong(aired: Aired) -> None:
    """A cover that is not square."""
    aired.put("cover", picture("JPEG", 2000, 1500))


@killed_by("image.unfit", "file.type")
def png_named_jpg(aired: Aired) -> None:
    """A PNG under the name of a JPEG."""
    aired.put("cover", picture("PNG", 1400, 1400))


@killed_by("image.unfit", "file.type")
def text_named_jpg(aired: Aired) -> None:
    """No picture at all."""
    aired.put("cover", b"<html>Not found</html>")


@killed_by("image.cover")
def shows_cover_tiny(aired: Aired) -> None:
    """The show's own cover is too small."""
    (cover,) = aired.show.glob("cover-*.jpg")
    write(cover, picture("JPEG", 600, 600))


@killed_by("image.cover", "link.broken")
def shows_cover_deleted(aired: Aired) -> None:
    """The show's own cover is gone."""
    (cover,) = aired.show.glob("cover-*.jpg")
    cover.unlink()


# Links.


@killed_by("link.broken")
def link_misspelled(aired: Aired) -> None:
    """A download leads nowhere."""
    aired.page(r'href="(tolls-[0-9a-f]+)\.srt"', r'href="\1.str"')


@killed_by("link.broken")
def player_without_sound(aired: Aired) -> None:
    """The player's own source is another file."""
    aired.page(r'<audio([^>]*) src="[^"]*"', r'<audio\1 src="gone.mp3"')


@killed_by("link.broken")
def show_links_nowhere(aired: Aired) -> None:
    """The list of episodes has one that never was."""
    path = aired.show / "index.html"
    text = path.read_text("utf-8")
    write(path, text.replace("</main>", '<a href="episodes/never/">Never</a></main>').encode())


@killed_by("link.broken")
def shelf_links_nowhere(aired: Aired) -> None:
    """The list of shows has one that never was."""
    path = aired.shelf / "index.html"
    text = path.read_text("utf-8")
    write(path, text.replace("</main>", f'<a href="{URL}never.html">Never</a></main>').encode())


@killed_by("link.anchor")
def anchor_lost(aired: Aired) -> None:
    """A link leads to a place that is not in the page."""
    aired.page("</main>", '<a href="#nowhere">Back</a></main>')


@killed_by("link.outside")
def link_out_of_the_shelf(aired: Aired) -> None:
    """A link climbs above what is published."""
    aired.page("</main>", '<img src="../../../../logo.png" alt=""></main>')


@killed_by("link.outside")
def link_from_the_root(aired: Aired) -> None:
    """A link is right on one server alone."""
    aired.page("</main>", '<a href="/test/index.html">Show</a></main>')


@killed_by("link.broken")
def picture_set_broken(aired: Aired) -> None:
    """One of several sizes of a picture is not there."""
    aired.page("</main>", '<img srcset="gone.jpg 2x" alt=""></main>')


@killed_by("text.unreadable")
def page_broken_off(aired: Aired) -> None:
    """The page has no end."""
    aired.page(r"</body>.*", "")


# The feed.


@killed_by("episode.length")
def wrong_length(aired: Aired) -> None:
    """The enclosure's length is another file's."""
    aired.item(r'(<enclosure [^>]*length=")\d+', r"\g<1>12345")


@killed_by("episode.length")
def wrong_length_of_the_other_form(aired: Aired) -> None:
    """The Opus file's length is another file's."""
    aired.item(r'(<podcast:alternateEnclosure type="audio/ogg" length=")\d+', r"\g<1>12345")


@killed_by("episode.type", "item.enclosure.ending")
def wrong_type(aired: Aired) -> None:
    """The enclosure's type is another one's."""
    aired.item(r'(<enclosure [^>]*type=")audio/mpeg', r"\1audio/mp4")


@killed_by("episode.type")
def wrong_type_of_transcript(aired: Aired) -> None:
    """A transcript is said to be HTML, and is WebVTT."""
    aired.item(r'(\.vtt" type=")text/vtt', r"\1text/html")


@killed_by("episode.integrity")
def wrong_integrity(aired: Aired) -> None:
    """The digest in the feed is another file's."""
    aired.item(r'(type="sri" value="sha384-)[^"]{8}', r"\1AAAAAAAA")


@killed_by("episode.duration")
def wrong_duration(aired: Aired) -> None:
    """The feed says a minute more."""
    aired.item(r"<itunes:duration>\d+", "<itunes:duration>99")


@killed_by("episode.address")
def wrong_address(aired: Aired) -> None:
    """The feed names a file that never was."""
    aired.item(r'(<enclosure url="[^"]*/)tolls-[0-9a-f]+', r"\1tolls-0000000000")


@killed_by("episode.address")
def another_host(aired: Aired) -> None:
    """Chapters lie on a host that is not the show's."""
    aired.item(
        r'<podcast:chapters url="https://podcast', '<podcast:chapters url="https://elsewhere'
    )


@killed_by("episode.unknown", "episode.unlisted")
def unknown_guid(aired: Aired) -> None:
    """An item has a GUID that was never minted here."""
    aired.item(aired.record()["guid"], "00000000-0000-5000-8000-000000000000")


@killed_by(
    "item.guid.repeated", "episode.unlisted", "episode.address", "episode.title", "episode.duration"
)
def guid_twice(aired: Aired) -> None:
    """Two items have one GUID."""
    aired.item(aired.record()["guid"], aired.other.record()["guid"])


@killed_by("episode.unlisted")
def item_removed(aired: Aired) -> None:
    """An episode is in no feed."""
    aired.item(r".*", "")


@killed_by("episode.unknown")
def withdrawn_but_listed(aired: Aired) -> None:
    """An episode that was withdrawn is still in the feed."""
    why = {"at": "2026-01-13T00:00:00Z", "reason": "The figures were invented."}
    aired.keep(withdrawn=why)


@killed_by("episode.title")
def title_of_another(aired: Aired) -> None:
    """The feed has another headline."""
    aired.item("<title>Canal tolls rise", "<title>Canal tolls fall")


@killed_by("feed.order")
def oldest_first(aired: Aired) -> None:
    """The newest item is not the first."""
    aired.other.keep(published="2026-01-20T00:00:00Z")
    path = aired.show / "feed.xml"
    items = re.findall(r"    <item>.*?</item>\n", path.read_text("utf-8"), re.DOTALL)
    if "Isles" in items[0]:
        aired.feed(
            re.escape(items[0]) + re.escape(items[1]), (items[1] + items[0]).replace("\\", r"\\")
        )


@killed_by("feed.missing", "link.broken")
def feed_deleted(aired: Aired) -> None:
    """There is no feed."""
    (aired.show / "feed.xml").unlink()


@killed_by("xml.malformed", "episode.unlisted")
def feed_malformed(aired: Aired) -> None:
    """The feed broke off."""
    path = aired.show / "feed.xml"
    write(path, path.read_bytes()[:-60])


@killed_by("xml.malformed", "episode.unlisted")
def namespace_undeclared(aired: Aired) -> None:
    """A prefix stands for nothing."""
    aired.feed(r' xmlns:podcast="[^"]*"', "")


@killed_by("xml.doctype", "episode.unlisted")
def entities_declared(aired: Aired) -> None:
    """A document type has no place in a feed."""
    aired.feed("<rss ", '<!DOCTYPE rss [<!ENTITY a "b">]>\n<rss ')


@killed_by("feed.explicit.invalid")
def not_as_the_linter_likes(aired: Aired) -> None:
    """The linter's rules are asked, too."""
    aired.feed("<itunes:explicit>false", "<itunes:explicit>no", 1)


@killed_by("feed.self.wrong")
def feed_of_another_address(aired: Aired) -> None:
    """The feed says that it is another one."""
    aired.feed(r'href="[^"]*feed\.xml" rel="self"', f'href="{URL}rss.xml" rel="self"')


@killed_by("feed.page.missing")
def next_page_missing(aired: Aired) -> None:
    """The feed goes on where nothing is."""
    aired.feed("    <docs>", f'    <atom:link rel="next" href="{URL}feed-1.xml"/>\n    <docs>')


@killed_by("feed.page.unlinked")
def page_unlinked(aired: Aired) -> None:
    """An older page is left that no page leads to."""
    write(aired.show / "feed-1.xml", b"<rss/>")


@killed_by("feed.guid.repeated")
def episode_on_two_pages(aired: Aired) -> None:
    """The older page has an episode of the newer one."""
    data = (aired.show / "feed.xml").read_text("utf-8")
    write(aired.show / "feed-1.xml", data.replace("/feed.xml", "/feed-1.xml").encode())
    aired.feed("    <docs>", f'    <atom:link rel="next" href="{URL}feed-1.xml"/>\n    <docs>')


def filled(samples: Samples, start: int, seconds: float, value: float) -> Samples:
    """Return samples with one value in them for a while."""
    samples[start : start + int(seconds * RATE)] = value
    return samples


def overwritten(data: bytes, sign: bytes) -> bytes:
    """Return a file with nonsense behind a container's or a frame's sign in the middle of it."""
    begin = data.index(sign, len(data) // 2) + 60
    return data[:begin] + b"\xff" * 300 + data[begin + 300 :]


def later(time: re.Match[str]) -> str:
    """Return a time three seconds later."""
    seconds = int(time[1]) * 60 + int(time[2]) + 3
    return f"00:{seconds // 60:02}:{seconds % 60:02}."
