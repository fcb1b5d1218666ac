"""The habits of broadcasters in languages other than English."""

from __future__ import annotations

import pytest

from audiobrief.narration.ear.habits import load_ear
from audiobrief.narration.marks import read_marks
from audiobrief.narration.reading.vocabulary import read_table
from audiobrief.narration.speakable import open_reader
from audiobrief.wording import languages

OTHERS = [language for language in languages() if language != "en"]


@pytest.mark.parametrize("language", OTHERS)
def test_a_habit_has_all_its_lists(language: str) -> None:
    """A language may leave out a habit, but none of its lists."""
    english, own = read_table("en", "ear.toml") or {}, read_table(language, "ear.toml") or {}
    assert {"small", "asides", "rounding"} <= own.keys() <= english.keys()
    assert all(set(table) == set(english[name]) for name, table in own.items())


@pytest.mark.parametrize(
    ("locale", "written", "heard"),
    [
        ("es", "El puerto (el mayor) cerró (véase la página 3).", "El puerto, el mayor, cerró."),
        ("es", "Véase también el mapa.", ""),
        (
            "fr",
            "Le port (Le plus grand) ferme (voir ci-dessous).",
            "Le port, le plus grand, ferme.",
        ),
        ("fr", "L’Organisation du lac (OL) siège.", "L’Organisation du lac siège."),
        ("fr", "(Photo : A. B.)", ""),
        (
            "de",
            "Der Hafen (Der größte) schloss (siehe Seite 3).",
            "Der Hafen, der größte, schloss.",
        ),
        ("de", "Der Hafen (Werft und Dock) schloss.", "Der Hafen, Werft und Dock, schloss."),
        ("pt", "O porto (o maior) «fechou (ver mapa 3)».", "O porto, o maior, «fechou»."),
        ("it", "Il porto (vedi figura 2) chiude.", "Il porto chiude."),
        ("it", "Leggi anche: I fari.", ""),
    ],
)
def test_brackets_are_read_as_in_their_language(locale: str, written: str, heard: str) -> None:
    """An aside stands between commas; what points at a page goes."""
    assert load_ear(locale).heard(written) == heard


@pytest.mark.parametrize("language", OTHERS)
def test_a_source_stays_where_no_table_moves_it(language: str) -> None:
    """A language without the table for it keeps the order of its sentences."""
    said = "“The tolls will rise,” said the board."
    assert load_ear(language).heard(said) == said


@pytest.mark.parametrize(
    ("locale", "written", "said"),
    [
        ("es", "4.567.890 barcos", "alrededor de cuatro millones quinientos setenta mil barcos"),
        ("es", "un 12,345 %", "un doce coma tres por ciento"),
        ("es-MX", "1,234.56 millones", "alrededor de mil doscientos treinta millones"),
        ("fr", "de 12,345 %", "de quelque douze virgule trois pour cent"),
        ("de", "4.567.890 Schiffe", "rund vier Komma fünf sieben Millionen Schiffe"),
        ("de-CH", "4’567’890 Schiffe", "rund vier Komma fünf sieben Millionen Schiffe"),
        ("pt", "45.678 navios", "cerca de quarenta e cinco mil e setecentos navios"),
        ("it", "45.678 navi", "circa quarantacinquemilasettecento navi"),
    ],
)
def test_long_figures_are_rounded_in_every_language(locale: str, written: str, said: str) -> None:
    """With the signs of the region, and in a form that the words around it bear."""
    reader = open_reader(locale)
    marked = read_marks(load_ear(locale).rounded(written), reader)
    words = marked.words(marked.text, reader)
    assert " ".join(word.spoken for word in words if word.spoken) == said
