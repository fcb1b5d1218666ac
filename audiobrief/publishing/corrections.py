"""A correction in words: when a report was changed, and what of it."""

from __future__ import annotations

from collections.abc import Mapping

from audiobrief.model import Correction
from audiobrief.publishing.text import one_line
from audiobrief.wording import Wording


def correction_told(correction: Correction, wording: Wording) -> str:
    """Return the sentence that tells of ``correction``, or nothing where nothing is known of it.

    It is the desk's own note, or else the list of the parts that changed.
    """
    labels = wording.labels
    text = one_line(correction.note)
    if not text and correction.changed:
        parts = ", ".join(_part(name, labels) for name in correction.changed)
        text = labels["changed"].format(parts=parts)
    return labels["corrected"].format(day=wording.day(correction.at), text=text) if text else ""


def _part(name: str, labels: Mapping[str, str]) -> str:
    if not name.startswith(":"):
        return one_line(name)
    key = name.removeprefix(":")
    return labels.get(f"part_{key}") or labels[key]
