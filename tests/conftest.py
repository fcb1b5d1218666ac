"""What all tests share: a cache of their own, and a workspace built once."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import settings

from audiobrief.cli import main
from samples import write_workspace

# Tests load onnxruntime by themselves too, and it must report nothing to its maker.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

# Tests run beside one another: what takes all cores for itself slows the others down.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# A busy machine is slow, not wrong; and a run tells of what was changed, not of luck.
settings.register_profile("untimed", deadline=None, derandomize=True)
settings.load_profile("untimed")


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Take coverage's tracer, which halves the speed, from a test that asks for none.

    The marker of pytest-cov, ``no_cover``, leaves a second tracer running in xdist's workers.
    """
    if not item.get_closest_marker("untraced"):
        return (yield)
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(tracer)


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep clips and graphs made by tests out of the user's cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOBRIEF_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a built workspace to copy, never to change."""
    workspace = write_workspace(tmp_path_factory.mktemp("built") / "desk")
    result = CliRunner().invoke(main, ["build", "--workspace", str(workspace)])
    assert result.exit_code == 0, result.output
    return workspace
