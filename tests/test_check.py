"""The gate before the shelf, and ``audiobrief check``."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import tiny_voice
from audiobrief.audio import inspect
from audiobrief.cli import main
from audiobrief.model import Heard, Line, Loudness, Word
from audiobrief.publishing import lint
from audiobrief.publishing.check import (
    Finding,
    Release,
    Site,
    check_links,
    check_release,
    reading,
    rule_names,
)
from audiobrief.publishing.check.leftovers import ADDRESS, MARKUP, RESIDUE, TEMPLATE
from check_samples import LIGHTS, TOLLS, Aired, replaced, write
from publishing_samples import episode, show
from samples import BARE, PLAIN, write_workspace
from test_check_mutants import MUTANTS

LANGUAGES = {
    "de": ("Die Kanalgebühren steigen", "Die Behörde erhöhte die Gebühren um 3 %."),
    "es": ("Suben los peajes del canal", "La autoridad subió los peajes un 3 %."),
    "fr": ("Les péages du canal augmentent", "L’autorité a relevé les péages de 3 %."),
    "it": ("Aumentano i pedaggi del canale", "L’autorità ha alzato i pedaggi del 3 %."),
    "pt": ("Sobem as tarifas do canal", "A autoridade subiu as tarifas em 3 %."),
    "en-GB": ("Canal tolls go up", "The authority raised its tolls by 3%."),
}


def run(workspace: Path, *arguments: str) -> Result:
    """Run audiobrief in a workspace."""
    command, *others = arguments
    return CliRunner().invoke(main, [command, "--workspace", str(workspace), *others])


@pytest.fixture(scope="module")
def aired_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace of two episodes, built once."""
    root = tmp_path_factory.mktemp("checked") / "desk"
    workspace = write_workspace(root, PLAIN, tolls=TOLLS, lights=LIGHTS)
    assert run(workspace, "build").exit_code == 0
    return workspace


@pytest.fixture
def aired(aired_once: Path, tmp_path: Path) -> Aired:
    """Return a copy of it."""
    return Aired(shutil.copytree(aired_once, tmp_path / "desk"))


def report(aired: Aired, name: str, text: str) -> None:
    """Write a report of the show."""
    (aired.workspace / "feeds" / "test" / f"{name}.md").write_text(text, encoding="utf-8")


RESIDUAL = TOLLS.replace("It was expected.", "As an AI language model, I cannot tell.")


def test_what_fails_stays_off_the_shelf(aired: Aired) -> None:
    """A release that fails is not published; the others are, and the exit code tells."""
    report(aired, "bad", RESIDUAL)
    report(aired, "good", TOLLS.replace("Canal tolls rise", "Port dues rise"))
    result = run(aired.workspace, "build")
    assert result.exit_code == 1
    assert "error text.residue" in result.stderr
    assert "what was published stays" in result.stderr
    assert "1 built, 2 up to date, 1 failed" in result.stdout
    assert not (aired.show / "episodes" / "bad").exists()
    feed = (aired.show / "feed.xml").read_text("utf-8")
    assert "Port dues rise" in feed
    assert "/bad/" not in feed
    assert not list(aired.shelf.rglob(".stage-*"))


def test_the_last_good_release_stays_on(aired: Aired) -> None:
    """A correction that fails changes no byte; corrected again, it goes on air."""
    before = {path: path.read_bytes() for path in aired.folder.iterdir()}
    feed = (aired.show / "feed.xml").read_bytes()
    report(aired, "tolls", RESIDUAL)
    assert run(aired.workspace, "build").exit_code == 1
    assert {path: path.read_bytes() for path in aired.folder.iterdir()} == before
    assert (aired.show / "feed.xml").read_bytes() == feed
    report(aired, "tolls", TOLLS.replace("It was expected.", "Nobody expected it."))
    assert run(aired.workspace, "build").exit_code == 0
    assert (aired.show / "feed.xml").read_bytes() != feed
    assert aired.check() == []


