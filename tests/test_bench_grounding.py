"""The bench of grounding: the documented figures hold."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from bench.grounding import FAITHFUL, altered, grounding, outcomes, read_pairs


@pytest.mark.parametrize(
    ("name", "caught", "refused"),
    [("grounding", 0.97, 0.01), ("grounding_fresh", 0.96, 0.04), ("grounding_fresh2", 0.95, 0.0)],
)
def test_the_documented_figures_hold(name: str, caught: float, refused: float) -> None:
    """As many altered sentences are caught, and as few faithful ones refused, as README says."""
    found = outcomes(read_pairs(name))
    wrong = [one for one in found if one.pair.kind != FAITHFUL]
    right = [one for one in found if one.pair.kind == FAITHFUL]
    assert sum(bool(one.faults) for one in wrong) >= caught * len(wrong)
    assert sum(bool(one.faults) for one in right) <= refused * len(right)


def test_an_alteration_must_apply() -> None:
    """A pair whose text has nothing to replace is a mistake in the data, not a pair."""
    assert altered("12 ships, 12 boats", ["12", "13"]) == "13 ships, 12 boats"
    with pytest.raises(ValueError, match="'14' is not in"):
        altered("12 ships", ["14", "15"])


@pytest.mark.untraced
def test_the_table_is_printed() -> None:
    """The command prints the shares, a row a kind of fault, and what went wrong if asked."""
    done = CliRunner().invoke(grounding, ["grounding_fresh", "--verbose"], catch_exceptions=False)
    first, *rows = done.output.splitlines()
    assert first.startswith("grounding_fresh: ")
    assert any(row.split()[:1] == ["quote"] for row in rows)
    assert any("[" in row for row in rows)
