"""What a model wrote, unwrapped, and what it was asked to write."""

from __future__ import annotations

import json

import pytest

from audiobrief.synthesis.ollama.reply import NoAnswerError, json_in, read
from audiobrief.synthesis.ollama.shapes import (
    MOST_LABELS,
    Cited,
    HeadShape,
    MoodShape,
    QuizShape,
    SectionShape,
    schema_of,
)

ANSWER = '{"sources": ["A1.P1"], "text": "Tolls rise."}'


@pytest.mark.parametrize(
    "text",
    [
        ANSWER,
        f"```json\n{ANSWER}\n```",
        f"Here you are:\n{ANSWER}\nAnything else?",
        f"<think>A {{brace}} in thought.</think>{ANSWER}",
        f"<THINKING>Hm.</THINKING>\n{ANSWER}",
        f"The prompt opened the thought.</think>\n{ANSWER}",
    ],
)
def test_json_is_found_in_its_wrapping(text: str) -> None:
    """Fences, chatter and thoughts are the habits of small models."""
    assert json_in(text) == ANSWER


@pytest.mark.parametrize("text", ["", "No.", "<think>never ends {}", "}{", "[1, 2]"])
def test_no_json_is_told(text: str) -> None:
    """A reply without an object is no answer."""
    with pytest.raises(NoAnswerError, match="it holds no JSON object"):
        read(text, Cited)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('{"sources": [', "it holds no JSON object"),
        ('{"sources": [}', "the JSON: Invalid JSON"),
        ('{"text": "x."}', "sources: Field required"),
        ('{"sources": [], "text": "x."}', "sources: Tuple should have at least 1 item"),
        ('{"sources": ["A1.P1"], "text": 5}', "text: Input should be a valid string"),
        (json.dumps({"sources": ["A1.P1"] * 9, "text": "x"}), "at most 8 items"),
        ("{" * 100_000 + "}", "Invalid JSON"),
    ],
)
def test_faults_say_what_and_where(text: str, fault: str) -> None:
    """They are sent back to the model, so they name the place."""
    with pytest.raises(NoAnswerError) as caught:
        read(text, Cited)
    assert fault in str(caught.value)
    assert caught.value.faults


def test_many_faults_are_cut_short() -> None:
    """A prompt has no room for hundreds."""
    text = json.dumps({"sentences": [{}] * 12})
    with pytest.raises(NoAnswerError) as caught:
        read(text, SectionShape)
    assert len(caught.value.faults) == 5


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("Tolls rise [A1.P2].", "Tolls rise."),
        ("Tolls rise (A1.P2, A2.P3).", "Tolls rise."),
        ("Tolls [S3] rise [A1.P1][A1.P2].", "Tolls rise."),
        ("**Tolls** rise.\n", "Tolls rise."),
        ("The A1 motorway [sic] is shut.", "The A1 motorway [sic] is shut."),
    ],
)
def test_habits_are_tidied_away(text: str, tidy: str) -> None:
    """Citations behind the text and bold letters need no second attempt."""
    assert Cited(sources=("A1.P1",), text=text).text == tidy


def test_labels_are_bare() -> None:
    """With or without brackets, in any case."""
    assert Cited(sources=("[a1.p2]", " A1.P3."), text="x").sources == ("A1.P2", "A1.P3")


def test_a_schema_has_no_references() -> None:
    """The server's grammar is made of what stands in place, labels included."""
    for shape in (SectionShape, HeadShape, MoodShape, QuizShape):
        text = json.dumps(schema_of(shape, ["A1.P1", "A1.P2"]))
        assert "$" not in text
        assert '"enum": ["A1.P1", "A1.P2"]' in text


def test_a_schema_keeps_what_it_asks_for() -> None:
    """A property that is called title is no title of the schema."""
    schema = schema_of(HeadShape, ["S1"])
    assert list(schema["properties"]) == ["title", "summary", "category"]
    assert list(schema["properties"]["title"]["properties"]) == ["sources", "text"]
    assert schema["properties"]["summary"]["minItems"] == 1
    assert schema["required"] == ["title", "summary", "category"]


@pytest.mark.parametrize("labels", [[], [f"A1.P{at}" for at in range(MOST_LABELS + 1)]])
def test_a_schema_may_leave_the_labels_open(labels: list[str]) -> None:
    """Where there are none to name, or too many for a grammar."""
    cited = schema_of(Cited, labels)["properties"]["sources"]
    assert cited["items"] == {"type": "string"}
