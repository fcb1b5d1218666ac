"""The tone of a report: its sector, which way it points, for how long, and why.

The sets are closed, so that a language model can be held to them: SECTORS, TONES and HORIZONS.
Their names are English keys; what is shown of them stands in each language's table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from audiobrief.model import Draft, Sentiment
from audiobrief.synthesis.polarity import load_lexicon
from audiobrief.synthesis.tables import folded, load_table, phrase_pattern

SECTORS = (
    *("Markets", "Economy", "Business", "Trade", "Energy", "Technology"),
    *("Politics", "Conflict", "Environment", "Health", "Society", "World"),
)
MARKET_SECTORS = frozenset(("Markets", "Economy", "Business", "Trade", "Energy"))
"""Those whose tone is told as a market's; of the others it is negative to positive."""

MARKET_TONES = ("Bearish", "Slightly Bearish", "Neutral", "Slightly Bullish", "Bullish")
PLAIN_TONES = ("Negative", "Slightly Negative", "Neutral", "Slightly Positive", "Positive")
TONES = tuple(dict.fromkeys((*MARKET_TONES, *PLAIN_TONES)))
HORIZONS = ("days", "months", "years")

CLEAR, SLIGHT = 0.55, 0.15
"""The share of one side over the other from which a tone is clear, or leans."""

TITLE_WEIGHT = 2
"""How often the headline counts."""

THIN = 0.2
"""The share of sentences that must take a side for it to be more than a slight one."""

LEAST = 0.5
"""How far a sentence points, at least, to be counted on a side."""


@dataclass(frozen=True, slots=True)
class _Finding:
    """What was found, by the English keys; ``evidence`` is the sentence that says it most.

    ``horizon`` is empty where no sentence that looks ahead says for how long.
    """

    sector: str
    tone: str
    horizon: str
    up: int
    down: int
    evidence: str


def tones_of(sector: str) -> tuple[str, ...]:
    """Return the five tones of a sector, from the worst to the best."""
    return MARKET_TONES if sector in MARKET_SECTORS else PLAIN_TONES


def shown(key: str, language: str) -> str:
    """Return a sector, tone or horizon as it is shown in ``language``.

    Raises:
        KeyError: it is none.
        ConfigError: there are no tables for the language.
    """
    name: str = load_table(language, "sentiment.toml")["shown"][key]
    return name


def read_sentiment(draft: Draft, language: str) -> Sentiment | None:
    """Return the tone of a draft by its own statements, None where none of them takes a side.

    Raises:
        ConfigError: there are no tables for the language.
    """
    texts = [one.text for one in draft.statements]
    found = _find([draft.title.text] * TITLE_WEIGHT + texts, texts, language)
    if not found.evidence:
        return None
    sector, tone = shown(found.sector, language), shown(found.tone, language)
    horizon = shown(found.horizon, language) if found.horizon else ""
    said = load_table(language, "sentiment.toml")["shown"]
    counts = {0: said["none"], 1: said["one"]}
    note = said["note"].format(
        sector=sector if said["capitals"] else sector.lower(),
        tone=tone.lower(),
        horizon=horizon and f" {horizon}",
        up=counts.get(found.up, found.up),
        down=counts.get(found.down, found.down),
        all=len(texts),
    )
    return Sentiment(sector, tone, note, horizon, found.evidence)


def _find(weighted: Sequence[str], texts: Sequence[str], language: str) -> _Finding:
    lexicon = load_lexicon(language)
    polarities = [lexicon.polarity(text) for text in texts]
    up = sum(one >= LEAST for one in polarities)
    down = sum(one <= -LEAST for one in polarities)
    sector = _most(weighted, "sectors", language, "World")
    place = _place([lexicon.polarity(text) for text in weighted])
    if max(up, down) < THIN * len(texts):
        place = min(max(place, 1), 3)
    return _Finding(
        sector=sector,
        tone=tones_of(sector)[place],
        horizon=_most(_ahead(texts, language), "horizons", language, ""),
        up=up,
        down=down,
        evidence=_evidence(texts, polarities, place) if up or down else "",
    )


def _place(polarities: Sequence[float]) -> int:
    """Return the place of the tone among five, the worst at 0."""
    total = sum(map(abs, polarities))
    lean = sum(polarities) / total if total else 0.0
    step = (abs(lean) >= SLIGHT) + (abs(lean) >= CLEAR)
    return 2 + step if lean > 0 else 2 - step


def _evidence(texts: Sequence[str], polarities: Sequence[float], place: int) -> str:
    """Return the first of the sentences that point furthest the tone's way, or either way."""
    side = place - 2
    worth = [one * side if side else abs(one) for one in polarities]
    return texts[worth.index(max(worth))]


def _ahead(texts: Sequence[str], language: str) -> list[str]:
    """Return the sentences that look ahead: only they say for how long."""
    pattern = _patterns("ahead", language)["words"]
    return [text for text in texts if pattern.search(folded(text))]


def _most(texts: Sequence[str], table: str, language: str, default: str) -> str:
    """Return the key whose words are met most often, the first of those; else ``default``."""
    plain = [folded(text) for text in texts]
    hits = {
        key: sum(len(pattern.findall(text)) for text in plain)
        for key, pattern in _patterns(table, language).items()
    }
    best = max(hits, key=lambda key: hits[key])
    return best if hits[best] else default


@cache
def _patterns(table: str, language: str) -> Mapping[str, re.Pattern[str]]:
    entries = load_table(language, "sentiment.toml")[table]
    return {key: phrase_pattern(words) for key, words in entries.items()}
