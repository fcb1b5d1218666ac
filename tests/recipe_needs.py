"""Whether the voice recipe's packages are there: without them its tests skip, with the reason."""

from __future__ import annotations

import warnings

import pytest

REASON = 'the recipe\'s packages are not installed (`pip install -e ".[train]"`)'


def need() -> None:
    """Skip the module that calls this unless the recipe can run."""
    pytest.importorskip("torch", reason=REASON)
    pytest.importorskip("parselmouth", reason=REASON)
    with warnings.catch_warnings():
        # pyworld imports pkg_resources, which warns that it is going away.
        warnings.simplefilter("ignore")
        pytest.importorskip("pyworld", reason=REASON)
