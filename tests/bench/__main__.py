"""The command line of the benchmarks: one click command each; without one, the table of costs."""

from __future__ import annotations

import click

from .feed import feed
from .grounding import grounding
from .grouping import grouping
from .narration import narration
from .sentences import sentence_breaks
from .sentiment import sentiment
from .speed.command import COMMANDS, ITEMS, size_options, table
from .summaries import summaries


@click.group(invoke_without_command=True)
@size_options
@click.pass_context
def bench(context: click.Context, *, quick: bool, rounds: int | None) -> None:
    """Measure audiobrief against what it should do, and against its peers."""
    if context.invoked_subcommand is None:
        table(*ITEMS, quick=quick, rounds=rounds)


@bench.command("reports")
@click.pass_context
def reports(context: click.Context) -> None:
    """Score all that makes reports of sources: grouping, summaries, sentiment, grounding."""
    for command in (grouping, summaries, sentiment, grounding):
        click.echo(f"{command.name}:")
        context.invoke(command)


bench.add_command(feed)
bench.add_command(grounding)
bench.add_command(grouping)
bench.add_command(narration)
bench.add_command(sentence_breaks)
bench.add_command(sentiment)
bench.add_command(summaries)
for command in COMMANDS:
    bench.add_command(command)

if __name__ == "__main__":
    bench(prog_name="python -m tests.bench")
