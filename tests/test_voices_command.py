"""``audiobrief voices``, as a user at a terminal meets it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import pytest
from click.testing import CliRunner, Result

import tiny_voice
from audiobrief.commands import voices as module
from audiobrief.commands.voices import speaks, voices
from voice_server import (
    Fault,
    VoiceServer,
    catalogue,
    serving,
    spend_no_time,
    write_voice,
)

KEY = "en_GB-lark-medium"
WREN = "de_DE-wren-low"
EMBEDDED = "en_US-kathleen-small"
MODEL = f"en/en_GB/lark/medium/{KEY}.onnx"


@pytest.fixture(autouse=True)
def workspace(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Stand in an empty workspace with one bundled voice, no proxies and no time to wait."""
    spend_no_time(monkeypatch)
    monkeypatch.delenv("AUDIOBRIEF_WORKSPACE", raising=False)
    bundled = tmp_path / "source" / "voices"
    write_voice(bundled, name=EMBEDDED)
    monkeypatch.setattr("audiobrief.pipeline.workspace.voices_folders", lambda: (bundled,))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[VoiceServer]:
    """Serve two invented voices, and name the server in the environment."""
    with serving(catalogue(KEY, WREN)) as served:
        monkeypatch.setenv("AUDIOBRIEF_VOICES_URL", served.url)
        yield served


def run(*arguments: str) -> Result:
    """Run the command; what is no exit of its own is a failure of the test."""
    result = CliRunner().invoke(voices, arguments)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_get_fetches_a_voice(server: VoiceServer, workspace: Path) -> None:
    """Size first, then the folder and the licence."""
    result = run("get", KEY)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        f"{KEY}: fetching 0.0 MB from {server.url}",
        f"{KEY}: installed in voices/{KEY}",
        f"{KEY}: licence: CC BY 4.0",
    ]
    assert (workspace / "voices" / KEY / f"{KEY}.onnx").read_bytes() == server.files[MODEL]


def test_get_of_an_intact_voice_asks_nobody(server: VoiceServer) -> None:
    """A second run says so without a single request."""
    run("get", KEY)
    server.requests.clear()
    result = run("get", KEY)
    assert result.stdout == f"{KEY}: already installed and intact; nothing to fetch.\n"
    assert server.requests == []


def test_get_knows_a_voice_put_there_by_hand(server: VoiceServer, workspace: Path) -> None:
    """Without a record the catalogue's digests tell that nothing is missing."""
    run("get", KEY)
    (workspace / "voices" / KEY / "audiobrief.json").unlink()
    server.requests.clear()
    result = run("get", "en-gb-lark")
    assert result.stdout == f"{KEY}: already installed and intact; nothing to fetch.\n"
    assert [path for _, path, _ in server.requests] == ["voices.json"]


def test_get_mends_a_damaged_voice(server: VoiceServer, workspace: Path) -> None:
    """A changed file is fetched again."""
    run("get", KEY)
    model = workspace / "voices" / KEY / f"{KEY}.onnx"
    model.write_bytes(b"damaged")
    assert f"{KEY}: installed" in run("get", KEY).stdout
    assert model.read_bytes() == server.files[MODEL]


def test_get_of_the_embedded_voice_needs_no_catalogue(server: VoiceServer) -> None:
    """The voice that ships is said to be there."""
    result = run("get", EMBEDDED)
    assert result.stdout == f"{EMBEDDED}: comes with audiobrief; nothing to fetch.\n"
    assert server.requests == []


def test_get_checks_all_names_before_it_starts(server: VoiceServer, workspace: Path) -> None:
    """One wrong name stops the run before anything is fetched."""
    result = run("get", KEY, "en_GB-larc-medium")
    assert result.exit_code == 1
    assert f"There is {KEY}" in result.stderr
    assert not (workspace / "voices").exists()
    assert len(server.requests) == 1


