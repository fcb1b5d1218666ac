"""The tone of a report, by words that know direction and negation."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.model import Draft, Sentiment
from audiobrief.synthesis.polarity import MOST, load_lexicon
from audiobrief.synthesis.sentiment import (
    HORIZONS,
    MARKET_SECTORS,
    MARKET_TONES,
    PLAIN_TONES,
    SECTORS,
    TONES,
    read_sentiment,
    shown,
    tones_of,
)
from audiobrief.synthesis.tables import load_table
from audiobrief.wording import languages
from story_samples import draft

GOOD = "Profits rose at the company."
BAD = "Profits fell at the company."
PLAIN = "The company has its seat in Lowfield."


def polarity(text: str, language: str = "en") -> float:
    """Return how far a sentence points up or down."""
    return load_lexicon(language).polarity(text)


@pytest.mark.parametrize(
    ("up", "down"),
    [
        ("Profits rose.", "Profits fell."),
        ("Losses narrowed.", "Losses widened."),
        ("Unemployment fell in May.", "Unemployment rose in May."),
        ("The firm avoided bankruptcy.", "The firm faces bankruptcy."),
        ("All were rescued.", "Nobody was rescued."),
        ("There was no strike.", "There was a strike."),
        ("Rents have come down.", "Rents haven’t come down."),
        ("Fears of a shortage have faded.", "Fears of a shortage have grown."),
        ("Despite the strike, profits rose.", "Despite the deal, profits fell."),
        ("As costs fell, profits climbed.", "As costs climbed, profits fell."),
    ],
)
def test_direction_and_negation_decide(up: str, down: str) -> None:
    """The same words point the other way where the direction or a negation turns."""
    assert polarity(down) < 0 < polarity(up)


@pytest.mark.parametrize("text", ["", "…", PLAIN, "It rose.", "The tide fell by a meter."])
def test_what_moves_nothing_known_takes_no_side(text: str) -> None:
    """A direction without a matter, and a sentence without either, are neutral."""
    assert polarity(text) == 0


@given(st.text("profits fell not losses, but no - rose. 1" + "é’"))
def test_a_sentence_has_bounds(text: str) -> None:
    """However many words point one way, a sentence counts so much and no more."""
    assert -MOST <= polarity(text) <= MOST
    assert polarity("Profits rose and sales rose and exports rose.") == MOST


@pytest.mark.parametrize(
    ("texts", "tone"),
    [
        ([GOOD, "Sales climbed, and so did exports at the company."], "Bullish"),
        ([BAD, "Sales dropped at the company."], "Bearish"),
        ([GOOD, BAD], "Neutral"),
        ([GOOD, "Sales climbed at the plant.", BAD], "Slightly Bullish"),
        ([BAD, "Sales dropped at the plant.", GOOD], "Slightly Bearish"),
    ],
)
def test_a_markets_tone_has_five_steps(texts: list[str], tone: str) -> None:
    """The side with more sentences decides, and how much more there are."""
    mood = read_sentiment(draft(*texts, title="The company reports"), "en")
    assert mood
    assert (mood.sector, mood.tone) == ("Business", tone)


def test_other_sectors_are_negative_to_positive() -> None:
    """What is no market is not bullish."""
    mood = read_sentiment(draft("Two patients died in the hospital.", title="Fever"), "en")
    assert mood
    assert (mood.sector, mood.tone) == ("Health", "Negative")
    assert mood.evidence == "Two patients died in the hospital."


def test_the_reason_counts_and_the_evidence_is_told() -> None:
    """The note says how many sentences point each way; the evidence is one of the report's."""
    made = draft(PLAIN, BAD, GOOD, "Sales slumped, and the company warned of losses.")
    mood = read_sentiment(made, "en")
    assert mood
    assert mood.note == (
        "By word lists, the tone of this business report is bearish, "
        "with 2 of its 4 sentences pointing down and one pointing up."
    )
    assert mood.evidence == "Sales slumped, and the company warned of losses."
    assert mood.tone.lower() in mood.note


def test_a_few_sentences_among_many_lean_at_most() -> None:
    """One sentence in six makes no clear tone."""
    mood = read_sentiment(draft(GOOD, *[PLAIN] * 5, title="The company reports"), "en")
    assert mood
    assert (mood.tone, "one pointing up" in mood.note) == ("Slightly Bullish", True)
    assert "none of its 6 sentences pointing down" in mood.note


@pytest.mark.parametrize("language", languages())
def test_the_note_is_a_sentence_in_every_language(language: str) -> None:
    """It counts in words where a figure would need another form, and has no gap."""
    said = load_table(language, "sentiment.toml")["shown"]
    note = said["note"].format(sector="S", tone="T", horizon="", up=said["one"], down=7, all=9)
    assert note.endswith(".")
    assert not {"  ", " ,", "{"} & {note[at : at + 2] for at in range(len(note))}
    assert said["none"] != said["one"]


def test_no_side_means_no_sentiment() -> None:
    """A report of plain facts has no tone, and none is made up."""
    assert read_sentiment(draft(PLAIN), "en") is None


@pytest.mark.parametrize(
    ("text", "horizon"),
    [
        ("Profits fell, and talks will resume on Thursday.", "over the coming days"),
        (
            "Profits fell in the years to 2019, and will recover next month.",
            "over the coming months",
        ),
        ("Profits fell, and could recover within a decade.", "over the coming years"),
        ("Profits fell on Monday.", ""),
    ],
)
def test_only_what_lies_ahead_has_a_horizon(text: str, horizon: str) -> None:
    """The days of what has happened say nothing of how long a tone holds."""
    mood = read_sentiment(draft(text), "en")
    assert mood
    assert mood.horizon == horizon


def test_the_sets_are_closed() -> None:
    """A language model can be held to them: each has five tones, and all are different."""
    assert set(SECTORS) >= MARKET_SECTORS
    assert len(SECTORS) == len(set(SECTORS))
    assert len(TONES) == len(set(TONES)) == 9
    assert tones_of("Markets") == MARKET_TONES
    assert tones_of("Health") == PLAIN_TONES
    assert len(MARKET_TONES) == len(PLAIN_TONES) == 5


@pytest.mark.parametrize("language", languages())
def test_every_key_is_shown_in_every_language(language: str) -> None:
    """Sectors, tones and horizons have a name of their own in each language."""
    keys = (*SECTORS, *TONES, *HORIZONS)
    names = [shown(key, language) for key in keys]
    assert len(set(names)) == len(keys)
    table = load_table(language, "sentiment.toml")
    assert list(table["sectors"]) == list(SECTORS)
    assert list(table["horizons"]) == list(HORIZONS)
    if language != "en":
        assert not set(names) & {shown(key, "en") for key in keys} - {"Neutral"}


def test_a_title_counts() -> None:
    """The headline names the sector, though it is no evidence."""
    made = draft(BAD)
    mood = read_sentiment(replace(made, title=replace(made.title, text="Oil, gas and power")), "en")
    assert mood
    assert mood.sector == "Energy"


def test_an_empty_draft_has_no_tone() -> None:
    """A draft of which a check left nothing is read without fault."""
    made: Draft = replace(draft(BAD), sections=())
    assert read_sentiment(made, "en") is None
    assert Sentiment() == Sentiment("", "", "", "", "")
