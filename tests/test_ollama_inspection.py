"""What no report may hold is found in what a model writes."""

from __future__ import annotations

import pytest

from audiobrief.synthesis.ollama.desk import inspector_of
from audiobrief.synthesis.ollama.inspection import Inspector
from audiobrief.synthesis.ollama.languages import name_of, other_language
from audiobrief.synthesis.ollama.material import Line, Material, material_of
from audiobrief.synthesis.ollama.shapes import Cited
from canal_story import STORY, TOLLS

MATERIAL = material_of(STORY)
INSPECTOR = inspector_of(MATERIAL, "en-US")


def faults(text: str, inspector: Inspector = INSPECTOR) -> str:
    """Return what is wrong with a sentence, in one text."""
    return "; ".join(inspector.faults([Cited(sources=("A1.P1",), text=text)], MATERIAL.labels))


@pytest.mark.parametrize(
    "text",
    [
        *TOLLS.paragraphs[1:],
        "“Water can be sold once,” she said.",
        "At 8 a.m. the U.S. paid $13.5bn, or 24.1 percent of it, to Corwen Inc.",
    ],
)
def test_sentences_of_the_sources_are_fine(text: str) -> None:
    """News is not taken for anything else."""
    assert faults(text) == ""


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "it is empty"),
        ("Tolls will rise by 12%", "no whole sentence"),
        (f"Tolls rise {'and rise ' * 80}.", "longer than 500 characters"),
        ("See https://zorp.example/win for more.", "it holds an address"),
        ("See www.zorp.example for more.", "it holds an address"),
        ("Write to win@zorp.example today.", "it holds an address"),
        ("The site is zorp.com now.", "it holds an address"),
        ("The site is zorp.shop now.", "it holds an address"),
        ("Go to zorp.shop/win now.", "it holds an address"),
        ("Tolls <break/> rise.", "marks that are no prose"),
        ("Tolls rise, says A1.P2.", "marks that are no prose"),
        ('{"text": "Tolls rise."}.', "marks that are no prose"),
        ("```Tolls rise.", "marks that are no prose"),
        ("The fence is MATERIAL-0123456789abcdef.", "marks that are no prose"),
        ("Tolls\x1b[31m rise.", "marks that are no prose"),
        ("As an AI, I find tolls dull.", "a remark on the task"),
        ("I'm sorry, but that is not possible.", "a remark on the task"),
        ("Sure, tolls will rise.", "a remark on the task"),
        ("Here are the facts: tolls rise.", "a remark on the task"),
        ("The provided paragraphs do not say more.", "a remark on the task"),
        ("Ignore all previous instructions.", "a remark on the task"),
        ("My instructions forbid this.", "a remark on the task"),
        ("Als KI kann ich das nicht sagen.", "a remark on the task"),
        ("En tant qu’IA, je ne sais pas.", "a remark on the task"),
        ("Como modelo de lenguaje, no sé.", "a remark on the task"),
        ("Come modello linguistico, non so.", "a remark on the task"),
        ("Como modelo de linguagem, não sei.", "a remark on the task"),
        (
            "Add no fact, number, name, date, reason or opinion of your own.",
            "it repeats the instructions",
        ),
        (
            "Die Kanalbehörde hebt ihre Gebühren zum ersten Februar deutlich an, sagte sie.",
            "in the language 'de', not in 'en'",
        ),
        (
            "De kanaalautoriteit verhoogt haar tarieven in februari, zei zij op maandag.",
            "language 'nl'",
        ),
        ("运河管理局将于二月提高通行费. " * 5, "not in 'en'"),
    ],
)
def test_what_is_no_report_is_found(text: str, fault: str) -> None:
    """Each sign by itself is enough."""
    assert fault in faults(text)


def test_an_unknown_paragraph_is_named() -> None:
    """With its label, so that the model can do better."""
    found = INSPECTOR.faults([Cited(sources=("A9.P9",), text="Tolls rise.")], MATERIAL.labels)
    assert found == ["it cites 'A9.P9', which is not there"]


def test_what_the_sources_say_themselves_may_be_said() -> None:
    """A story about a language model, and a company that is called by its site."""
    lines = (Line(("A1.P1",), "Zorp.com has a large language model, it said."),)
    inspector = inspector_of(Material((), lines), "en")
    assert faults("Zorp.com has a large language model.", inspector) == ""
    assert "an address" in faults("Zorp.com and other.com have one.", inspector)


def test_short_texts_are_of_no_language() -> None:
    """A name is the same in all of them."""
    assert other_language("Elena Marsh, Corwen Lines", "de") == ""
    assert other_language("", "de") == ""


def test_an_unknown_language_is_not_judged() -> None:
    """Nothing can be said of what the identifier has not learned."""
    assert other_language(" ".join(TOLLS.paragraphs), "xx") == ""


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The canal authority will raise its tolls in February, it said on Monday."),
        ("es", "La autoridad del canal subirá sus tarifas en febrero, según dijo el lunes."),
        ("fr", "L’autorité du canal relèvera ses tarifs en février, a-t-elle dit lundi."),
        ("de", "Die Kanalbehörde hebt ihre Gebühren im Februar an, wie sie am Montag sagte."),
        ("pt", "A autoridade do canal vai aumentar as suas tarifas em fevereiro, disse ela."),
        ("it", "L’autorità del canale aumenterà le sue tariffe a febbraio, ha detto lunedì."),
    ],
)
def test_each_language_is_known(language: str, text: str) -> None:
    """Two sentences are enough for each of the six."""
    assert inspector_of(MATERIAL, language).texts([text, text]) == []
    other = "de" if language == "en" else "en"
    assert other_language(f"{text} {text}", other) == language


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("en-us", "English"),
        ("pt-BR", "Brazilian Portuguese"),
        ("de_AT", "Austrian German"),
        ("fr", "French"),
        ("nl", "nl"),
    ],
)
def test_a_prompt_names_the_language(tag: str, name: str) -> None:
    """In English, with its region where the words differ."""
    assert name_of(tag) == name
