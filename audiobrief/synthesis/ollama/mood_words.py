"""The closed sets of a sentiment, by English keys, and how each language shows them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from audiobrief.synthesis.ollama.languages import primary

SECTORS = (
    *("Markets", "Economy", "Business", "Trade", "Energy", "Technology"),
    *("Politics", "Conflict", "Environment", "Health", "Society", "World"),
)
HORIZONS = ("days", "months", "years")

_OF_MARKETS = frozenset({"Markets", "Economy", "Business", "Trade", "Energy"})
_MARKET_TONES = ("Bearish", "Slightly Bearish", "Neutral", "Slightly Bullish", "Bullish")
_PLAIN_TONES = ("Negative", "Slightly Negative", "Neutral", "Slightly Positive", "Positive")


def tones_of(sector: str) -> tuple[str, ...]:
    """Return the five tones of a sector, from the worst to the best."""
    return _MARKET_TONES if sector in _OF_MARKETS else _PLAIN_TONES


def shown(key: str, language: str) -> str:
    """Return a sector, tone or horizon as it is shown in ``language``, else in English."""
    table = _table()
    return table.get(primary(language), table["en"])[key]


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    folder = resources.files("audiobrief.synthesis.ollama")
    return tomllib.loads(folder.joinpath("moods.toml").read_text("utf-8"))
