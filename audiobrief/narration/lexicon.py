"""The tables that say how written short forms sound (``data/en/words.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

Forms = tuple[str, str]
"""Singular and plural."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What is written → what is said."""

    abbreviations: Mapping[str, str]
    acronyms: frozenset[str]
    months: Mapping[str, str]
    currencies: Mapping[str, Forms]
    scales: Mapping[str, str]
    units: Mapping[str, Forms]
    spaced_units: Mapping[str, Forms]
    symbols: Mapping[str, str]


@cache
def shipped() -> Lexicon:
    """Return audiobrief's own English tables."""
    tables = tomllib.loads(
        files("audiobrief.narration").joinpath("data/en/words.toml").read_text("utf-8")
    )
    return Lexicon(
        abbreviations=tables["abbreviations"],
        acronyms=frozenset(tables["acronyms"]["words"]),
        months={**tables["months"], **{full: full for full in tables["months"].values()}},
        currencies={sign: (one, many) for sign, (one, many) in tables["currencies"].items()},
        scales=tables["scales"],
        units={sign: (one, many) for sign, (one, many) in tables["units"].items()},
        spaced_units={sign: (one, many) for sign, (one, many) in tables["spaced_units"].items()},
        symbols=tables["symbols"],
    )
