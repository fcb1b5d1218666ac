"""Questions on a report that the report answers."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from audiobrief.markup import unmarked
from audiobrief.model import QuizItem, Story
from audiobrief.narration.speakable import open_reader
from audiobrief.synthesis.extractive import write
from audiobrief.synthesis.quiz import make_quiz
from audiobrief.synthesis.quiz.facts import load_finder
from audiobrief.synthesis.quiz.figures import FIGURE, near, parse
from bench.summaries import load_stories
from story_samples import NOW, draft, strike

BENCH = [case.story for cases in load_stories().values() for case in cases]
SPEAKERS = (
    "The dam will hold through the winter, said Elena Marsh of the water board.",
    "Otto Rehn said that the state would pay for the repairs of the road.",
    "The farmers lost their crops to the flood, said Ruben Calder of the league.",
    "Ana Sorel said that schools in the valley would stay shut for a while.",
)
TWO_FIGURES = [
    "Tolls on the canal of Maravel will rise by {} percent this year.",
    "The court of Halden will hear the case on May {month} at the latest.",
]


def blank(item: QuizItem) -> str:
    """Return a question with its blank filled by the answer, as the sentence had it."""
    asked = item.question.partition("? ")[2]
    before, _, rest = asked.partition("<sub ")
    return before + item.answer + rest.partition("</sub>")[2]


def test_no_two_questions_have_the_same_answer() -> None:
    """One fact that two sources tell in their own ways is asked for once."""
    told = draft(
        "The bank of Halden cut its main rate to 3.25% on the advice of its own board.",
        "The board of the bank voted to lower its main rate to 3.25 percent in the end.",
        "Loans in Halden cost 7.5 percent a year where the rate is fixed for a decade.",
    )
    answers = [item.answer for item in make_quiz(told, "en")]
    assert answers == ["3.25%", "7.5 percent"]


@pytest.mark.parametrize("told", [strike(), *BENCH], ids=lambda told: told.key)
def test_questions_are_answered_by_the_report(told: Story) -> None:
    """Three questions of four choices; the answer fills the blank and gives the explanation."""
    made = write(told, language="en", now=NOW)
    texts = [one.text for one in made.statements]
    items = make_quiz(made, "en")
    assert len(items) == 3
    assert len({item.explanation for item in items}) == 3
    for item in items:
        assert len(set(item.choices)) == len(item.choices) == 4
        assert item.answer in item.choices
        assert blank(item) == item.explanation
        assert item.explanation in texts
        assert "…" in unmarked(item.question)
        others = [one for one in items if one is not item]
        assert not any(item.answer in other.question for other in others)
    assert make_quiz(made, "en") == items


@example(TWO_FIGURES, 2, 1950, 4, "Monday")
@given(
    st.lists(
        st.sampled_from(
            [
                "Tolls on the canal of Maravel will rise by {} percent this year.",
                "The dam of Tessa was built in {year} by {} workers from the hills.",
                "Some {},500 people left the valley of the Orme on {day} evening.",
                "The state will pay ${}.5 million to the farmers of the valley.",
                "The court of Halden will hear the case on May {month} at the latest.",
            ]
        ),
        max_size=5,
    ),
    st.integers(2, 900),
    st.integers(1950, 2025),
    st.integers(1, 28),
    st.sampled_from(["Monday", "Friday"]),
)
def test_no_wrong_choice_is_in_the_report(
    forms: list[str], number: int, year: int, month: int, day: str
) -> None:
    """No wrong choice stands anywhere in the report, and all are written as the right one is."""
    texts = [form.format(number, year=year, month=month, day=day) for form in forms]
    for item in make_quiz(draft(*texts, title="A report"), "en"):
        wrong = [choice for choice in item.choices if choice != item.answer]
        assert len(wrong) == 3
        told = " ".join(texts)
        assert not any(
            re.search(rf"(?<![\w.,]){re.escape(choice)}(?!\w)", told) for choice in wrong
        )
        shape = FIGURE.sub("#", item.answer)
        assert item.answer in ("Monday", "Friday") or all(
            FIGURE.sub("#", choice) == shape for choice in wrong
        )
        values = [parse(one[0], ".") for text in texts for one in FIGURE.finditer(text)]
        for choice in wrong if "percent" in item.answer and "." not in item.answer else ():
            figure = parse(FIGURE.findall(choice)[0], ".")
            assert figure
            assert all(figure.value != one.value for one in values if one)


def test_a_speaker_is_asked_for_among_speakers() -> None:
    """The other choices are others who speak in the report."""
    (item, *_) = make_quiz(draft(*SPEAKERS), "en")
    assert item.question.startswith("Whose name is missing?")
    assert set(item.choices) == {"Elena Marsh", "Otto Rehn", "Ruben Calder", "Ana Sorel"}
    assert blank(item) == item.explanation


def test_a_speaker_who_said_the_same_is_no_wrong_choice() -> None:
    """Where another may have said it too, there are too few wrong choices left."""
    same = SPEAKERS[0].replace("Elena Marsh", "Ruben Calder")
    for item in make_quiz(draft(*SPEAKERS[:2], same, SPEAKERS[3]), "en"):
        assert item.explanation not in (SPEAKERS[0], same)


@pytest.mark.parametrize(
    "text",
    [
        "He said that 400 people had left the valley of the Orme.",
        "Only 400 left.",
        "The dam has no gate and no keeper, and nobody knows why.",
        "The talks of Route 66 went on for a while in the old town hall.",
        "The bus to the town leaves at 10:30 from the old town hall.",
        "The board of the dam has 7 members from the towns of the valley.",
        "The dam … held 400 tonnes of sand for the towns of the valley.",
        "Of 400 people, 400 left the valley of the Orme in one night.",
    ],
)
def test_what_cannot_be_asked_is_not(text: str) -> None:
    """Pronouns, short sentences, names with numbers, times, small counts, doubles: no question."""
    assert make_quiz(draft(text), "en") == ()


def test_a_report_of_few_facts_has_few_questions() -> None:
    """One fact gives one question; nothing is made up for more."""
    assert len(make_quiz(draft("Some 400 people left the valley of the Orme."), "en")) == 1


@pytest.mark.parametrize(
    ("text", "point", "value", "again"),
    [
        ("1,900", ".", "1900", "2,400"),
        ("1.900", ",", "1900", "2.400"),
        ("14 000", ",", "14000", "2 400"),
        ("4,2", ",", "4.2", "2400,0"),
        ("24.1", ".", "24.1", "2400.0"),
        ("214", ".", "214", "2400"),
    ],
)
def test_a_figure_is_written_as_it_was(text: str, point: str, value: str, again: str) -> None:
    """Thousands and decimals keep the signs that the paper uses."""
    figure = parse(text, point)
    assert figure
    assert figure.value == Decimal(value)
    assert figure.written(figure.value) == text
    assert figure.written(Decimal(2400)) == again
    assert all(other > 0 and other != figure.value for other in figure.others())


@pytest.mark.parametrize("text", ["1.2.3", "10.30.1", "1,90", "12,3456", "1.234,5"])
def test_what_is_no_figure_is_not_varied(text: str) -> None:
    """A version, a time, or a figure of another language is left alone."""
    assert parse(text, ".") is None


def test_figures_that_are_close_are_told_apart() -> None:
    """About 14,000 and 13,500 may be the same; 14,000 and 10,000 are not."""
    assert near(Decimal(14000), Decimal(13500))
    assert not near(Decimal(14000), Decimal(10000))


TEXTS = {
    "en": ("Tolls rose by 12 percent.", "12 percent"),
    "es": ("Las tasas subieron un 12 % en todo el canal.", "12 %"),
    "fr": ("Les péages ont augmenté de 12 % sur tout le canal.", "12 %"),
    "de": ("Die Gebühren stiegen um 12 Prozent auf dem ganzen Kanal.", "12 Prozent"),
    "pt": ("As tarifas subiram 12 % em todo o canal.", "12 %"),
    "it": ("I pedaggi sono aumentati del 12 % su tutto il canale.", "12 %"),
}


@pytest.mark.parametrize("language", TEXTS)
def test_every_language_asks(language: str) -> None:
    """Figures are found with their units, dates by the language's months, and blanks are said."""
    text, answer = TEXTS[language]
    finder = load_finder(language)
    assert answer in [fact.text for fact in finder.facts(text)]
    padded = text[:-1] + " (Tessa, Orme, Halden, Lume)."
    (item,) = make_quiz(draft(padded), language)
    assert item.answer == answer
    spoken = open_reader(language).said(unmarked(item.question))
    assert spoken
    assert finder.weekday.search(finder.weekdays[2])


@pytest.mark.parametrize(
    ("language", "text", "date"),
    [
        ("en", "The court will hear it on March 3 in the old town.", "March 3"),
        ("es", "El tribunal lo verá el 3 de marzo en la ciudad.", "3 de marzo"),
        ("fr", "Le tribunal l’examinera le 3 mars dans la ville.", "3 mars"),
        ("de", "Das Gericht verhandelt am 3. März in der alten Stadt.", "3. März"),
        ("pt", "O tribunal vai julgá-lo a 3 de março na cidade.", "3 de março"),
        ("it", "Il tribunale lo esaminerà il 3 marzo in città.", "3 marzo"),
    ],
)
def test_a_date_is_asked_for_as_written(language: str, text: str, date: str) -> None:
    """The wrong days are of the same month."""
    (item,) = make_quiz(draft(text), language)
    assert item.answer == date
    month = date.replace("3", "").strip()
    assert all(month in choice for choice in item.choices)
