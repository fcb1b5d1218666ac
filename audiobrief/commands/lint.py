"""``audiobrief lint``: any podcast feed held against the rules of apps and directories."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobrief.commands.common import command
from audiobrief.commands.findings import findings_json, leave, tally
from audiobrief.errors import UsageError

if TYPE_CHECKING:
    from audiobrief.publishing.lint import Finding

LIMIT = 30_000_000
"""Bytes of a feed that are read from the network."""


@click.command()
@click.argument("source", metavar="URL|FILE")
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@command
def lint(*, source: str, strict: bool, as_json: bool) -> None:
    """Check the podcast feed at URL, or in FILE.

    Exits with 1 if it breaks a rule that apps or directories depend on.
    """
    from audiobrief.publishing.lint import lint as find

    findings = find(_read(source))
    click.echo(findings_json(findings) if as_json else _as_text(source, findings))
    leave(findings, strict=strict)


def _read(source: str) -> bytes:
    if source.lower().startswith(("http://", "https://")):
        from audiobrief import net

        return net.fetch(source, limit_bytes=LIMIT)
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise UsageError(
            f"cannot be read ({error.strerror})",
            where=source,
            remedy="Name a feed's file, or its address with https:// before it.",
        ) from error


def _as_text(source: str, findings: tuple[Finding, ...]) -> str:
    rows = [
        f"{one.line}: {one.severity} {one.rule}: {f'{one.item}: ' if one.item else ''}{one.message}"
        for one in findings
    ]
    return "\n".join([*rows, tally(source, findings)])
