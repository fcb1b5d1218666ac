"""Files are bounded, decoded and refused before they are parsed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from audiobrief.errors import ReportError
from audiobrief.ingest.load import LIMIT, MOST_LINES, read_bytes, read_page, read_text


def written(folder: Path, data: bytes) -> Path:
    """Return a file of ``data``."""
    path = folder / "report.txt"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_utf_8_and_marked_utf_16(tmp_path: Path, encoding: str) -> None:
    """UTF-8 with or without a mark, and UTF-16 with one, are read."""
    assert read_text(written(tmp_path, "Café\n".encode(encoding))) == "Café\n"


def test_line_ends_and_control_characters(tmp_path: Path) -> None:
    """All line ends become one; control characters other than tabs go."""
    assert read_text(written(tmp_path, b"a\r\nb\rc\x0cd\x07\te\x1b[0m")) == "a\nb\nc\nd\te[0m"


def test_a_large_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    """A file over the limit is refused after one byte more than the limit."""
    path = tmp_path / "large.txt"
    with path.open("wb") as stream:
        stream.truncate(50_000_000_000)  # sparse: reading it all would not end here
    with pytest.raises(ReportError, match="larger than 1 MB"):
        read_bytes(path)
    assert len(read_bytes(written(tmp_path, b"a" * LIMIT))) == LIMIT


def test_too_many_lines(tmp_path: Path) -> None:
    """A file of a great many lines is refused."""
    with pytest.raises(ReportError, match="more than 20000 lines"):
        read_text(written(tmp_path, b"a\n" * (MOST_LINES + 1)))


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """A named pipe is no report, and nobody need write to it."""
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(ReportError, match="is not a file"):
        read_bytes(tmp_path / "pipe.txt")


def test_a_name_that_cannot_be() -> None:
    """A name with a NUL, or one that is too long, is told as unreadable."""
    for name in ("a\0.txt", "a" * 5000 + ".txt"):
        with pytest.raises(ReportError, match="cannot be read"):
            read_bytes(Path(name))


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("iso-8859-1", "cp1252"),
        ("Windows-1252", "cp1252"),
        ("macintosh", "mac-roman"),
        ("utf-8", "utf-8"),
        ("utf-16", "utf-8"),
        ("utf-8", "utf-16"),
    ],
)
def test_a_page_is_read_in_its_charset(tmp_path: Path, label: str, encoding: str) -> None:
    """The declared charset is read as browsers do; a byte order mark goes before it."""
    page = f'<meta http-equiv=x content="text/html; charset={label}">’é'
    assert read_page(written(tmp_path, page.encode(encoding))) == page


def test_a_page_in_another_script(tmp_path: Path) -> None:
    """Charsets of other scripts are honoured too."""
    page = '<meta charset="shift_jis">港'
    assert read_page(written(tmp_path, page.encode("shift_jis"))) == page


@pytest.mark.parametrize("label", ["utf-7", "rot13", "unicode_escape", "x-unheard-of"])
def test_an_unknown_charset_is_refused(tmp_path: Path, label: str) -> None:
    """A charset that browsers do not know is named, with the remedy."""
    with pytest.raises(
        ReportError, match=f"charset that is not known here: {label}.*Save the page"
    ):
        read_page(written(tmp_path, f"<meta charset='{label}'>".encode()))


def test_a_charset_that_is_not_kept(tmp_path: Path) -> None:
    """A page that breaks its own declaration says at which byte."""
    data = b"<meta charset=utf-8>\xff"
    with pytest.raises(ReportError, match="not valid utf-8 at byte 20"):
        read_page(written(tmp_path, data))
    unknown_part = b"<meta charset=iso-8859-99>"
    with pytest.raises(ReportError, match="not valid iso-8859-99"):
        read_page(written(tmp_path, unknown_part))
