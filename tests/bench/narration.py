"""``narration``: how much of news text is read as a careful newsreader reads it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import click

from .cases import SETS, Case, load_lines
from .contestants import Contestant, Missing, contestants
from .nemo import load_conventions, load_nemo
from .scoring import readings

NOTE = (
    "Right: a listener hears an accepted reading of the whole line. A peer that fails on a line\n"
    "is wrong there. piper: espeak-ng's phonemes of the written line are those of an accepted\n"
    "reading, stress, length and pauses aside (NeMo's set: of the one reading it gives)."
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one contestant read one case right, and what it said."""

    case: Case
    contestant: str
    right: bool
    said: str
    seconds: float


@click.command()
@click.option(
    "--nemo",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Score NeMo's test cases too: the folder with test_cases_*.txt.",
)
@click.option("--show-failures", is_flag=True, help="Print what audiobrief gets wrong.")
@click.option("--category", metavar="NAME", help="Score this category alone.")
def narration(*, nemo: Path | None, show_failures: bool, category: str | None) -> None:
    """Score the reading of news lines, by category, beside the readings of peers."""
    present = list(_present())
    for name in SETS:
        _report(f"{name} lines", load_lines(name), present, category, show=show_failures)
    if nemo:
        _report_nemo(load_nemo(nemo), present, category, show=show_failures)
    click.echo(NOTE)


def judge(contestant: Contestant, case: Case) -> Verdict:
    """Let ``contestant`` read ``case``; one that fails is wrong."""
    began = time.perf_counter()
    try:
        said = contestant.said(case)
        seconds = time.perf_counter() - began
        return Verdict(case, contestant.name, contestant.is_right(case), said, seconds)
    except Exception as error:  # noqa: BLE001 -- whatever a peer raises, it is wrong there
        return Verdict(case, contestant.name, False, repr(error), time.perf_counter() - began)


def _present() -> Iterator[Contestant]:
    for one in contestants():
        if isinstance(one, Missing):
            click.echo(f"{one.name} is skipped: {one.reason}")
        else:
            yield one


def _report_nemo(
    cases: tuple[Case, ...], present: list[Contestant], category: str | None, *, show: bool
) -> None:
    conventions = load_conventions()
    _report("NeMo's cases as they are", cases, present, category, show=False)
    kept = conventions.kept(cases)
    _report("NeMo's cases without its odd conventions", kept, present, category, show=show)
    click.echo("Conventions, and how many cases each touches:")
    for name, touched, reason in conventions.counted(cases):
        click.echo(f"{touched:5}  {name}: {reason}")
    click.echo()


def _report(
    title: str,
    cases: Iterable[Case],
    present: list[Contestant],
    category: str | None,
    *,
    show: bool,
) -> None:
    chosen = [case for case in cases if category in (None, case.category)]
    verdicts = [judge(one, case) for one in present for case in chosen if one.reads(case)]
    click.echo(f"{title}\n{_table(verdicts)}\n{_timing(verdicts)}\n")
    for verdict in verdicts if show else ():
        if verdict.contestant == "ours" and not verdict.right:
            click.echo(_failure(verdict))


def _table(verdicts: list[Verdict]) -> str:
    names = list(dict.fromkeys(verdict.contestant for verdict in verdicts))
    categories = list(dict.fromkeys(verdict.case.category for verdict in verdicts))
    heads = "".join(f"{name:>9}" for name in names)
    rows = [f"{'category':<20}{'n':>5}{heads}"]
    for category in categories:
        within = [verdict for verdict in verdicts if verdict.case.category == category]
        rows.append(_row(category, within, names))
    return "\n".join([*rows, _row("all", verdicts, names)])


def _row(title: str, verdicts: list[Verdict], names: list[str]) -> str:
    shares = [[one.right for one in verdicts if one.contestant == name] for name in names]
    number = len(shares[0]) if shares else 0
    return f"{title:<20}{number:>5}" + "".join(f"{mean(share):>9.1%}" for share in shares)


def _timing(verdicts: list[Verdict]) -> str:
    """Return our mean and worst time a line; the first line, which loads the tables, is out."""
    ours = [verdict.seconds for verdict in verdicts if verdict.contestant == "ours"][1:]
    if not ours:
        return ""
    return f"ours: {mean(ours) * 1000:.2f} ms a line on average, {max(ours) * 1000:.2f} ms at worst"


def _failure(verdict: Verdict) -> str:
    case = verdict.case
    wanted = readings(case.accept)[0]
    return (
        f"{case.category}, {case.locale}\n  text    {case.text}\n"
        f"  said    {verdict.said}\n  accept  {wanted}\n"
    )
