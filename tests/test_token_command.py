"""``audiobrief token``: tokens made, listed and revoked."""

from __future__ import annotations

import hashlib
import re
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audiobrief.cli import main
from samples import SHOW, write_workspace

ADDRESS = re.compile(r"https://podcast\.example\.org/test/([0-9a-f]{40})/feed\.xml\n")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a workspace with a private show."""
    return write_workspace(tmp_path / "desk", f"private = true\n{SHOW}")


def token(desk: Path, *arguments: str) -> Result:
    """Run one of the token commands in a workspace."""
    return CliRunner().invoke(main, ["token", *arguments, "--workspace", str(desk)])


def test_a_token_is_told_once(desk: Path) -> None:
    """The address is printed, and nothing that is kept could give it again."""
    added = token(desk, "add", "test", "Ann Example")
    assert added.exit_code == 0, added.output
    said = ADDRESS.fullmatch(added.output)
    assert said
    file = desk / ".tokens" / "test.json"
    kept = file.read_text("utf-8")
    assert said[1] not in kept
    assert hashlib.sha256(said[1].encode()).hexdigest() in kept
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_tokens_are_listed_by_name(desk: Path) -> None:
    """Each with the day it was made, oldest first; none before there is any."""
    assert token(desk, "list", "test").output == ""
    for name in ("Ben", "Ann"):
        token(desk, "add", "test", name)
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    assert token(desk, "list", "test").output == f"{today}  Ben\n{today}  Ann\n"


def test_a_revoked_token_is_gone(desk: Path) -> None:
    """It leaves the list, and its name may be given again, with another token."""
    first = token(desk, "add", "test", "Ann").output
    token(desk, "add", "test", "Ben")
    revoked = token(desk, "revoke", "test", "Ann")
    assert (revoked.exit_code, revoked.output) == (0, "Ann can hear test no more.\n")
    assert token(desk, "list", "test").output.endswith("  Ben\n")
    again = token(desk, "add", "test", "Ann").output
    assert ADDRESS.fullmatch(again)
    assert again != first


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("add", "nothing", "Ann"), "no show named 'nothing'"),
        (("add", "test", "Ben"), "test has a token named 'Ben' already"),
        (("add", "test", "Ben"), "`audiobrief token revoke test Ben`"),
        (("list", "nothing"), "no show named 'nothing'"),
        (("revoke", "test", "Ann"), "test has no token named 'Ann'"),
    ],
)
def test_what_cannot_be_done_is_told(desk: Path, arguments: tuple[str, ...], message: str) -> None:
    """A wrong name is told with what to do, and nothing is changed."""
    token(desk, "add", "test", "Ben")
    before = (desk / ".tokens" / "test.json").read_bytes()
    got = token(desk, *arguments)
    assert got.exit_code == 2
    assert message in got.output
    assert (desk / ".tokens" / "test.json").read_bytes() == before


def test_a_public_show_needs_no_token(desk: Path) -> None:
    """A token of a show that all may hear would be a false promise."""
    (desk / "feeds" / "test.toml").write_text(SHOW, "utf-8")
    got = token(desk, "add", "test", "Ann")
    assert got.exit_code == 2
    assert "feeds/test.toml: the show is open to all" in got.output
    assert not (desk / ".tokens").exists()
