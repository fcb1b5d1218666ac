"""The benches of summaries and of sentiment."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from bench.rouge import Rouge, mean, rouge
from bench.sentiment import load_lines, sentiment
from bench.summaries import load_stories, summaries


def test_rouge_counts_what_is_shared() -> None:
    """Words, pairs of words and the longest run in order, each as F1."""
    made, wanted = "the cat sat", "The cat lay, and sat."
    assert rouge(wanted, wanted) == Rouge(1, 1, 1)
    assert rouge("dog", wanted) == rouge("", wanted) == Rouge(0, 0, 0)
    found = rouge(made, wanted)
    assert found.one == pytest.approx(2 * 3 / (3 + 5))
    assert found.two == pytest.approx(2 * 1 / (2 + 4))
    assert found.longest == pytest.approx(2 * 3 / (3 + 5))
    assert rouge("sat cat the", wanted).longest == pytest.approx(2 * 1 / (3 + 5))
    assert mean([found, Rouge(0, 0, 0)]).one == pytest.approx(found.one / 2)


def test_the_sets_are_large_enough() -> None:
    """At least twelve stories, three of them held out, and sixty English lines."""
    stories = load_stories()
    assert len(stories["tuning"]) + len(stories["held_out"]) >= 12
    assert len(stories["held_out"]) >= 3
    assert all(len(case.story.articles) > 1 for cases in stories.values() for case in cases)
    lines = {name: sum(map(len, sides.values())) for name, (_, sides) in load_lines().items()}
    assert lines["en tuning"] + lines["en held_out"] >= 60


def test_summaries_are_scored_beside_the_lead() -> None:
    """Ours is closer to an editor's than the lead is: in words in each set, and in all overall."""
    done = CliRunner().invoke(summaries, catch_exceptions=False)
    rows = {
        " ".join(line.split()[:2]): [float(figure) for figure in line.split()[2:5]]
        for line in done.output.splitlines()[1:]
    }
    for name in ("tuning", "held_out", "fresh"):
        assert rows[f"{name} built-in"][0] > rows[f"{name} lead-3"][0], name
    pairs = zip(rows["all built-in"], rows["all lead-3"], strict=True)
    assert all(ours > lead for ours, lead in pairs)


def test_sentiment_is_scored_by_language() -> None:
    """Most lines are on their side, and no held-out line is turned round."""
    done = CliRunner().invoke(sentiment, ["--wrong"], catch_exceptions=False)
    rows = [line.split() for line in done.output.splitlines()[1:] if not line.startswith("  ")]
    shares = {" ".join(row[:2]): int(row[3].rstrip("%")) for row in rows}
    assert {row[0] for row in rows} == {"en", "es", "fr", "de", "pt", "it"}
    assert all(share >= 85 for share in shares.values())
    assert all(row[4] == "0" for row in rows)
    assert "neither, not up: Some shops gained customers" in done.output
