"""The command line of the benchmarks: one click command each."""

from __future__ import annotations

import click

from .feed import feed
from .grounding import grounding
from .grouping import grouping
from .narration import narration
from .sentences import sentence_breaks
from .sentiment import sentiment
from .summaries import summaries


@click.group()
def bench() -> None:
    """Measure audiobrief against what it should do, and against its peers."""


bench.add_command(feed)
bench.add_command(grounding)
bench.add_command(grouping)
bench.add_command(narration)
bench.add_command(sentence_breaks)
bench.add_command(sentiment)
bench.add_command(summaries)

if __name__ == "__main__":
    bench(prog_name="python -m tests.bench")
