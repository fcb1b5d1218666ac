"""The bench of sentence breaks."""

from __future__ import annotations

from click.testing import CliRunner

from bench.sentences import Tally, sentence_breaks, tally

CASES = [["Dr. Ito left.", "It rained."], ["One sentence here."]]


def test_breaks_are_counted() -> None:
    """A break too many is false, a break too few is missed, and either text is not right."""
    assert tally(lambda *_: ("Dr. Ito left.", "It rained."), "en", CASES[:1]) == Tally(1, 1, 0, 0)
    assert tally(lambda *_: ("Dr.", "Ito left.", "It rained."), "en", CASES[:1]) == Tally(
        1, 0, 1, 0
    )
    assert tally(lambda text, _: (text,), "en", CASES) == Tally(2, 1, 0, 1)


def test_the_table_is_printed() -> None:
    """The command prints a row a set, with no false break of ours in the hard English one."""
    done = CliRunner().invoke(sentence_breaks, catch_exceptions=False)
    (row,) = [line for line in done.output.splitlines() if line.startswith("en hard")]
    texts, right, false = (int(part) for part in row.split()[2:5])
    assert texts == right >= 100
    assert false == 0
