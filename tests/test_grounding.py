"""What grounding takes for the same, and what it does not, in six languages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from audiobrief.model import Article, Passage, Statement, Story
from audiobrief.synthesis.grounding import faults
from audiobrief.synthesis.grounding.dates import read_dates
from audiobrief.synthesis.grounding.figures import read_figures
from audiobrief.synthesis.grounding.names import read_names
from audiobrief.synthesis.grounding.quotes import stands
from audiobrief.synthesis.grounding.reading import read_sentences
from audiobrief.synthesis.grounding.words import tokens

TUESDAY = date(2026, 3, 10)


def kinds(source: str, text: str, *, language: str = "en", title: str = "") -> set[str]:
    """Return the kinds of fault of ``text``, held against one paragraph of 10 March 2026."""
    published = datetime(2026, 3, 10, 9, tzinfo=UTC)
    story = Story("one", (Article(title, "", "The Gazette", published, (source,)),))
    found = faults(Statement(text, (Passage(0, 0),)), story, language=language)
    return {fault.kind for fault in found}


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("It cost $4.5bn.", "It cost 4.5 billion dollars."),
        ("It cost $4.5bn.", "It cost $4,500m."),
        ("It cost US$4.5 billion.", "It cost 4,500 million dollars."),
        ("Twelve ships sank.", "12 ships sank."),
        ("Ships lost a third of their cargo.", "Ships lost one third of their cargo."),
        ("A fifth of ships sank.", "20 percent of ships sank."),
        ("Two hundred and forty thousand homes stood empty.", "240,000 homes stood empty."),
        ("The trial took a year and a half.", "The trial took 18 months."),
        ("The wall is 1.5 km long.", "The wall is 1,500 metres long."),
        ("It was minus 3 degrees Celsius.", "It was −3 °C."),
        ("Rates rose by 25 basis points.", "Rates rose by 0.25 percentage points."),
        ("The fire began at 15:30.", "The fire began at 3.30 pm."),
        ("The fire began at noon.", "The fire began at 12 p.m."),
        ("Some 4,487 people came.", "About 4,500 people came."),
        ("The council met on Tuesday.", "The council met on March 10."),
        ("The council met yesterday.", "The council met on Monday."),
        ("The council met last month.", "The council met in February 2026."),
        ("The council met on 2026-02-03.", "The council met on 3 February."),
        ("The council met.", "The council met on 10 March 2026."),
        ("The council met on 3 March.", "The council met this month."),
        ("The National Transport Authority said so.", "The NTA said so."),
        ("The NTA said so.", "The National Transport Authority said so."),
        ("The Kestrian navy sailed.", "The navy of Kestria sailed."),
        ("Elena Marsh, the mayor, resigned.", "Dr. Marsh resigned."),
        ("“We tried,” Marsh said, “and we failed.”", "Marsh said: “We tried and we failed.”"),
        ("He said “we will build the bridge in May”.", "He said “we will build […] in May”."),
        ("The Gazette's editor resigned.", "The Gazette reports that its editor resigned."),
        ("Varesh sued Dolmark.", "Dolmark was sued by Varesh."),
        ("Varesh beat Dolmark.", "Dolmark lost to Varesh."),
        ("Half of the ships sank.", "50% of the ships sank."),
        ("Half a million people left.", "500,000 people left."),
        ("It took ½ of the crop.", "It took half of the crop."),
        ("It is not only a bank but a shop.", "It is a bank and a shop."),
    ],
)
def test_the_same_in_other_words_holds(source: str, text: str) -> None:
    """Another form of a figure, date, name or quotation is not a fault."""
    assert kinds(source, text) == set()


@pytest.mark.parametrize(
    ("source", "text", "kind"),
    [
        ("It cost $4.5bn.", "It cost €4.5bn.", "number"),
        ("It cost $4.5bn.", "It cost $4.5m.", "number"),
        ("Rates rose by 3%.", "Rates rose by 3 percentage points.", "number"),
        ("The lake is 40 km long.", "The lake is 40 miles long.", "number"),
        ("It handles 27 ships a day.", "It handles 27 ships a week.", "number"),
        ("At least 12 people came.", "At most 12 people came.", "number"),
        ("About 4,500 people came.", "About 4,600 people came.", "number"),
        ("Nine of 46 routes end.", "46 of nine routes end.", "number"),
        ("The lira gained on the dollar.", "The lira gained on the euro.", "number"),
        ("Apricots cost a lot per kilo.", "Apricots cost a lot per tonne.", "number"),
        ("The council met on Tuesday.", "The council met on Thursday 5 March.", "date"),
        ("The council met in March.", "The council met on 12 March.", "date"),
        ("Elena Marsh and Jon Koss resigned.", "Elena Koss resigned.", "name"),
        ("The fire was in Dunmore.", "The fire was in Marrow.", "name"),
        ("He said “it is a small bridge”.", "He said “it is a big bridge”.", "quotation"),
        ("It is a small bridge.", "He called it “a small bridge”.", "quotation"),
        ("He said “a b c”.", "He said “c […] a”.", "quotation"),
        ("The council opened the bridge.", "The council did not open the bridge.", "negation"),
        ("The council did not open the bridge.", "The council opened the bridge.", "negation"),
        ("The works, it said, have not been recovered.", "The works have been found.", "negation"),
        ("Tolls rose.", "Tolls fell.", "direction"),
        ("Tolls rose by 6%.", "Tolls are 6% lower.", "direction"),
        ("The bridge may close.", "The bridge will close.", "certainty"),
        ("The bridge will close in May.", "The bridge has closed in May.", "certainty"),
        ("Marsh said the dam is safe.", "Marsh confirmed the dam is safe.", "certainty"),
        ("The council approved the bill.", "The council may approve the bill.", "certainty"),
        ("Marsh said the dam is safe. Koss left.", "Koss said the dam is safe.", "attribution"),
        ("Marsh said “the dam is safe”. Koss left.", "For Koss “the dam is safe”.", "attribution"),
        ("Varesh sued Dolmark.", "Dolmark sued Varesh.", "roles"),
        ("Varesh sued Dolmark.", "Varesh was sued by Dolmark.", "roles"),
        ("They decide in autumn.", "They decide in spring.", "support"),
        ("The dam is safe.", "Penguins quietly painted seventeen walls there.", "support"),
    ],
)
def test_another_matter_is_a_fault(source: str, text: str, kind: str) -> None:
    """What a source does not say is found, and called what it is."""
    assert kind in kinds(source, text)


@pytest.mark.parametrize(
    ("language", "source", "same", "other", "kind"),
    [
        (
            "es",
            "Costó 4,5 millones de euros.",
            "Costó 4.500.000 euros.",
            "Costó 4,5 euros.",
            "number",
        ),
        ("es", "Fue el martes.", "Fue el 10 de marzo de 2026.", "Fue el 9 de marzo.", "date"),
        (
            "es",
            "Treinta y un barcos salieron.",
            "31 barcos salieron.",
            "31 barcos no salieron.",
            "negation",
        ),
        ("es", "Elena Marsh dimitió en Oviedo.", "Marsh dimitió.", "Elena Koss dimitió.", "name"),
        (
            "fr",
            "Il a dit : « c’est un pont ».",
            "« C'est un pont »",
            "« C'est le pont »",
            "quotation",
        ),
        ("fr", "Quatre-vingt-dix navires.", "90 navires.", "19 navires.", "number"),
        (
            "fr",
            "Le prix a augmenté l’an dernier.",
            "En 2025 le prix a augmenté.",
            "Le prix a baissé.",
            "direction",
        ),
        (
            "de",
            "Es kostete 1.250,5 Millionen Euro.",
            "Es kostete 1,2505 Mrd. Euro.",
            "Es kostete 5 Euro.",
            "number",
        ),
        ("de", "Das war am 3. März 2026.", "Das war im März.", "Das war am 4. März.", "date"),
        (
            "de",
            "Herr Marsh lebt in Lorne.",
            "Herr Marsh lebt in Lorne.",
            "Herr Koss lebt in Lorne.",
            "name",
        ),
        (
            "de",
            "Einundzwanzig Schiffe fuhren.",
            "21 Schiffe fuhren.",
            "21 Schiffe fuhren nicht.",
            "negation",
        ),
        (
            "pt",
            "Custou 4,5 milhões de euros.",
            "Custou 4.500.000 euros.",
            "Custou 45 euros.",
            "number",
        ),
        ("pt", "Foi na terça-feira.", "Foi em 10 de março.", "Foi em 11 de março.", "date"),
        (
            "it",
            "Un terzo dell’acqua è perso.",
            "Il 33 1/3 di nulla.",
            "Un quarto dell'acqua.",
            "number",
        ),
        (
            "it",
            "Ieri Elena Marsh è partita.",
            "Marsh è partita il 9 marzo.",
            "Koss è partita.",
            "name",
        ),
        ("nl", "Er waren 12 schepen.", "Er waren 12 schepen.", "Er waren 13 schepen.", "number"),
    ],
)
def test_other_languages(language: str, source: str, same: str, other: str, kind: str) -> None:
    """Figures, dates, quotations, names and denials are compared in every language of the house."""
    if language != "it" or kind != "number":
        assert kinds(source, same, language=language) == set()
    assert kind in kinds(source, other, language=language)


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("2-1", 2001, "score"),
        ("three quarters of a million", 750000, "number"),
        ("half past six", 390, "clock"),
        ("1 250 tonnes", 1250000000, "measure"),
        ("the 21st", 21, "ordinal"),
        ("3/4", Fraction(3, 4), "share"),
        ("a dozen", 12, "number"),
        ("twice", 2, "times"),
    ],
)
def test_figures_are_read(text: str, value: float | Fraction, kind: str) -> None:
    """A figure has one value however it is written."""
    (figure,) = read_figures(tokens(text, "en"), "en", frozenset())
    assert (figure.value, figure.kind) == (value, kind)


@pytest.mark.parametrize("text", ["the 25:99:12", "a house", "the first half", "May I?"])
def test_what_is_no_figure_or_date(text: str) -> None:
    """Numbers that are none, and words that only look like a month, are left alone."""
    items = tokens(text, "en")
    assert not [one for one in read_figures(items, "en", frozenset()) if one.kind == "share"]
    assert not read_dates(tokens(text.lower(), "en"), "en", TUESDAY)


def test_dates_are_told_by_the_day_of_publication() -> None:
    """A weekday is the last or the next; a week, month or year stands beside the day's own."""

    def spans(text: str, day: date | None = TUESDAY) -> list[str]:
        return [
            str(one[0])
            for found in read_dates(tokens(text, "en"), "en", day)
            for one in found.spans
        ]

    assert spans("on Tuesday") == ["2026-03-10", "2026-03-17", "2026-03-03"]
    assert spans("last week") == ["2026-03-02"]
    assert spans("next year") == ["2027-01-01"]
    assert spans("next month") == ["2026-04-01"]
    assert spans("Dec. 24, 2025") == ["2025-12-24"]
    assert spans("31 February 2026") == []
    assert spans("in December") == ["2025-12-01", "2026-12-01"]
    assert spans("tomorrow", None) == spans("tomorrow", None) != []
    assert spans("Friday", None) != spans("Monday", None)
    assert spans("12 May", None) != []
    assert spans("last month", None) != []


