"""The README tells every command, option and environment variable."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

import audiobrief
from audiobrief.cli import main

REPOSITORY = Path(__file__).parent.parent
README = (REPOSITORY / "README.md").read_text("utf-8")


def commands(group: click.Group, name: str = "audiobrief") -> Iterator[tuple[str, click.Command]]:
    """Yield every command with its full name."""
    for word, found in group.commands.items():
        if isinstance(found, click.Group):
            yield from commands(found, f"{name} {word}")
        else:
            yield f"{name} {word}", found


COMMANDS = dict(commands(main))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_told(name: str) -> None:
    """A command that the README does not name fails here."""
    assert name in README


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_told(name: str) -> None:
    """An option that the README does not name fails here."""
    options = [one for one in COMMANDS[name].params if isinstance(one, click.Option)]
    longest = {max(option.opts, key=len) for option in options} - {"--output"}
    assert not [option for option in longest if option not in README]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_help(name: str) -> None:
    """--help says what each option does."""
    options = [one for one in COMMANDS[name].params if isinstance(one, click.Option)]
    assert all(option.help for option in options)
    assert COMMANDS[name].help


def test_every_environment_variable_is_told() -> None:
    """A variable that audiobrief reads stands in the README."""
    sources = [path.read_text("utf-8") for path in Path(audiobrief.__file__).parent.rglob("*.py")]
    names = {name for text in sources for name in re.findall(r'"(AUDIOBRIEF_[A-Z_]+)"', text)}
    assert names
    assert not [name for name in names if name not in README]


def test_the_benches_start_as_the_readme_tells() -> None:
    """`python -m tests.bench` runs by itself, outside pytest, with every bench that is named."""
    told = set(re.findall(r"python -m tests\.bench ([a-z]+)", README))
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", "--help"],
        capture_output=True,
        text=True,
        check=True,
        cwd=REPOSITORY,
    )
    assert told <= set(re.findall(r"^  ([a-z]+)", done.stdout, re.MULTILINE))


def test_the_cluster_s_compose_files_hold() -> None:
    """They are YAML, and what they start takes the options that they give it."""
    from distributed.cli import dask_scheduler, dask_worker

    known = {
        "audiobrief build": COMMANDS["audiobrief build"],
        "dask worker": dask_worker.main,
        "dask scheduler": dask_scheduler.main,
    }
    text = (REPOSITORY / "output" / "CLUSTER.md").read_text("utf-8")
    files = [yaml.safe_load(one) for one in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)]
    assert len(files) == 2
    for file in files:
        for name in ("scheduler", "worker", "build"):
            first, second, *options = file["services"][name]["command"].split()
            known[f"{first} {second}"].make_context(second, options)


def test_pictures_and_links_exist() -> None:
    """What the README links to in the repository is there."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert links
    assert not [link for link in links if not (REPOSITORY / link).exists()]
