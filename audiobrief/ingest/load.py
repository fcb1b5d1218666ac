"""Report files read from disk: bounded in size, decoded, refused where they are not text."""

from __future__ import annotations

import stat
from pathlib import Path

from audiobrief.errors import ReportError
from audiobrief.ingest.charset import declared, marked, web_encoding
from audiobrief.ingest.text import clean_lines

LIMIT = 1_000_000
"""The most bytes a report file may have."""

MOST_LINES = 20_000
"""The most lines; a file of a million one-letter lines would be parsed for minutes."""


def read_bytes(path: Path) -> bytes:
    """Return the file's bytes.

    Raises:
        ReportError: it is missing, unreadable, no regular file, empty or too large.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ReportError("is not a file", where=path, remedy="Name the report file itself.")
        with path.open("rb") as stream:
            data = stream.read(LIMIT + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ReportError(
            f"cannot be read ({reason})", where=path, remedy="Check its name and permissions."
        ) from error
    if len(data) > LIMIT:
        raise ReportError(
            f"is larger than {LIMIT // 1_000_000} MB",
            where=path,
            remedy="A report is text alone: take out embedded pictures, or split it.",
        )
    if not data.strip():
        raise ReportError("is empty", where=path, remedy="Write the report into it.")
    return data


def read_text(path: Path) -> str:
    """Return the file's text with plain line feeds, without control characters.

    Raises:
        ReportError: as :func:`read_bytes`, or it is neither UTF-8 nor UTF-16 with a mark.
    """
    data = read_bytes(path)
    text = _decode(data, marked(data) or "utf-8", path)
    if text.count("\n") > MOST_LINES:
        raise ReportError(
            f"has more than {MOST_LINES} lines", where=path, remedy="Split it into reports."
        )
    return text


def read_page(path: Path) -> str:
    """Return a web page's text as :func:`read_text`, honouring the charset it declares.

    The declaration is looked for where the HTML standard does, in the first 1,024 bytes.

    Raises:
        ReportError: as :func:`read_text`, or the declared charset is unknown.
    """
    data = read_bytes(path)
    encoding, label = marked(data), declared(data)
    if not encoding and label:
        encoding = _known(label, path)
    return _decode(data, encoding or "utf-8", path)


def _known(label: str, path: Path) -> str:
    encoding = web_encoding(label)
    if not encoding:
        raise ReportError(
            f"declares a charset that is not known here: {label}",
            where=path,
            remedy='Save the page as UTF-8 and declare <meta charset="utf-8">.',
        )
    return encoding


def _decode(data: bytes, encoding: str, path: Path) -> str:
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        byte = f" at byte {error.start}" if isinstance(error, UnicodeDecodeError) else ""
        fault = "is binary, not text" if b"\0" in data else f"is not valid {encoding}{byte}"
        raise ReportError(fault, where=path, remedy="Save it as UTF-8 text.") from error
    if "\0" in text:
        raise ReportError(
            f"is binary, not text (NUL at character {text.index(chr(0))})",
            where=path,
            remedy="Save it as UTF-8 text.",
        )
    cleaned = clean_lines(text)
    if not cleaned.strip():
        raise ReportError("is empty", where=path, remedy="Write the report into it.")
    return cleaned
