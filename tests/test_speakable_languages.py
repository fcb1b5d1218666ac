"""News text in other languages than English, as it is said."""

from __future__ import annotations

import pytest

from audiobrief.narration.speakable import open_reader
from bench.cases import LANGUAGES, Case, load_lines

LINES = pytest.mark.parametrize("name", LANGUAGES)


def said(line: Case) -> str:
    """Return how a line is said in its region."""
    return open_reader(line.locale).said(line.text)


@LINES
def test_a_news_line_sounds_right(name: str) -> None:
    """It is said as a careful newsreader may say it."""
    assert not [(line, said(line)) for line in load_lines(name) if not line.is_right(said(line))]


@pytest.mark.untraced
@LINES
def test_a_news_line_read_again_stays(name: str) -> None:
    """What is said has nothing left in it to be read."""
    read = [(said(line), open_reader(line.locale)) for line in load_lines(name)]
    assert not [text for text, reader in read if reader.said(text) != text]


@pytest.mark.parametrize(
    ("locale", "written", "spoken"),
    [
        # An ordinal ends as the word before it asks, or else as the noun's gender does.
        ("de-DE", "am 3. Mai", "am dritten Mai"),
        ("de-DE", "der 3. Mai", "der dritte Mai"),
        ("de-DE", "Hafen, 3. Mai", "Hafen, dritter Mai"),
        ("de-DE", "ein 3. Platz", "ein dritter Platz"),
        ("de-DE", "ein 3. Tor", "ein drittes Tor"),
        ("de-DE", "in der 3. Runde", "in der dritten Runde"),
        ("de-DE", "die 3. Runde", "die dritte Runde"),
        ("de-DE", "zum 3. Mal", "zum dritten Mal"),
        # A figure that ends a sentence is no ordinal: the stop behind it stays a stop.
        ("de-DE", "Er war 3. Die Elf jubelte.", "Er war drei. Die Elf jubelte."),
        (
            "de-DE",
            "Das war 2025. Der Rat schwieg.",
            "Das war zweitausendfünfundzwanzig. Der Rat schwieg.",
        ),
        # One, two and the hundreds have a feminine form.
        ("pt-PT", "21 dias", "vinte e um dias"),
        ("pt-PT", "200 novas casas", "duzentas novas casas"),
        ("pt-PT", "200 mil casas", "duzentas mil casas"),
        ("pt-PT", "200 milhões de casas", "duzentos milhões de casas"),
        ("pt-PT", "2 h", "duas horas"),
        ("pt-PT", "£2", "duas libras"),
        ("pt-PT", "R$ 2", "dois reais"),
        # "Uno" is an article before a noun only.
        ("it-IT", "1 su 3", "uno su tre"),
        # Nothing parts an elided article from the next word.
        ("it-IT", "L’11 marzo", "L'undici marzo"),
        ("it-IT", "l'80%", "l'ottanta per cento"),
        # A small circle is an ordinal beside an article or a noun; here it is a degree.
        ("it-IT", "a 3°", "a tre gradi"),
        ("it-IT", "a 3 °C", "a tre gradi Celsius"),
    ],
)
def test_a_number_agrees_with_the_words_around_it(locale: str, written: str, spoken: str) -> None:
    """Its ending, and what a sign beside it means, is told by its neighbours."""
    assert open_reader(locale).said(written) == spoken


@pytest.mark.parametrize(
    ("locale", "written", "spoken"),
    [
        ("es-MX", "$1,500.50", "mil quinientos pesos con cincuenta centavos"),
        ("es-MX", "4.5 %", "cuatro punto cinco por ciento"),
        ("es-MX", "201,000 personas", "doscientas un mil personas"),
        ("es-MX", "US$5", "cinco dólares"),
        ("es-AR", "1.500,5", "mil quinientos coma cinco"),
        ("fr-BE", "71 à 99", "septante et un à nonante-neuf"),
        ("fr-BE", "le 92e", "le nonante-deuxième"),
        ("fr-BE", "80", "quatre-vingts"),
        ("fr-CH", "81", "huitante et un"),
        ("fr-CH", "75 000", "septante-cinq mille"),
        ("fr-CA", "20 $", "vingt dollars"),
        ("de-CH", "1'500.50", "tausendfünfhundert Komma fünf null"),
        ("de-CH", "Fr. 3.50", "drei Franken fünfzig"),
        ("de-AT", "am 6. Jan.", "am sechsten Jänner."),
        ("pt-PT", "16 km", "dezasseis quilómetros"),
        ("pt-BR", "16 km", "dezesseis quilômetros"),
        ("pt-PT", "R$ 2 bi", "dois mil milhões de reais"),
        ("pt-BR", "R$ 2 bi", "dois bilhões de reais"),
        ("pt-PT", "€ 0,50", "cinquenta cêntimos"),
        ("pt-BR", "€ 0,50", "cinquenta centavos"),
        ("pt-PT", "1,5 M€", "um vírgula cinco milhões de euros"),
        ("pt-BR", "R$ 1,5 mi", "um vírgula cinco milhão de reais"),
    ],
)
def test_a_region_has_its_own_way(locale: str, written: str, spoken: str) -> None:
    """What a region writes or says otherwise stands in a table of its own."""
    assert open_reader(locale).said(written) == spoken
