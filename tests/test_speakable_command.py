"""``audiobrief speakable``: lines in, spoken lines out, one for one."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audiobrief.cli import main


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return an empty workspace."""
    return tmp_path


def run(desk: Path, text: str | bytes, *options: str) -> Result:
    """Give ``text`` to the command on its standard input."""
    return CliRunner().invoke(main, ["speakable", "--workspace", str(desk), *options], input=text)


def test_lines_come_out_one_for_one(desk: Path) -> None:
    """Empty lines stay; a line with nothing to say is a pause."""
    result = run(desk, "It cost $4.5bn.\n\n—\n3-2\n")
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "It cost four point five billion dollars.",
        "",
        ".",
        "three to two",
    ]


def test_the_locale_decides(desk: Path) -> None:
    """The same figures are another date in another region."""
    assert "December fifteenth" in run(desk, "12/15/2025\n").output
    british = run(desk, "15/12/2025\n", "--locale", "en-GB").output
    assert british == "the fifteenth of December, twenty twenty-five\n"


def test_rules_are_explained(desk: Path) -> None:
    """Each part that is not said as written is shown with the rule that fired."""
    result = run(desk, "Up 3% on Jan. 6\n", "--explain")
    assert result.output.splitlines() == [
        "Up three percent on January sixth",
        "    3% → three percent  (measure)",
        "    Jan. 6 → January sixth  (day of a month)",
    ]


def test_a_language_without_tables_is_refused(desk: Path) -> None:
    """The message names the table to write."""
    result = run(desk, "x\n", "--locale", "xx")
    assert result.exit_code != 0
    assert "data/xx/words.toml" in result.output


def test_bytes_that_are_no_text_do_no_harm(desk: Path) -> None:
    """A byte that is not UTF-8 is read past."""
    result = run(desk, b"caf\xe9 3%\n")
    assert result.exit_code == 0
    assert "three percent" in result.output


def test_the_workspace_lexicon_is_used(desk: Path) -> None:
    """A word of the workspace's lexicon is said as it has it."""
    lexicon = desk / "feeds" / "lexicon" / "en.toml"
    lexicon.parent.mkdir(parents=True)
    lexicon.write_text('[[word]]\nwritten = "Zhulny"\nsay = "zool-nee"\n', encoding="utf-8")
    assert run(desk, "Mayor Zhulny spoke.\n").output == "Mayor zool-nee spoke.\n"
