"""Who may import whom: data flows one way and rooms do not know one another."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import audiobrief
from audiobrief.cli import main

PACKAGE = Path(audiobrief.__file__).parent
ROOMS = ("ingest", "synthesis", "narration", "speech", "audio", "publishing")
LAYERS = (
    ("errors", "bundled", "faults", "heap"),
    ("model",),
    ("markup",),
    ("files", "tomlfile"),
    ("kept", "net", "wording", "sentences"),
    ("config",),
    ROOMS,
    ("pipeline",),
    ("server",),
    ("commands",),
    ("cli",),
)
OFTEN_ASKED = ("adopt", "build", "gather", "publish", "serve", "status", "token", "voices")
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__main__.py")


def part(path: Path) -> str:
    """Return the room or top-level module a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Return the parts of audiobrief that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        found |= {name.split(".")[1] for name in names if name.startswith("audiobrief.")}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    """A module imports only layers below its own, or its own room."""
    own = part(path)
    if own in ("__init__", "starter"):
        return
    climbing = {name for name in imports(path) - {own} if LEVEL[name] >= LEVEL[own]}
    assert not climbing


def test_every_module_has_a_layer() -> None:
    """A new room takes its place in the order above."""
    assert {part(path) for path in MODULES} - {"__init__", "starter"} == set(LEVEL)


def test_one_module_imports_piper() -> None:
    """Piper stands behind one door."""
    doors = [path.name for path in MODULES if "from piper" in path.read_text("utf-8")]
    assert doors == ["voice.py"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        *([name, "--help"] for name in OFTEN_ASKED),
    ],
)
def test_help_loads_nothing_slow(arguments: list[str]) -> None:
    """Help is quick: no neural net, no codec, no parser of pages is loaded for it."""
    slow = [
        *("onnxruntime", "onnx", "piper", "av", "numpy", "lxml", "PIL", "jinja2", "feedgen"),
        *("httpx", "trafilatura", "pydub", "mutagen", "pydantic", "segno", "spellchecker"),
        *("starlette", "uvicorn", "anyio", "pebble", "feedparser"),
        *("fsspec", "s3fs", "botocore", "aiohttp", "paramiko", "gcsfs", "dateutil"),
        *("ollama", "py3langid", "lameenc", "distributed"),
    ]
    code = (
        "import sys\nfrom audiobrief.cli import main\n"
        f"try: main({arguments!r})\nexcept SystemExit: pass\n"
        f"print([name for name in {slow!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_build_loads_no_network() -> None:
    """Where nothing is fetched, no client is loaded for it: it would take 10 MB."""
    code = (
        "import sys\n"
        "from audiobrief.pipeline import produce, publish, run\n"
        "print(sorted({'httpx', 'httpcore', 'tenacity', 'fsspec'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_no_installed_package_is_asked_for_plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pydantic would read what each of them says of itself, at every start."""
    monkeypatch.setenv("PYDANTIC_DISABLE_PLUGINS", "")
    monkeypatch.delenv("PYDANTIC_DISABLE_PLUGINS")
    assert CliRunner().invoke(main, ["cache", "info"]).exit_code == 0
    assert os.environ["PYDANTIC_DISABLE_PLUGINS"] == "__all__"
