"""How findings of a linter or a check are counted and told."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audiobrief.publishing.check import Finding as Checked
    from audiobrief.publishing.lint import Finding as Linted


def findings_json(findings: Sequence[Checked | Linted]) -> str:
    """Return findings as a list of JSON objects."""
    return json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1)


def tally(source: str, findings: Sequence[Checked | Linted]) -> str:
    """Return the line that ends a list of findings."""
    errors = sum(finding.severity == "error" for finding in findings)
    return f"{source}: {errors} errors, {len(findings) - errors} warnings"


def leave(findings: Sequence[Checked | Linted], *, strict: bool) -> None:
    """Exit with 1 if there are errors, or, where it is ``strict``, warnings."""
    if any(strict or finding.severity == "error" for finding in findings):
        sys.exit(1)
