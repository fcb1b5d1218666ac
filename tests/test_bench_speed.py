"""The table of costs: its rows, how they are measured, and that each item runs."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench.__main__ import bench
from bench.speed.cost import Cost, in_turns, middle, run
from bench.speed.row import HEAD, Row
from bench.speed.soak import _slope
from bench.speed.texts import sentence


def test_rows_are_held_against_goals() -> None:
    """A goal is met from one side or the other; where there is none, nothing is said."""
    below, above = Row("a", "1", "2", 0.5, 1.0), Row("a", "1", "2", 0.5, 1.0, at_least=True)
    assert [row.met for row in (below, above, Row("a", "1", "2", 0.5))] == ["yes", "no", ""]
    assert str(above) == "| a | 1 | 2 | 0.5 | ≥ 1 | no |"
    assert str(below).count("|") == HEAD.splitlines()[1].count("|")


def test_a_process_is_weighed_with_its_children(tmp_path: Path) -> None:
    """CPU time of a grandchild counts; memory is its own, not that of who starts it."""
    burn = "import time\nwhile time.process_time() < 0.3: pass"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {burn!r}])"
    cost = run([sys.executable, "-c", parent], tmp_path)
    assert cost.cpu >= 0.3
    large = run([sys.executable, "-c", "x = bytearray(200_000_000); print('held')"], tmp_path)
    assert large.peak - cost.peak > 150
    assert large.told == "held\n"


def test_a_failure_is_told(tmp_path: Path) -> None:
    """A program that fails is no measurement."""
    with pytest.raises(RuntimeError, match="oh no"):
        run([sys.executable, "-c", "raise SystemExit('oh no')"], tmp_path)


def test_contestants_take_turns() -> None:
    """Round by round, and the medians count."""
    order: list[str] = []

    def contest(name: str) -> Cost:
        order.append(name)
        return Cost(len(order), 0, 0)

    found = in_turns({"a": lambda: contest("a"), "b": lambda: contest("b")}, 3)
    assert "".join(order) == "ababab"
    assert (found["a"].cpu, found["b"].cpu) == (3, 4)
    assert middle([Cost(1, 9, 5), Cost(2, 7, 5)]).cpu == 1.5


def test_sentences_differ() -> None:
    """No two of ten thousand are alike, or the cache would answer."""
    assert len({sentence(number) for number in range(10_000)}) == 10_000


def test_growth_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that grows by 2 kB each time is said to."""
    size = iter(range(0, 10_000, 2))
    monkeypatch.setattr("bench.speed.soak._resident", lambda: float(next(size)))
    assert _slope(lambda _: None, 40) == pytest.approx(2.0)


def test_an_item_runs() -> None:
    """It prints its machine, a head and rows."""
    done = CliRunner().invoke(bench, ["startup", "--quick"], catch_exceptions=False)
    machine, _, *table = done.output.splitlines()
    assert "cores of" in machine
    assert "\n".join(table[:2]) == HEAD
    assert len(table) >= 4
