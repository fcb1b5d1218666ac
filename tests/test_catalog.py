"""The catalogue of voices, against a loopback copy."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from audiobrief.errors import NetworkError, OutputError, UsageError, VoiceError
from audiobrief.files import STAGE_PREFIX
from audiobrief.speech import catalog
from audiobrief.speech.card import UNSTATED
from audiobrief.speech.catalog import PARTIAL_PREFIX, fetch_catalogue, install, intact, pick
from audiobrief.speech.catalog_wire import CatalogueVoice
from audiobrief.speech.library import installed, unchanged
from voice_server import (
    Fault,
    VoiceServer,
    catalogue,
    catalogue_entry,
    serving,
    spend_no_time,
    voice_files,
    write_voice,
)

KEY = "en_GB-lark-medium"
BASE = "en/en_GB/lark/medium"
MODEL = f"{BASE}/{KEY}.onnx"
DAY = date(2026, 1, 2)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spend no time between attempts, and ignore this machine's proxies."""
    spend_no_time(monkeypatch)


@pytest.fixture
def server() -> Iterator[VoiceServer]:
    """Serve a catalogue of two invented voices."""
    with serving(catalogue(KEY, "de_DE-wren-low")) as served:
        yield served


def lark(server: VoiceServer) -> CatalogueVoice:
    """Return the English voice as the catalogue describes it."""
    return pick(fetch_catalogue(server.url), KEY)


def get(server: VoiceServer, folder: Path, told: Callable[[int], None] = lambda _: None) -> Path:
    """Install the English voice into ``folder``."""
    return install(lark(server), folder, server.url, told, fetched=DAY)


def test_the_catalogue_is_read(server: VoiceServer) -> None:
    """Voices come in the order of their keys, with what users ask about."""
    wren, voice = fetch_catalogue(server.url)
    assert wren.key == "de_DE-wren-low"
    assert (voice.key, voice.language, voice.quality) == (KEY, "en_GB", "medium")
    assert (voice.language_name, voice.speakers) == ("English (Great Britain)", 1)
    assert [file.name for file in voice.files] == ["MODEL_CARD", f"{KEY}.onnx.json", f"{KEY}.onnx"]
    assert voice.bytes == sum(len(data) for data in voice_files(KEY).values())


def test_a_voice_is_picked_by_key_or_alias(server: VoiceServer) -> None:
    """Old names still find their voice."""
    voices = fetch_catalogue(server.url)
    assert pick(voices, KEY) == pick(voices, "en-gb-lark")


def test_a_voice_that_is_not_there_names_the_nearest(server: VoiceServer) -> None:
    """A typing mistake is answered with the name that was meant."""
    with pytest.raises(VoiceError, match=f"no voice 'en_GB-larc-medium'.*There is {KEY}"):
        pick(fetch_catalogue(server.url), "en_GB-larc-medium")
    with pytest.raises(VoiceError, match=r"'zzz'\. `audiobrief voices list --available` shows"):
        pick(fetch_catalogue(server.url), "zzz")


def test_letters_of_any_script_are_fetched(tmp_path: Path) -> None:
    """A name outside ASCII reaches the server quoted, and the disk as it is."""
    with serving(catalogue("pt_PT-pardão-low")) as server:
        (voice,) = fetch_catalogue(server.url)
        home = install(voice, tmp_path, server.url, lambda _: None, fetched=DAY)
    assert home.name == "pt_PT-pardão-low"
    assert installed([tmp_path])[0].fault == ""


def test_a_catalogue_that_is_none_is_refused(server: VoiceServer) -> None:
    """What is not to be trusted is reported with its address."""
    server.files["voices.json"] = b"[]"
    with pytest.raises(NetworkError, match=r"voices\.json: no catalogue of voices to be trusted"):
        fetch_catalogue(server.url)


def test_a_catalogue_that_is_no_json_is_refused(server: VoiceServer) -> None:
    """The sign-in page of a hotel's network is no catalogue."""
    server.files["voices.json"] = b"<html>Welcome"
    with pytest.raises(NetworkError, match=r"voices\.json: what came is not JSON"):
        fetch_catalogue(server.url)