def test_get_fetches_a_voice_once(server: VoiceServer) -> None:
    """A voice named twice, by key and alias, is fetched once."""
    assert run("get", KEY, "en-gb-lark", WREN).exit_code == 0
    assert server.ranges(MODEL) == [""]
    assert server.ranges("voices.json") == [""]


def test_get_honours_url_and_workspace(workspace: Path) -> None:
    """A mirror and another workspace are named on the command line."""
    with serving(catalogue(KEY), prefix="/mirror") as mirror:
        result = run("get", KEY, "--url", mirror.url, "--workspace", "elsewhere")
    assert result.exit_code == 0
    assert (workspace / "elsewhere" / "voices" / KEY).is_dir()
    assert mirror.ranges(MODEL) == [""]


def test_get_reports_a_failure(server: VoiceServer) -> None:
    """A file that cannot be had ends in one message and the exit code of a failure."""
    server.faults[MODEL] = Fault(corrupt=9)
    result = run("get", KEY)
    assert result.exit_code == 1
    assert result.stderr.startswith("error: http://127.0.0.1")
    assert "--url" in result.stderr


def test_get_draws_a_bar_on_a_terminal(
    server: VoiceServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a terminal the bytes are counted in a bar, which ends full."""
    told: list[tuple[int | None, int]] = []

    class Bar:
        def __init__(self, length: int, label: str) -> None:
            self.length, self.label, self.pos = length, label, 0

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            told.append((self.length, self.pos))

        def update(self, steps: int) -> None:
            self.pos += steps

    monkeypatch.setattr(module, "_on_terminal", lambda: True)
    monkeypatch.setattr("click.progressbar", Bar)
    server.faults[MODEL] = Fault(drops=1, drop_after=1000, ignore_range=True)
    assert run("get", KEY).exit_code == 0
    ((length, position),) = told
    assert length == position


def test_get_draws_clicks_own_bar(server: VoiceServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bar is click's: off a terminal it shrinks to its label."""
    monkeypatch.setattr(module, "_on_terminal", lambda: True)
    lines = run("get", KEY).stdout.splitlines()
    assert lines[0].endswith(server.url)
    assert lines[1] == KEY


def test_list_shows_what_is_installed(server: VoiceServer) -> None:
    """Fetched and embedded voices stand in one table, with their licences."""
    assert server.url
    run("get", KEY)
    lines = run("list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [KEY, EMBEDDED]
    assert "en_GB  medium  22050 Hz  1 speaker  " in lines[0]
    assert lines[0].endswith("licence: CC BY 4.0")


def test_list_marks_a_broken_voice(workspace: Path) -> None:
    """A folder that lacks its configuration is listed with the reason."""
    home = workspace / "voices" / KEY
    home.mkdir(parents=True)
    (home / f"{KEY}.onnx").write_bytes(b"x")
    line = run("list").stdout.splitlines()[0]
    assert line.startswith(f"{KEY} ")
    assert f"broken: {KEY}.onnx.json cannot be read (No such file or directory)" in line


def test_list_filters_by_language(server: VoiceServer) -> None:
    """A language takes in its regions, and a region only itself."""
    assert server.url
    run("get", KEY, WREN)
    names = [voice["name"] for voice in json.loads(run("list", "--json").stdout)]
    assert names == [WREN, KEY, EMBEDDED]
    assert run("list", "--language", "de").stdout.split()[0] == WREN
    english = json.loads(run("list", "--language", "en", "--json").stdout)
    assert [voice["name"] for voice in english] == [KEY, EMBEDDED]


def test_list_without_a_match_says_so() -> None:
    """An empty list is no failure, and JSON stays JSON."""
    result = run("list", "--language", "fr")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "No such voice.\n")
    assert run("list", "--language", "fr", "--json").stdout == "[]\n"


def test_list_available_asks_the_catalogue(server: VoiceServer) -> None:
    """The catalogue's voices are listed, and those that are here are marked."""
    run("get", KEY)
    lines = run("list", "--available").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [WREN, KEY]
    assert lines[1].endswith("installed")
    assert "English (Great Britain)" in lines[1]
    (voice,) = json.loads(run("list", "--available", "--language", "de", "--json").stdout)
    assert voice == {
        "name": WREN,
        "language": "de_DE",
        "language_name": "English (Great Britain)",
        "quality": "low",
        "speakers": 1,
        "bytes": sum(len(data) for path, data in server.files.items() if "de_DE" in path),
        "installed": False,
    }


def test_list_available_offline_fails_plainly(server: VoiceServer) -> None:
    """Without the catalogue there is an error, and no empty list."""
    server.faults["voices.json"] = Fault(unavailable=9)
    result = run("list", "--available")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "voices.json: the server answered 503" in result.stderr


def test_show_tells_all(server: VoiceServer) -> None:
    """Facts, licence and the card's text."""
    run("get", KEY)
    text = run("show", KEY).stdout
    assert f"name:        {KEY}\n" in text
    assert "sample rate: 22050\n" in text
    assert "licence:     CC BY 4.0\n" in text
    assert f"source:      {server.url}/en/en_GB/lark/medium\n" in text
    assert "fault" not in text
    assert text.endswith("An invented voice that says nothing.\n")


def test_show_prints_json(server: VoiceServer) -> None:
    """The same as JSON, for other programs."""
    assert server.url
    run("get", KEY)
    facts = json.loads(run("show", KEY, "--json").stdout)
    assert facts["licence"] == "CC BY 4.0"
    assert facts["card"].startswith("# Model card for lark")
    assert facts["fault"] == ""


@pytest.mark.parametrize(
    ("names", "listed", "shown"),
    [
        (["ann", "bea"], "2 speakers (ann, bea)", "2 (ann, bea)"),
        ([f"p{n}" for n in range(70)], "70 speakers (p0, p1, p2 and 67 more)", "p59 and 10 more)"),
    ],
    ids=["two", "many"],
)
def test_speakers_are_named(workspace: Path, names: list[str], listed: str, shown: str) -> None:
    """A list names a few, what is shown many, and JSON all."""
    tiny_voice.write_voice(workspace / "voices", KEY, speakers=names)
    assert f"  {listed}  " in run("list").stdout
    (line,) = (line for line in run("show", KEY).stdout.splitlines() if "speakers:" in line)
    assert line.endswith(shown)
    known = json.loads(run("list", "--json").stdout)[0]
    assert (known["speakers"], known["speaker_names"]) == (len(names), names)
    assert json.loads(run("show", KEY, "--json").stdout)["speaker_names"] == names


def test_show_says_that_there_is_no_card(server: VoiceServer, workspace: Path) -> None:
    """A missing card is said to be missing, and the licence with it."""
    assert server.url
    run("get", KEY)
    (workspace / "voices" / KEY / "MODEL_CARD").unlink()
    text = run("show", KEY).stdout
    assert "licence:     not stated in its model card\n" in text
    assert text.endswith("\nIt has no card.\n")


def test_show_of_a_missing_voice_fails() -> None:
    """The error names the command that helps."""
    result = run("show", KEY)
    assert result.exit_code == 1
    assert f"audiobrief voices get {KEY}" in result.stderr


def test_the_workspace_comes_first(workspace: Path) -> None:
    """A voice of its own wins over the bundled one of that name."""
    mine = write_voice(workspace / "voices", name=EMBEDDED)
    assert json.loads(run("show", EMBEDDED, "--json").stdout)["folder"] == str(mine)


@pytest.mark.parametrize(
    ("code", "wanted", "answer"),
    [
        ("en_GB", None, True),
        ("en_GB", "en", True),
        ("en_GB", "EN-gb", True),
        ("en-us", "en_US", True),
        ("en_GB", "en_US", False),
        ("eng", "en", False),
    ],
)
def test_languages_are_compared_by_their_parts(code: str, wanted: str | None, answer: bool) -> None:
    """Case and separator do not matter, and a prefix of letters is no language."""
    assert speaks(code, wanted) is answer