def test_a_feed_that_fails_leaves_the_old_one_on(aired: Aired) -> None:
    """What apps read is as it was, and all that it names is still there."""
    feed = (aired.show / "feed.xml").read_bytes()
    settings = aired.workspace / "feeds" / "test.toml"
    settings.write_text('categories = ["Newses"]\n' + PLAIN)
    report(aired, "tolls", TOLLS.replace("It was expected.", "Nobody expected it."))
    for _ in range(2):
        result = run(aired.workspace, "build")
        assert result.exit_code == 1
        assert "error feed.category.unknown" in result.stderr
        assert (aired.show / "feed.xml").read_bytes() == feed
    named = {part.split('"')[0] for part in feed.decode().split('url="') if "/episodes/" in part}
    local = [name.partition("/test/")[2] for name in named if "/test/" in name]
    assert local
    assert [name for name in local if not (aired.show / name).is_file()] == []
    settings.write_text(PLAIN)
    assert run(aired.workspace, "build").exit_code == 0
    assert aired.check() == []


def test_nothing_is_decoded_twice(aired: Aired, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build hears what it makes as it masters it; what is on the shelf it has heard before."""
    heard: list[str] = []
    monkeypatch.setattr(inspect, "hear", lambda path, **_: heard.append(path.name))
    report(aired, "good", TOLLS.replace("Canal tolls rise", "Port dues rise"))
    assert run(aired.workspace, "build").exit_code == 0
    assert aired.files["opus"].is_file()
    assert run(aired.workspace, "build").exit_code == 0
    assert heard == []


def test_doubts_are_told_and_stop_nothing(aired: Aired) -> None:
    """A warning is a line of the build, and fails a strict check alone."""
    report(aired, "tolls", TOLLS.replace("It was expected.", "See https://pod.example/x for it."))
    result = run(aired.workspace, "build")
    assert result.exit_code == 0, result.output
    assert "warning: test: test/episodes/tolls/" in result.stderr
    assert "text.address" in result.stderr
    assert run(aired.workspace, "check").exit_code == 0
    strict = run(aired.workspace, "check", "--strict")
    assert strict.exit_code == 1
    assert "test: 0 errors, 1 warnings" in strict.stdout


def test_a_check_tells_what_is_wrong_and_where(aired: Aired) -> None:
    """A line a finding, in the linter's form; and the same as JSON."""
    mp3 = aired.files["mp3"]
    mp3.write_bytes(mp3.read_bytes()[:-1000])
    (aired.shelf / "index.html").write_text('<html><a href="gone.html">x</a></html>')
    told = run(aired.workspace, "check")
    assert told.exit_code == 1
    assert f"test/episodes/tolls/{mp3.name}: error file.length: has " in told.stdout
    assert "index.html: 1: error link.broken: leads to what is not there: gone.html" in told.stdout
    found = json.loads(run(aired.workspace, "check", "--json").stdout)
    assert {one["rule"] for one in found} >= {"file.length", "file.digest", "link.broken"}
    assert set(found[0]) == {"rule", "severity", "file", "place", "message"}
    alone = json.loads(run(aired.workspace, "check", "test", "--json").stdout)
    assert {one["file"] for one in alone} == {f"test/episodes/tolls/{mp3.name}"}


def test_all_well_is_told(aired: Aired) -> None:
    """Exit code 0, and a line for each show; a show that is none is refused."""
    told = run(aired.workspace, "check", "test")
    assert told.exit_code == 0
    assert told.stdout == "test: 0 errors, 0 warnings\n"
    assert json.loads(run(aired.workspace, "check", "--json").stdout) == []
    assert run(aired.workspace, "check", "nobody").exit_code == 2


def test_every_language_passes(tmp_path: Path) -> None:
    """Shows of all languages are built, and nothing is found in any of them."""
    root = write_workspace(tmp_path / "desk", BARE, tolls=TOLLS)
    (root / "feeds" / "test.toml").unlink()
    for language, (title, text) in LANGUAGES.items():
        voice = (
            f"{language.replace('-', '_')}_XX-hum-tiny" if "-" not in language else "en_GB-hum-tiny"
        )
        tiny_voice.write_voice(root / "voices", voice)
        settings = BARE.replace(tiny_voice.NAME, voice).replace("test/", f"{language}/")
        settings = settings.replace("quiz = true", 'cuts = ["flash"]')
        (root / "feeds" / f"{language}.toml").write_text(
            f'language = "{language}"\n{settings}', encoding="utf-8"
        )
        (root / "feeds" / language).mkdir()
        (root / "feeds" / language / "canal.md").write_text(
            f"---\ntitle: {title}\ndate: 2026-01-12\nsummary: {text}\n---\n## {title}\n\n{text}\n",
            encoding="utf-8",
        )
    built = run(root, "build")
    assert built.exit_code == 0, built.output
    assert "warning" not in built.stderr
    checked = run(root, "check", "--strict")
    assert checked.exit_code == 0, checked.stdout
    assert checked.stdout.count("0 errors, 0 warnings") == len(LANGUAGES)


def test_a_withdrawn_episode_is_no_fault(aired: Aired) -> None:
    """Its page stays, its files are gone, and the feed says nothing of it."""
    report(aired, "lights", "---\ndate: 2026-01-12\nwithdrawn: Invented.\n---\n")
    assert run(aired.workspace, "build").exit_code == 0
    assert aired.other.record()["files"] == {}
    assert aired.check() == []


def test_a_private_show_is_no_fault(aired: Aired) -> None:
    """Its feed asks to be left out, and is otherwise a feed."""
    (aired.workspace / "feeds" / "test.toml").write_text("private = true\n" + PLAIN)
    assert run(aired.workspace, "build").exit_code == 0
    assert "itunes:block" in (aired.show / "feed.xml").read_text("utf-8")
    assert aired.check() == []


def test_an_adopted_episode_is_its_makers(aired: Aired) -> None:
    """Its loudness, its pauses and its words are not ours to judge, nor is there an AI in it."""
    other = aired.other
    other.sound(lambda samples: samples * 0.2)
    other.tags(lambda tags: tags.clear())
    other.keep(cut="adopted", loudness=None, summary="As an AI language model, I waited.")
    write(other.folder / "index.html", b"<!DOCTYPE html><html><p>The old host's words.</p></html>")
    (aired.workspace / "feeds" / "test" / "lights.md").unlink()
    assert run(aired.workspace, "build").exit_code == 0
    assert aired.check() == []
    other.keep(duration_ms=99_000)
    assert run(aired.workspace, "build").exit_code == 0
    assert {one.rule for one in aired.check()} == {"sound.duration.told"}


def silent(*lines: str, voice: str = "v") -> tuple[Line, ...]:
    """Return lines of a script that are said as they are shown."""
    return tuple(Line(tuple(Word(word, word) for word in line.split()), voice, 0) for line in lines)


def staged(folder: Path, **changes: Any) -> Release:
    """Return a release whose texts lie in a folder, with no sound."""
    segments = [{"startTime": 0, "endTime": 2, "body": "Ships waited."}]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "briefing.json").write_text(json.dumps({"segments": segments}))
    return replace(Release(show(), episode(), folder), **changes)


