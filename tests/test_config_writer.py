"""The ``[writer]`` table: what it may say."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from audiobrief.config import WriterSettings
from audiobrief.errors import ConfigError
from samples import SHOW, load


def test_the_built_in_writer_is_the_default(tmp_path: Path) -> None:
    """A show that says nothing needs no language model."""
    writer = load(tmp_path).writer
    assert (writer.writer, writer.fallback, writer.temperature) == ("built-in", True, 0.0)


def test_a_show_names_its_model(tmp_path: Path) -> None:
    """The table is read as it is written."""
    table = (
        '[writer]\nwriter = "ollama"\nmodel = "own:7b"\nhost = "box.lan:11434"\ncontext = 8192\n'
    )
    writer = load(tmp_path, SHOW + table).writer
    assert (writer.writer, writer.model, writer.host) == ("ollama", "own:7b", "box.lan:11434")
    assert writer.context == 8192


def test_a_fault_is_told_with_its_line(tmp_path: Path) -> None:
    """What is wrong in the table is told like every other fault of a show file."""
    with pytest.raises(ConfigError, match=r"test\.toml:14: writer\.writer: "):
        load(tmp_path, SHOW + '[writer]\nwriter = "gpt"\n')


@pytest.mark.parametrize("host", ["", "box", "box:11434", "10.0.0.7", "http://box", "https://x/a"])
def test_a_host_is_what_ollama_takes(host: str) -> None:
    """An address, or a host with or without a port."""
    assert WriterSettings(host=host).host == host


@pytest.mark.parametrize(
    "host", ["ftp://box", "http://me:secret@box", "box:port", "box:99999", "http://box?a=1"]
)
def test_another_host_is_refused(host: str) -> None:
    """No other scheme, no secret, no port that cannot be."""
    with pytest.raises(ValidationError, match="host"):
        WriterSettings(host=host)


@pytest.mark.parametrize("time", ["10m", "1h30m", "-1m", "0s", "1.5h"])
def test_keep_alive_is_a_duration(time: str) -> None:
    """As Go writes them, for the server reads them so."""
    assert WriterSettings(keep_alive=time).keep_alive == time


@pytest.mark.parametrize("time", ["10", "", "soon", "5 m"])
def test_keep_alive_has_a_unit(time: str) -> None:
    """A bare number would be refused by the server, amid a report."""
    with pytest.raises(ValidationError, match="keep_alive"):
        WriterSettings(keep_alive=time)
