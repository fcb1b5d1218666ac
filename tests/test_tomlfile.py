"""Users' TOML files: what cannot be read, and the line a key stands on."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobrief.errors import ConfigError
from audiobrief.tomlfile import line_of, parse, read_text

TEXT = """# quay
title = "x"
"odd key" = 1
audio.bitrate = 96

[music.intro]
level = 1

[[ word ]]
written = "Aa"

[[ word ]]
written = "Bb"
"""


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (["title"], 2),
        (["audio", "bitrate"], 4),
        (["music", "intro", "level"], 7),
        (["music", "intro", "file"], 6),
        (["word", 0, "written"], 10),
        (["word", 1, "written"], 13),
        (["word", 1, "spoken"], 12),
        (["author"], 1),
        (["level"], 1),
    ],
)
def test_a_key_is_found(keys: list[str | int], line: int) -> None:
    """The line of a key is its own, else its table's, else the first."""
    assert line_of(TEXT, keys) == line


def test_a_file_that_cannot_be_opened_is_told_in_the_callers_words(tmp_path: Path) -> None:
    """The message says why, and what the caller advises."""
    with pytest.raises(ConfigError) as caught:
        read_text(tmp_path, fault="the list cannot be read", remedy="Name a file.")
    assert str(caught.value).startswith(f"{tmp_path}: the list cannot be read (")
    assert str(caught.value).endswith("). Name a file.")


def test_broken_toml_names_its_place() -> None:
    """The parser's line and column are kept."""
    with pytest.raises(ConfigError, match=r"quay\.toml: not valid TOML: .*line 2"):
        parse("a = 1\nb =\n", "quay.toml")
