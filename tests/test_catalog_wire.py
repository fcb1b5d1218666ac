"""Which catalogues are trusted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from audiobrief.errors import NetworkError
from audiobrief.speech.catalog_wire import read_catalogue
from voice_server import catalogue_entry, voice_files

KEY = "en_GB-lark-medium"
MODEL = f"en/en_GB/lark/medium/{KEY}.onnx"
WHERE = "https://example.org/voices.json"


def changed(change: Callable[[dict[str, object]], object]) -> dict[str, object]:
    """Return a catalogue of one voice whose entry was changed."""
    entry = catalogue_entry(KEY, voice_files(KEY))
    change(entry)
    return {KEY: entry}


@pytest.mark.parametrize(
    "path",
    [
        "../../../.bashrc",
        f"en/../../{KEY}.onnx",
        f"/etc/{KEY}.onnx",
        f"en\\..\\{KEY}.onnx",
        f"C:/{KEY}.onnx",
        f"en//{KEY}.onnx",
        f"en/./{KEY}.onnx",
        f"en/\x1b[2J/{KEY}.onnx",
        f"{'a' * 600}/{KEY}.onnx",
        "",
    ],
)
def test_paths_that_lead_elsewhere_are_refused(path: str) -> None:
    """A file may lie nowhere but below the catalogue's address."""

    def change(entry: dict[str, object]) -> None:
        files = entry["files"]
        assert isinstance(files, dict)
        files[path] = files[MODEL]

    with pytest.raises(NetworkError, match="no catalogue of voices to be trusted") as caught:
        read_catalogue(changed(change), WHERE)
    assert caught.value.where == WHERE
    assert str(caught.value).isprintable()
    assert "another mirror with --url" in caught.value.remedy


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry["files"][MODEL].update(size_bytes=2**40),
        lambda entry: entry["files"][MODEL].update(size_bytes=-1),
        lambda entry: entry["files"][MODEL].update(md5_digest="short"),
        lambda entry: entry.update(key="../evil-voice"),
        lambda entry: entry.update(quality="x" * 300),
        lambda entry: entry["files"].pop(MODEL),
        lambda entry: entry.update(files=[]),
        lambda entry: entry.pop("language"),
    ],
    ids=["giant", "negative", "digest", "key", "long", "no model", "list", "missing"],
)
def test_hostile_entries_are_refused(change: Callable[[dict[str, object]], object]) -> None:
    """Sizes, digests and keys have bounds, and a voice has its files."""
    with pytest.raises(NetworkError, match="no catalogue of voices to be trusted"):
        read_catalogue(changed(change), WHERE)


def test_a_voice_under_anothers_key_is_refused() -> None:
    """An entry cannot pose as a voice that it is not."""
    entry = catalogue_entry(KEY, voice_files(KEY))
    with pytest.raises(NetworkError, match="de_DE-wren-low is filed under another's key"):
        read_catalogue({"de_DE-wren-low": entry}, WHERE)


@pytest.mark.parametrize("value", [[], "voices", None, {"../a-b": {}}])
def test_json_that_is_no_catalogue_is_refused(value: object) -> None:
    """JSON of another shape is not taken for an empty catalogue."""
    with pytest.raises(NetworkError, match="no catalogue of voices to be trusted"):
        read_catalogue(value, WHERE)


def test_terminal_codes_are_taken_out_of_names() -> None:
    """What steers a terminal, or turns text around, never reaches one."""
    value = changed(lambda entry: entry.update(quality="me\x1b[31mdi\u202eum"))
    assert read_catalogue(value, WHERE)[0].quality == "me[31mdium"
