"""The bench of long feeds."""

from __future__ import annotations

import re

from click.testing import CliRunner

from bench.feed import feed


def test_a_long_feed_is_measured() -> None:
    """The command says how many pages it wrote, and what that took."""
    done = CliRunner().invoke(feed, ["--episodes", "130"], catch_exceptions=False)
    first, ours, bare = done.output.splitlines()
    assert first.startswith("130 episodes on 2 pages, ")
    assert re.fullmatch(r"audiobrief: [\d.]+ s of CPU, \d+ MB at most, \d+ before", ours)
    assert bare.startswith("bare feedgen")