def rules(release: Release) -> set[str]:
    """Return the rules that a release breaks."""
    return {one.rule for one in check_release(release)}


def test_every_line_of_a_script_has_its_cue(tmp_path: Path) -> None:
    """While a release is made its script is known: no line of it may be missing, or another."""
    assert "line.cue" not in rules(staged(tmp_path, lines=silent("Ships waited.")))
    for script in (("Ships sailed.",), ("Ships waited.", "All day."), ("Once", "Ships waited.")):
        assert "line.cue" in rules(staged(tmp_path, lines=silent(*script)))


def test_an_address_is_not_read_out(tmp_path: Path) -> None:
    """What the voice is given holds no address; who the reader sees it is another matter."""
    assert "text.spelled" in rules(staged(tmp_path, lines=silent("See https://pod.example/x")))


def test_a_pause_that_was_asked_for_is_no_fault(tmp_path: Path) -> None:
    """Silence between two lines may be as long as the show's settings say, and no longer."""
    heard = Heard(30_000, Loudness(-16.0, -2.0), silences=((2_000, 9_000),))
    release = staged(tmp_path, heard={"mp3": heard}, longest_pause=8_000)
    segments = [
        {"startTime": start, "endTime": start + 2, "body": "Ships waited."} for start in (0, 9)
    ]
    (tmp_path / "briefing.json").write_text(json.dumps({"segments": segments}))
    assert "sound.silence" not in rules(release)
    assert "sound.silence" in rules(replace(release, longest_pause=5_000))
    later = replace(heard, silences=((12_000, 16_000),))
    assert "sound.silence" in rules(replace(release, heard={"mp3": later}))


