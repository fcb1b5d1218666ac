"""A voice from the catalogue, from the first byte fetched to a line said."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import tiny_voice
from audiobrief.audio.pcm import decode
from audiobrief.cli import main
from voice_server import CARD, Fault, catalogue_entry, serving, spend_no_time


def test_a_fetched_voice_speaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Served, dropped halfway, fetched on, checked, listed, and then heard."""
    spend_no_time(monkeypatch)
    model = tiny_voice.write_voice(tmp_path / "made")
    home = "en/en_US/hum/tiny"
    files = {
        f"{home}/{model.name}": model.read_bytes(),
        f"{home}/{model.name}.json": model.with_name(f"{model.name}.json").read_bytes(),
        f"{home}/MODEL_CARD": CARD.encode(),
    }
    entry = catalogue_entry(tiny_voice.NAME, files)
    index = json.dumps({tiny_voice.NAME: entry}).encode()
    desk = ["--workspace", str(tmp_path / "desk")]
    with serving({**files, "voices.json": index}) as served:
        served.faults[f"{home}/{model.name}"] = Fault(drops=1)
        got = CliRunner().invoke(
            main, ["voices", "get", tiny_voice.NAME, "--url", served.url, *desk]
        )
    assert got.exit_code == 0, got.output
    target = tmp_path / "said.mp3"
    say = ["say", "Good morning.", "-o", str(target), "--voice", tiny_voice.NAME, *desk]
    said = CliRunner().invoke(main, say)
    assert said.exit_code == 0, said.output
    assert np.concatenate(list(decode(target, 44_100))).any()
