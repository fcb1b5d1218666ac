"""The door of this room: a report file, in any of its forms, to a :class:`Report`."""

from __future__ import annotations

from pathlib import Path

from audiobrief.errors import ReportError
from audiobrief.model import Report

FORMS = ".md, .markdown, .json, .html, .htm or .txt"


def read_report(path: Path) -> Report:
    """Read a report by the ending of its name.

    Markdown, JSON, saved web pages and plain text all give the same report.

    Raises:
        ReportError: the file cannot be read as a report; says where and what to do.
    """
    match path.suffix.lower():
        case ".md" | ".markdown":
            from audiobrief.ingest.markdown import read_markdown as read
        case ".json":
            from audiobrief.ingest.jsonfile import read_json as read
        case ".html" | ".htm":
            from audiobrief.ingest.page import read_page_report as read
        case ".txt":
            from audiobrief.ingest.plaintext import read_plain_text as read
        case suffix:
            raise ReportError(
                f"is not a form of report that is known here: {suffix or 'no ending'}",
                where=path,
                remedy=f"Name it {FORMS}, as it is written.",
            )
    return read(path)


def report_schema() -> dict[str, object]:
    """Return the JSON Schema of the JSON form."""
    from audiobrief.ingest.jsonfile import json_schema

    return json_schema()