def test_every_rule_has_its_mutant() -> None:
    """A rule that no test breaks might find nothing at all."""
    known = {name for _, names in MUTANTS.values() for name in names}
    elsewhere = {"line.cue", "text.spelled", "sound.duration.told"}
    assert set(rule_names()) - set(lint.rule_names()) - known == elsewhere


@pytest.mark.parametrize(
    "text",
    [
        "As an AI language model, I cannot tell.",
        "However, as an AI assistant I have no view.",
        "Sure, here is the script you asked for.",
        "Certainly! Here's a summary.",
        "Here is the rewritten article: Ships waited.",
        "[INST] Summarise. [/INST]",
        "<|im_start|>assistant",
        "```json",
        "I hope this helps!",
        "Let me know if you need more.",
        "Como modelo de lenguaje, no puedo.",
        "Als KI-Sprachmodell kann ich nicht.",
        "En tant que modèle de langage, je ne peux pas.",
    ],
)
def test_residue_is_known(text: str) -> None:
    """What language models say of themselves and of their task."""
    assert RESIDUE.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "{{ title }}",
        "{% if x %}",
        "Dear ${name}",
        "Lorem ipsum dolor",
        "TODO: ask the desk",
        "[insert figure]",
        "[object Object]",
    ],
)
def test_leftovers_are_known(text: str) -> None:
    """What a template or an editor has left."""
    assert TEMPLATE.search(text)


@pytest.mark.parametrize(
    "text",
    ["<b>Ships</b>", "a<br/>b", "Tolls &amp; tides", "**Ships**", "## Ships", "[log](https://x.y)"],
)
def test_markup_is_known(text: str) -> None:
    """HTML, entities, and Markdown that was not read."""
    assert MARKUP.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "None of the ships waited.",
        "The bot answered: “As an AI language model, I cannot tell.”",
        "Here is the harbour: it is full.",
        "Growth was <5% and debt > 60% of GDP.",
        "a < b and c > d",
        "AT&T and R&D rose 3*4*5.",
        "He scored 7 [sic] points (see table).",
        "The to-do list of the user: none.",
        "The value is undefined in law.",
        "Nanterre, null and void.",
        "Sure, the minister said.",
    ],
)
def test_news_is_no_leftover(text: str) -> None:
    """What a newspaper may print is held for no fault."""
    for pattern in (RESIDUE, TEMPLATE, MARKUP, ADDRESS):
        assert not pattern.search(text)