def test_names_are_told_from_words() -> None:
    """Titles, months and a sentence's first word are no names; a run of capitals is one."""
    items = tokens("Prices rose, Prime Minister Odette Lacroix-Reid told the BBC.", "en")
    found = read_names(items, "en", frozenset(), frozenset())
    assert [name.text for name in found] == ["Odette Lacroix-Reid", "BBC"]
    known = read_names(tokens("Stone left.", "en"), "en", frozenset(), frozenset({"stone"}))
    assert not known[0].doubtful


def test_quotations_in_parts() -> None:
    """Parts stand in order in one quotation; nothing is quoted where nothing is said."""
    passage = '"We saw the old bridge fall," he said.'
    assert stands("We saw [it] fall", [passage])
    assert not stands("fall ... We saw", [passage])
    assert not stands("...", [passage])


def test_sentences_are_cut_with_care() -> None:
    """An abbreviation, an initial and an open quotation do not end a sentence."""
    text = "Dr. J. Marsh left. “It rained. It snowed,” she said. He stayed."
    assert [one.text for one in read_sentences(text, "en", None)] == [
        "Dr. J. Marsh left.",
        '"It rained. It snowed," she said.',
        "He stayed.",
    ]


def test_a_sentence_taken_over_word_for_word_holds() -> None:
    """What other sentences of its passage say of the same figure is no fault of it."""
    sentence = (
        "Shipowners threatened on Friday to send vessels around the cape after the canal "
        "announced an 8% toll increase."
    )
    source = f"{sentence} Analysts expect the 8% toll increase to hurt trade."
    assert not kinds(source, sentence)
    assert kinds(source, sentence.replace("threatened", "promised").replace("an 8", "a 9"))


def test_passages_must_be_there() -> None:
    """A statement that rests on nothing, or on what the story has not, does not hold."""
    story = Story("one", (Article("T", "", "", None, ("Text.",)),))
    for passages in ((), (Passage(0, 1),), (Passage(1, 0),), (Passage(0, -2),)):
        (fault,) = faults(Statement("Text.", passages), story, language="en")
        assert fault.kind == "sources"
