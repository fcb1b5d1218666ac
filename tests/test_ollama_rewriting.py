"""A sentence that failed its check, written anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from audiobrief.config import WriterSettings
from audiobrief.errors import WriterError
from audiobrief.model import Passage, Statement, Story
from audiobrief.synthesis.ollama import Rewriter
from canal_story import STORY, TOLLS
from ollama_model import Asked
from ollama_server import MODEL, Fault, OllamaServer, ollama_serving
from voice_server import spend_no_time

WRONG = Statement("Tolls will rise by 21%.", (Passage(0, 0),))
RIGHT = {"sources": ["A1.P1", "A1.P2"], "text": "Tolls will rise by 12%."}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    spend_no_time(monkeypatch)


@pytest.fixture
def served() -> Iterator[OllamaServer]:
    """Yield a running server whose model knows better."""
    with ollama_serving(lambda _: json.dumps(RIGHT)) as server:
        yield server


@pytest.fixture
def rewriter(served: OllamaServer) -> Iterator[Rewriter]:
    """Yield a rewriter on that server."""
    with Rewriter(
        WriterSettings(model=MODEL, host=served.url), language="en", notify=lambda _: None
    ) as opened:
        yield opened


def test_a_sentence_is_written_anew(served: OllamaServer, rewriter: Rewriter) -> None:
    """The model is shown the sentence, its faults and the sources, and cites anew."""
    made = rewriter(WRONG, "21% is not in the sources", STORY)
    assert made == Statement("Tolls will rise by 12%.", (Passage(0, 0), Passage(0, 1)))
    prompt = served.chats[0].prompt
    assert "The sentence: Tolls will rise by 21%." in prompt
    assert "What is wrong: 21% is not in the sources" in prompt
    assert "[A2.P5]" in prompt


def test_the_server_is_asked_about_its_model_once(served: OllamaServer, rewriter: Rewriter) -> None:
    """A story has many sentences."""
    assert served.requests == []
    rewriter(WRONG, "wrong", STORY)
    rewriter(WRONG, "wrong", STORY)
    assert [path for _, path, _ in served.requests] == [
        "/api/version",
        "/api/show",
        "/api/chat",
        "/api/chat",
    ]
    rewriter(WRONG, "wrong", replace(STORY, key="other"))
    assert len(served.chats) == 3


def test_what_cannot_be_mended_is_none(served: OllamaServer, rewriter: Rewriter) -> None:
    """Refused twice: the sentence is for dropping."""
    served.script = lambda _: '{"sources": ["A1.P1"], "text": "I cannot do that."}'
    assert rewriter(WRONG, "wrong", STORY) is None
    assert len(served.chats) == 2


def test_a_failing_server_is_told(served: OllamaServer, rewriter: Rewriter) -> None:
    """That is no fault of the sentence."""
    served.faults += [Fault(drop=True)] * 3
    with pytest.raises(WriterError, match="broke off"):
        rewriter(WRONG, "wrong", STORY)


def test_in_a_long_story_the_cited_paragraphs_are_shown(
    served: OllamaServer, rewriter: Rewriter
) -> None:
    """All of it has no room."""
    texts = [f"Ship {at} waits at the canal, and the harbour says nothing." for at in range(900)]
    story = Story("long", (replace(TOLLS, paragraphs=tuple(texts)),))

    def script(asked: Asked) -> str:
        labels, text = asked.lines[0]
        return json.dumps({"sources": labels, "text": text})

    served.script = script
    made = rewriter(Statement("Ship 8 left.", (Passage(0, 7),)), "left is not in it", story)
    assert made == Statement(texts[7], (Passage(0, 7),))
    assert len(served.chats[0].lines) == 1
    assert rewriter(Statement("Ship 8 left.", (Passage(5, 7),)), "wrong", story) is None
    assert len(served.chats) == 1