def links(tmp_path: Path, body: str, **others: str) -> list[Finding]:
    """Return what is found in the links of a page at show/a.html."""
    (tmp_path / "show").mkdir()
    for name, text in {"a": body, **others}.items():
        (tmp_path / "show" / f"{name}.html").write_text(f"<html><body>{text}</body></html>")
    site = Site(tmp_path, {"https://pod.example/show/": "show"})
    return list(check_links(site, "show/a.html"))


@pytest.mark.parametrize(
    "body",
    [
        '<a href="b.html#here">b</a>',
        '<a href="./b.html?x=1">b</a>',
        '<p id="top"><a href="#top">top</a><a href="">self</a><a href="a.html#t=5">at</a></p>',
        '<a href="https://elsewhere.example/x">x</a><a href="mailto:a@b.example">m</a>',
        '<img src="data:image/gif;base64,R0lGOD"><a href="//cdn.example/x">x</a>',
        '<meta property="og:url" content="https://pod.example/show/b.html">',
        '<a href="../show/b.html">b</a><a href="https://pod.example/show/b.html#old">b</a>',
        '<img srcset="b.html 1x, b.html 2x"><video poster="b.html"></video>',
    ],
)
def test_links_that_lead_somewhere(tmp_path: Path, body: str) -> None:
    """Relative, absolute, with query and anchor; what is elsewhere is not looked at."""
    assert links(tmp_path, body, b='<p id="here"></p><a name="old"></a>') == []


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ('<a href="c.html">c</a>', "link.broken"),
        ('<a href="folder/">c</a>', "link.broken"),
        ('<meta property="og:image" content="https://pod.example/show/c.jpg">', "link.broken"),
        ('<img srcset="b.html 1x, c.jpg 2x">', "link.broken"),
        ('<a href="b.html#there">b</a>', "link.anchor"),
        ('<a href="#there">b</a>', "link.anchor"),
        ('<a href="../../c.html">c</a>', "link.outside"),
        ('<a href="/show/b.html">b</a>', "link.outside"),
    ],
)
def test_links_that_lead_nowhere(tmp_path: Path, body: str, rule: str) -> None:
    """Each kind of fault has its rule."""
    assert [one.rule for one in links(tmp_path, body, b="")] == [rule]


@pytest.mark.parametrize(
    ("reader", "data"),
    [
        (reading.vtt, b""),
        (reading.vtt, b"WEBVTT\n\nno times\n\n"),
        (reading.vtt, b"WEBVTT\n\n00:01.000 -->\nx\n\n"),
        (reading.srt, b"one\n"),
        (reading.segments, b"[]"),
        (reading.segments, b'{"segments": [{"body": "x"}]}'),
        (reading.segments, b'{"segments": [{"startTime": "0", "endTime": 1, "body": "x"}]}'),
        (reading.segments, b'{"segments": [{"startTime": NaN, "endTime": 1, "body": "x"}]}'),
        (reading.chapters, b'{"version": "2.0", "chapters": []}'),
        (reading.chapters, b'{"version": "1.2.0", "chapters": [{}]}'),
        (reading.prose_html, b" "),
    ],
)
def test_what_players_refuse_is_refused(reader: Callable[[bytes], object], data: bytes) -> None:
    """Nothing is mended on the way."""
    with pytest.raises(reading.UnreadableError):
        reader(data)


def test_captions_of_other_hands_are_read() -> None:
    """Identifiers, settings, notes, styles, short times, a byte order mark and CRLF are allowed."""
    rows = (
        *("\ufeffWEBVTT - Kind", "", "STYLE", "::cue{}", "", "intro"),
        *("00:01.000 --> 00:02.500 line:0", "<v Ann>Ships &amp; <b>tides</b>", ""),
    )
    text = "\r\n".join(rows)
    assert reading.vtt(text.encode()) == (reading.Cue(1000, 2500, "Ships & tides"),)


def test_replaced_finds_something() -> None:
    """A mutant that changes nothing is an error of the tests."""
    with pytest.raises(AssertionError, match="nothing is like"):
        replaced("text", "absent", "")