def test_a_giant_catalogue_is_refused(server: VoiceServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalogue is read up to a limit, and not beyond."""
    monkeypatch.setattr(catalog, "MAX_CATALOGUE_BYTES", 100)
    with pytest.raises(NetworkError, match="more than 100 bytes came"):
        fetch_catalogue(server.url)


def test_offline_says_so() -> None:
    """Without a network the error names the address and what to check."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
    with pytest.raises(NetworkError, match=r"voices\.json: no connection .*Check the connection"):
        fetch_catalogue(url)


def test_a_voice_is_installed(server: VoiceServer, tmp_path: Path) -> None:
    """All its files arrive, byte for byte, and nothing else is left in sight."""
    told: list[int] = []
    home = get(server, tmp_path / "voices", told.append)
    assert home == tmp_path / "voices" / KEY
    for path, data in voice_files(KEY).items():
        assert (home / path.rpartition("/")[2]).read_bytes() == data
    assert {path.name for path in home.parent.iterdir()} == {KEY, ".lock"}
    assert len(list(home.iterdir())) == 4
    assert told == sorted(told)
    assert told[-1] == lark(server).bytes
    assert intact(lark(server), home)
    assert unchanged(home)


def test_the_record_says_where_a_voice_came_from(server: VoiceServer, tmp_path: Path) -> None:
    """Source, day, licence and digests stay with the voice, and the bytes are the same twice."""
    first = (get(server, tmp_path / "a") / "audiobrief.json").read_bytes()
    record = json.loads(first)
    assert record["key"] == KEY
    assert record["source"] == f"{server.url}/{BASE}"
    assert record["fetched"] == "2026-01-02"
    assert record["licence"] == "CC BY 4.0"
    assert set(record["files"]) == {"MODEL_CARD", f"{KEY}.onnx", f"{KEY}.onnx.json"}
    assert (get(server, tmp_path / "b") / "audiobrief.json").read_bytes() == first


def test_a_mirror_below_a_path_is_honoured(tmp_path: Path) -> None:
    """Catalogue and files both come from the address given, with or without a last slash."""
    with serving(catalogue(KEY), prefix="/mirror/piper") as server:
        (voice,) = fetch_catalogue(server.url + "/")
        home = install(voice, tmp_path, server.url + "/", lambda _: None, fetched=DAY)
        assert intact(voice, home)
        assert {path for _, path, _ in server.requests} == set(catalogue(KEY))


@pytest.mark.parametrize("end", ["?token=secret", "#secret"])
def test_a_mirrors_address_is_a_folder(end: str) -> None:
    """Files cannot be looked for below a query, which is not repeated in the message."""
    with pytest.raises(UsageError, match="no place in a mirror's address") as caught:
        fetch_catalogue(f"https://example.org/voices{end}")
    assert "secret" not in str(caught.value)


def test_secrets_of_a_mirrors_address_are_not_recorded(server: VoiceServer, tmp_path: Path) -> None:
    """The password of a mirror is used, and not written down."""
    url = server.url.replace("//", "//user:secret@")
    home = install(lark(server), tmp_path, url, lambda _: None, fetched=DAY)
    assert "authorization" in server.requests[-1][2]
    assert "secret" not in (home / "audiobrief.json").read_text()


def test_a_dropped_download_is_resumed(server: VoiceServer, tmp_path: Path) -> None:
    """After a drop the rest is asked for by range, and the file is whole."""
    server.faults[MODEL] = Fault(drops=1, drop_after=2000)
    home = get(server, tmp_path)
    assert server.ranges(MODEL) == ["", "bytes=2000-"]
    assert (home / f"{KEY}.onnx").read_bytes() == server.files[MODEL]


def test_a_download_that_never_ends_is_kept_for_the_next_run(
    server: VoiceServer, tmp_path: Path
) -> None:
    """The failure leaves a partial file, no voice, and the next run finishes it."""
    server.faults[MODEL] = Fault(drops=5, drop_after=100)
    with pytest.raises(NetworkError, match=rf"{KEY}\.onnx: "):
        get(server, tmp_path)
    stage = tmp_path / f"{PARTIAL_PREFIX}{KEY}"
    assert (stage / f"{KEY}.onnx").read_bytes() == server.files[MODEL][:500]
    assert not stage.name.startswith(STAGE_PREFIX)
    assert installed([tmp_path]) == ()
    home = get(server, tmp_path)
    assert server.ranges(MODEL)[-1] == "bytes=500-"
    assert intact(lark(server), home)
    assert not stage.exists()


def test_a_corrupted_file_is_fetched_once_more(server: VoiceServer, tmp_path: Path) -> None:
    """One bad transfer is mended without anyone noticing."""
    server.faults[MODEL] = Fault(corrupt=1)
    home = get(server, tmp_path)
    assert server.ranges(MODEL) == ["", ""]
    assert intact(lark(server), home)


def test_a_corrupted_file_is_refused(server: VoiceServer, tmp_path: Path) -> None:
    """Twice the wrong digest is an error; the file goes, and nothing looks installed."""
    server.faults[MODEL] = Fault(corrupt=9)
    with pytest.raises(NetworkError, match="came twice with a digest other than"):
        get(server, tmp_path)
    assert len(server.ranges(MODEL)) == 2
    assert installed([tmp_path]) == ()
    assert not (tmp_path / KEY).exists()
    stage = tmp_path / f"{PARTIAL_PREFIX}{KEY}"
    assert {path.name for path in stage.iterdir()} == {"MODEL_CARD", f"{KEY}.onnx.json"}


def test_a_file_of_another_size_is_refused(server: VoiceServer, tmp_path: Path) -> None:
    """A mirror that holds another file than its catalogue says is not trusted."""
    voice = lark(server)
    server.files[MODEL] += b"more"
    with pytest.raises(NetworkError, match="has 5004 bytes there, but should have 5000"):
        install(voice, tmp_path, server.url, lambda _: None, fetched=DAY)
    assert installed([tmp_path]) == ()


def test_a_missing_file_is_an_error(server: VoiceServer, tmp_path: Path) -> None:
    """A catalogue that lists more than its server has is reported with the file's address."""
    del server.files[MODEL]
    with pytest.raises(NetworkError, match=rf"{KEY}\.onnx: the server answered 404"):
        get(server, tmp_path)


def test_a_damaged_voice_is_replaced(server: VoiceServer, tmp_path: Path) -> None:
    """Installing over a broken folder leaves the voice alone in it."""
    home = write_voice(tmp_path)
    (home / f"{KEY}.onnx").write_bytes(b"broken")
    (home / "stray").write_bytes(b"")
    assert not intact(lark(server), home)
    get(server, tmp_path)
    assert intact(lark(server), home)
    assert not (home / "stray").exists()
    assert {path.name for path in tmp_path.iterdir()} == {KEY, ".lock"}


def test_a_folder_that_cannot_be_written_is_reported(server: VoiceServer, tmp_path: Path) -> None:
    """A file where the folder of voices should be is an error of the disk."""
    (tmp_path / "voices").write_text("")
    with pytest.raises(OutputError, match="cannot write"):
        get(server, tmp_path / "voices")


def test_a_file_of_the_same_name_and_size_is_not_the_voice(
    server: VoiceServer, tmp_path: Path
) -> None:
    """Only the digest tells, and a missing file never matches."""
    voice = lark(server)
    home = write_voice(tmp_path)
    assert intact(voice, home)
    (home / f"{KEY}.onnx").write_bytes(bytes(5000))
    assert not intact(voice, home)
    assert not intact(voice, tmp_path / "nowhere")


def test_a_voice_without_a_card_is_installed(tmp_path: Path) -> None:
    """A catalogue may have no card for a voice; the record says that plainly."""
    tree = voice_files(KEY, card=None)
    tree["voices.json"] = json.dumps({KEY: catalogue_entry(KEY, tree)}).encode()
    with serving(tree) as server:
        record = json.loads((get(server, tmp_path) / "audiobrief.json").read_text())
    assert record["licence"] == UNSTATED
