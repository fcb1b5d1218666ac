"""Voices on disk: listed, found, and known to be broken."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from audiobrief.errors import VoiceError
from audiobrief.files import digest_file
from audiobrief.speech.card import UNSTATED
from audiobrief.speech.library import (
    RECORD,
    InstalledVoice,
    Record,
    find_voice,
    installed,
    unchanged,
)
from voice_server import write_voice

KEY = "en_GB-lark-medium"
DAY = date(2026, 1, 2)
SOURCE = "https://example.org/voices/lark"
EMBEDDED = Path(__file__).parent.parent / "voices" / "en_US-kathleen-small"


def fetched_voice(folder: Path) -> Path:
    """Write an invented voice into ``folder`` as if it had been fetched."""
    home = write_voice(folder)
    files = {path.name: digest_file(path) for path in home.iterdir()}
    record = Record(key=KEY, source=SOURCE, fetched=DAY, licence="CC BY 4.0", files=files)
    (home / RECORD).write_text(record.model_dump_json())
    return home


def voice_with(folder: Path, count: int, names: dict[str, int], **more: object) -> InstalledVoice:
    """Write an invented voice of several speakers, and return it as found."""
    config = write_voice(folder) / f"{KEY}.onnx.json"
    speakers = {"num_speakers": count, "speaker_id_map": names, **more}
    config.write_text(json.dumps(json.loads(config.read_text()) | speakers))
    return find_voice(KEY, [folder])


def test_a_changed_voice_is_noticed(tmp_path: Path) -> None:
    """A changed, a missing and a foreign file each show without any network."""
    home = fetched_voice(tmp_path)
    assert unchanged(home)
    model = home / f"{KEY}.onnx"
    model.write_bytes(bytes(5000))
    assert not unchanged(home)
    model.unlink()
    assert not unchanged(home)
    other = fetched_voice(tmp_path / "b").rename(tmp_path / "other")
    assert not unchanged(other)
    assert not unchanged(tmp_path / "nowhere")


def test_installed_voices_are_listed(tmp_path: Path) -> None:
    """A fetched voice tells all its facts."""
    home = fetched_voice(tmp_path)
    (voice,) = installed([tmp_path])
    assert (voice.name, voice.folder) == (KEY, home)
    assert (voice.model, voice.config) == (home / f"{KEY}.onnx", home / f"{KEY}.onnx.json")
    assert (voice.language, voice.quality) == ("en_GB", "medium")
    assert (voice.sample_rate, voice.speakers) == (22050, 1)
    assert (voice.licence, voice.fault) == ("CC BY 4.0", "")
    assert voice.bytes == sum(path.stat().st_size for path in home.iterdir())
    assert (voice.source, voice.fetched) == (SOURCE, DAY)


def test_the_first_folder_wins(tmp_path: Path) -> None:
    """Of two voices of one name the workspace's own is used, and a folder counts once."""
    mine = write_voice(tmp_path / "a")
    write_voice(tmp_path / "b")
    other = write_voice(tmp_path / "b", "de_DE-wren-low")
    folders = [tmp_path / "a", tmp_path / "b", tmp_path / "b" / ".." / "a", tmp_path / "no"]
    assert [voice.folder for voice in installed(folders)] == [other, mine]


def test_what_is_no_voice_is_not_listed(tmp_path: Path) -> None:
    """Hidden folders, other folders and files stay out of the list."""
    write_voice(tmp_path, name=f".partial-{KEY}")
    (tmp_path / "recipe").mkdir()
    (tmp_path / "README.md").write_text("")
    assert installed([tmp_path]) == ()


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        (f"{KEY}.onnx", None, r"\.onnx cannot be read \(No such file"),
        (f"{KEY}.onnx", b"", r"\.onnx is empty"),
        (f"{KEY}.onnx.json", None, r"\.onnx\.json cannot be read \(No such file"),
        (f"{KEY}.onnx.json", b"{", r"no voice's configuration: Invalid JSON"),
        (f"{KEY}.onnx.json", b"\xff", r"no voice's configuration"),
        (f"{KEY}.onnx.json", b"{}", r"no voice's configuration: audio: Field required"),
        (f"{KEY}.onnx.json", b'{"audio": {"sample_rate": 1}}', r"audio\.sample_rate: "),
    ],
)
def test_a_broken_voice_is_marked(
    tmp_path: Path, name: str, data: bytes | None, fault: str
) -> None:
    """One bad folder neither hides the others nor passes for a voice."""
    home = write_voice(tmp_path)
    write_voice(tmp_path, "de_DE-wren-low")
    if data is None:
        (home / name).unlink()
    else:
        (home / name).write_bytes(data)
    good, bad = installed([tmp_path])
    assert (good.fault, bad.name) == ("", KEY)
    with pytest.raises(VoiceError, match=f"is damaged: .*{fault}") as caught:
        find_voice(KEY, [tmp_path])
    assert bad.fault in caught.value.what
    assert caught.value.remedy == f"Fetch it with `audiobrief voices get {KEY}`."


