"""JSON reports, checked against their schema, every fault told at once."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError
from pydantic_core import from_json

from audiobrief.errors import ReportError
from audiobrief.faults import listed
from audiobrief.ingest.fields import ReportFile, dotted, faults
from audiobrief.ingest.load import read_text
from audiobrief.ingest.outline import finished
from audiobrief.model import Report

SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def read_json(path: Path) -> Report:
    """Read a report in JSON (RFC 8259).

    Raises:
        ReportError: it cannot be read, is not JSON, or has faults, each named by its path.
    """
    try:
        data = from_json(read_text(path))
    except ValueError as error:
        raise ReportError(
            f"not valid JSON: {error}",
            where=path,
            remedy="Look for a missing quote, comma or bracket there.",
        ) from error
    try:
        stated = ReportFile.model_validate(data)
    except ValidationError as error:
        found = faults(error.errors(include_url=False, include_context=False, include_input=False))
        told = [f"{dotted(location) or 'the file'}: {reason}" for location, reason in found]
        raise ReportError(
            listed("the report", told),
            where=path,
            remedy="`audiobrief schema report` lists every field.",
        ) from error
    return finished(stated.report(), path)


def json_schema() -> dict[str, object]:
    """Return the JSON Schema (2020-12) of the form that :func:`read_json` takes."""
    return {"$schema": SCHEMA_DIALECT, **ReportFile.model_json_schema()}
