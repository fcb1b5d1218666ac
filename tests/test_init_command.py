"""``audiobrief init``: what it writes loads as it is, and tells every setting there is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pydantic import BaseModel

from audiobrief.commands.init import init, starter_files
from audiobrief.config import Person, Show, Source, load_show
from audiobrief.sentences import sentences

FROM_THE_FILE_NAME = {("slug",), ("folder",)}
EXAMPLES: dict[str, Any] = {
    "artwork": "cover.png",
    "license": "CC-BY-4.0",
    "license_url": "https://example.org/licence",
    "rhythm": "daily",
    "season": 1,
    "people": (Person(name="Ann Example", role="editor", group="writing"),),
    "hubs": ("https://hub.example.org/",),
    "sources": (
        Source(
            feed="https://news.example.org/feed.xml",
            name="The Example Gazette",
            language="en",
            license="CC BY 4.0, The Example Gazette",
            hours=48,
            keep=("harbour", "canal"),
            drop=("football",),
        ),
    ),
}
"""Settings that are empty by default, so that their comment gives an example instead."""


def run(directory: Path | str) -> Result:
    """Run ``audiobrief init`` on a folder."""
    return CliRunner().invoke(init, [str(directory)])


def written(root: Path) -> dict[str, bytes]:
    """Return every file under ``root`` by its relative path."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def uncommented(text: str) -> str:
    """Return a show file with its commented settings switched on; prose has a space."""
    return re.sub(r"^#(?=\S)", "", text, flags=re.MULTILINE)


def settings(model: type[BaseModel], at: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the path of every setting of a pydantic model, tables walked through."""
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from settings(kind, (*at, name))
        else:
            yield (*at, name)


def value_at(table: dict[str, Any], path: tuple[str, ...]) -> Any:
    """Return what stands at a path of nested tables, or fail."""
    for key in path:
        table = table[key]
    return table


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a workspace fresh from ``audiobrief init``."""
    directory = tmp_path / "new" / "desk"
    result = run(directory)
    assert result.exit_code == 0, result.output
    return directory


def test_a_workspace_is_made(desk: Path) -> None:
    """A missing folder is made with a show, a report, a README, and folders that git keeps."""
    assert sorted(written(desk)) == [
        "README.md",
        "feeds/briefing.toml",
        "feeds/briefing/first-light.md",
        "output/.gitignore",
        "voices/.gitignore",
    ]
    assert len((desk / "README.md").read_text("utf-8").splitlines()) <= 12


def test_the_next_command_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last line can be pasted into a shell, from wherever one stands."""
    assert run(tmp_path / "a desk").output.endswith(f"cd '{tmp_path}/a desk' && audiobrief build\n")
    monkeypatch.chdir(tmp_path)
    assert run(".").output.splitlines()[-1] == "Next: audiobrief build"


def test_the_show_loads_as_it_is(desk: Path) -> None:
    """The show file is valid, and finds its report."""
    show = load_show(desk / "feeds" / "briefing.toml")
    assert show.slug == "briefing"
    found = [path.name for glob in show.reports.files for path in show.folder.glob(glob)]
    assert found == ["first-light.md"]


def test_the_show_loads_uncommented(desk: Path) -> None:
    """Every commented setting is valid, and at its default where it has one."""
    path = desk / "feeds" / "briefing.toml"
    before = load_show(path)
    path.write_text(uncommented(path.read_text("utf-8")), encoding="utf-8")
    voices = dict.fromkeys(("editor", "quiz", "quotations"), before.voices.narrator)
    expected = before.model_copy(
        update={**EXAMPLES, "voices": before.voices.model_copy(update=voices)}
    )
    assert load_show(path) == expected


@pytest.mark.parametrize("path", sorted(set(settings(Show)) - FROM_THE_FILE_NAME), ids=".".join)
def test_every_setting_is_shown(path: tuple[str, ...], desk: Path) -> None:
    """A setting that the show file does not name fails here."""
    text = (desk / "feeds" / "briefing.toml").read_text("utf-8")
    value_at(tomllib.loads(uncommented(text)), path)


def test_every_setting_is_explained(desk: Path) -> None:
    """Each setting has a comment above it, of its own or of its group."""
    text = (desk / "feeds" / "briefing.toml").read_text("utf-8")
    for block in re.split(r"\n\n+", text):
        lines = [line for line in block.splitlines() if not line.startswith("[")]
        assert lines[0].startswith("# ") or not lines, block


def test_the_sample_report_is_short(desk: Path) -> None:
    """The first thing a user hears lasts about a minute."""
    body = (desk / "feeds" / "briefing" / "first-light.md").read_text("utf-8").split("---\n")[2]
    assert 100 < len(body.split()) < 300
    assert len(sentences(body, "en-us")) > 10


def test_a_folder_with_feeds_is_left_alone(tmp_path: Path) -> None:
    """Where shows are already, nothing is touched, and the message says what to do."""
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / "mine.toml").write_text("mine")
    result = run(tmp_path)
    assert result.exit_code == 2
    assert f"{tmp_path}: has a feeds/ folder already. Add a show file" in result.stderr
    assert written(tmp_path) == {"feeds/mine.toml": b"mine"}


def test_what_is_there_stays(tmp_path: Path) -> None:
    """A README that was there before is not replaced."""
    (tmp_path / "README.md").write_text("mine")
    assert run(tmp_path).exit_code == 0
    assert (tmp_path / "README.md").read_text() == "mine"
    assert (tmp_path / "feeds" / "briefing.toml").exists()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A file in the way is a message with a remedy, not a traceback."""
    (tmp_path / "file").write_text("")
    result = run(tmp_path / "file" / "desk")
    assert result.exit_code == 1
    assert "error: " in result.stderr
    assert "cannot write" in result.stderr


def test_a_failed_attempt_can_be_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """feeds/ appears whole or not at all, and nothing half-made is left beside it."""

    def full(_self: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", full)
        result = run(tmp_path)
    assert result.exit_code == 1
    assert "Free some space" in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["README.md", "output", "voices"]
    assert run(tmp_path).exit_code == 0


def test_starter_files_come_in_order() -> None:
    """The order does not depend on the file system."""
    paths = [path for path, _ in starter_files()]
    assert paths == sorted(paths)
    assert all(data for _, data in starter_files())