def test_a_voice_is_found(tmp_path: Path) -> None:
    """A sound voice is found by its name, in any of the folders."""
    home = write_voice(tmp_path / "b")
    assert find_voice(KEY, [tmp_path / "a", tmp_path / "b"]).folder == home


def test_a_voice_that_is_missing_names_its_remedy(tmp_path: Path) -> None:
    """What is missing, where it was looked for, what is near, and the command that helps."""
    write_voice(tmp_path)
    with pytest.raises(VoiceError, match="voice 'en_GB-lark-low' is not installed") as caught:
        find_voice("en_GB-lark-low", [tmp_path])
    assert caught.value.where == str(tmp_path)
    assert caught.value.remedy == (
        f"There is {KEY}. Fetch it with `audiobrief voices get en_GB-lark-low`."
    )


@pytest.mark.parametrize("name", ["", ".", "..", "../voices", "/", f"./{KEY}"])
def test_a_name_is_no_path(tmp_path: Path, name: str) -> None:
    """A voice's name cannot lead out of the folders of voices."""
    write_voice(tmp_path / "voices")
    with pytest.raises(VoiceError, match="is not installed"):
        find_voice(name, [tmp_path / "voices"])


def test_a_speaker_is_found_by_name_or_number(tmp_path: Path) -> None:
    """A name wins over a number, for some voices name their speakers by numbers."""
    voice = voice_with(tmp_path, 3, {"ann": 0, "0": 1})
    assert voice.speaker_names == ("ann", "0")
    asked = ("", "ann", "0", "1", "2")
    assert [voice.speaker_id(speaker) for speaker in asked] == [0, 0, 1, 1, 2]


def test_the_maker_chooses_the_default_speaker(tmp_path: Path) -> None:
    """A configuration may name another than the first."""
    assert voice_with(tmp_path, 3, {}, default_speaker_id=2).speaker_id("") == 2


def test_a_speaker_without_a_number_of_the_network_is_none(tmp_path: Path) -> None:
    """A name whose number the network would choke on is not offered."""
    assert voice_with(tmp_path, 2, {"ann": 0, "bea": 2, "cid": -1}).speaker_names == ("ann",)


@pytest.mark.parametrize(
    ("count", "names", "asked", "remedy"),
    [
        (1, {}, "ann", "It has only one: name the voice alone."),
        (2, {}, "2", "It has the numbers 0 to 1."),
        (2, {"ann": 0, "bea": 1}, "cid", "It has ann, bea, or the numbers 0 to 1."),
        (2, {"ann": 0, "bea": 1}, "9" * 5000, "It has ann, bea, or the numbers 0 to 1."),
        (
            900,
            {f"p{number}": number for number in range(900)},
            "ann",
            "It has p0, p1, p2, p3, p4, p5, p6, p7 and 892 more, or the numbers 0 to 899.",
        ),
    ],
    ids=["one", "unnamed", "two", "endless", "hundreds"],
)
def test_an_unknown_speaker_is_told_who_there_is(
    tmp_path: Path, count: int, names: dict[str, int], asked: str, remedy: str
) -> None:
    """The error names the speakers there are, a few where there are hundreds."""
    voice = voice_with(tmp_path, count, names)
    with pytest.raises(VoiceError, match=f"voice '{KEY}' has no speaker '{asked}'") as caught:
        voice.speaker_id(asked)
    assert caught.value.where == str(voice.config)
    assert caught.value.remedy == remedy


def test_the_embedded_voice_is_no_download() -> None:
    """Without it the advice is to install again, for no catalogue has it."""
    with pytest.raises(VoiceError, match="Install audiobrief again"):
        find_voice(EMBEDDED.name, [])


def test_the_embedded_voice_is_found() -> None:
    """The voice that ships is a voice like any other."""
    voice = find_voice(EMBEDDED.name, [EMBEDDED.parent])
    assert (voice.language, voice.sample_rate, voice.speakers) == ("en_US", 22050, 2)
    assert (voice.source, voice.fetched) == ("", None)


def test_a_voice_made_by_hand_may_lack_the_extras(tmp_path: Path) -> None:
    """An older configuration and no card still make a voice."""
    home = write_voice(tmp_path, card=None)
    config = {"audio": {"sample_rate": 16000}, "espeak": {"voice": "en-us"}}
    (home / f"{KEY}.onnx.json").write_text(json.dumps(config))
    voice = find_voice(KEY, [tmp_path])
    assert (voice.language, voice.quality, voice.licence) == ("en-us", "", UNSTATED)
