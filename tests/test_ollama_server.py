"""The loopback Ollama server: its wire format is the real one's, in answers and in faults."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from ollama_model import Asked, compose
from ollama_server import MODEL, Fault, OllamaServer, facts, ollama_serving

PROMPT = (
    "<<<X\n[A1.P0] A title\n[A1.P1] The canal opens. Ships wait.\n[A1.P2] Tolls rise.\nX>>>\nWrite."
)
CITED = {
    "type": "object",
    "properties": {
        "sources": {"type": "array", "items": {"type": "string"}, "maxItems": 1},
        "text": {"type": "string"},
    },
}
SCHEMA = {
    "type": "object",
    "properties": {"sentences": {"type": "array", "items": CITED, "maxItems": 12}},
}


@pytest.fixture
def server() -> Iterator[OllamaServer]:
    """Yield a running server."""
    with ollama_serving() as served:
        yield served


def chat(server: OllamaServer, **more: Any) -> httpx.Response:
    """Ask for a chat."""
    messages = [{"role": "system", "content": "Rules"}, {"role": "user", "content": PROMPT}]
    body = {"model": MODEL, "messages": messages, "format": SCHEMA, **more}
    return httpx.post(f"{server.url}/api/chat", json=body, trust_env=False)


def lines(response: httpx.Response) -> list[dict[str, Any]]:
    """Return the lines of a stream."""
    return [json.loads(line) for line in response.text.splitlines()]


def test_version_models_and_facts(server: OllamaServer) -> None:
    """What a client asks first is answered as Ollama does."""
    with httpx.Client(base_url=server.url, trust_env=False) as client:
        assert client.get("/api/version").json() == {"version": "0.12.3"}
        assert [one["name"] for one in client.get("/api/tags").json()["models"]] == [MODEL]
        shown = client.post("/api/show", json={"model": MODEL}).json()
        assert shown["model_info"]["tiny.context_length"] == 32_768
        assert client.get("/api/other").status_code == 404


def test_an_answer_streams_and_follows_its_schema(server: OllamaServer) -> None:
    """Chunks of a message, then an empty one with the reason and the counts."""
    response = chat(server)
    assert response.headers["content-type"] == "application/x-ndjson"
    *chunks, last = lines(response)
    assert len(chunks) > 2
    assert not any(chunk["done"] for chunk in chunks)
    assert (last["done"], last["done_reason"], last["message"]["content"]) == (True, "stop", "")
    assert last["prompt_eval_count"] > 0
    written = json.loads("".join(chunk["message"]["content"] for chunk in chunks))
    assert written["sentences"] == [
        {"sources": ["A1.P1"], "text": "The canal opens."},
        {"sources": ["A1.P2"], "text": "Tolls rise."},
    ]


def test_a_thought_has_a_field_of_its_own(server: OllamaServer) -> None:
    """A thinking model's first chunk has no content."""
    server.thinks = "Hm."
    first = lines(chat(server))[0]
    assert first["message"] == {"role": "assistant", "content": "", "thinking": "Hm."}


def test_refusals_are_those_of_ollama(server: OllamaServer) -> None:
    """A missing model, a missing name, a model that cannot think, a server without schemas."""
    missing = chat(server, model="none")
    assert missing.status_code == 404
    assert missing.json() == {"error": 'model "none" not found, try pulling it first'}
    assert chat(server, model="").json() == {"error": "model is required"}
    assert chat(server, think=True).json() == {"error": f'"{MODEL}" does not support thinking'}
    server.models[MODEL] = facts(4096, "thinking")
    assert chat(server, think=True).status_code == 200
    server.version = "0.4.7"
    old = chat(server)
    assert old.status_code == 400
    assert "cannot unmarshal object" in old.json()["error"]


def test_faults_come_in_order_and_pass(server: OllamaServer) -> None:
    """Each fault spoils one answer; the one after them is whole."""
    server.faults += [
        Fault(status=500, error="no memory"),
        Fault(amid="runner died"),
        Fault(raw="not json"),
        Fault(unfinished=True),
        Fault(length=True),
    ]
    refused = chat(server)
    assert (refused.status_code, refused.json()) == (500, {"error": "no memory"})
    assert lines(chat(server))[-1] == {"error": "runner died"}
    assert "not json" in chat(server).text
    assert not lines(chat(server))[-1]["done"]
    assert lines(chat(server))[-1]["done_reason"] == "length"
    assert lines(chat(server))[-1]["done_reason"] == "stop"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(drop=True), httpx.RemoteProtocolError),
        (Fault(hang=True), httpx.ReadTimeout),
    ],
)
def test_an_answer_may_never_end(
    server: OllamaServer, fault: Fault, error: type[Exception]
) -> None:
    """A connection that drops, and one on which nothing more comes."""
    server.faults.append(fault)
    body = {"model": MODEL, "messages": [{"content": PROMPT}], "format": SCHEMA}
    with pytest.raises(error):
        httpx.post(f"{server.url}/api/chat", json=body, trust_env=False, timeout=2.0)


def test_a_drip_has_no_end(server: OllamaServer) -> None:
    """Bytes keep coming, so no idle timeout ends it."""
    server.faults.append(Fault(drip=True))
    body = {"model": MODEL, "messages": [{"content": PROMPT}], "format": SCHEMA}
    with httpx.stream("POST", f"{server.url}/api/chat", json=body, trust_env=False) as response:
        text = ""
        for piece in response.iter_text():
            text += piece
            if text.endswith("   "):
                break
    assert text.endswith("   ")


def test_a_script_that_fails_is_told(server: OllamaServer) -> None:
    """A test's mistake is not taken for a fault of the server."""
    server.script = lambda asked: str(asked.body["nothing"])
    assert "the script failed" in chat(server).json()["error"]


def test_without_a_format_the_schema_is_read_from_the_prompt() -> None:
    """As a model would that no grammar holds to it."""
    prompt = f"{PROMPT}\nFollow this JSON Schema:\n{json.dumps(SCHEMA)}\nNow."
    asked = Asked({"format": "json", "messages": [{"content": "Rules"}, {"content": prompt}]})
    assert asked.system == "Rules"
    assert json.loads(compose(asked))["sentences"][1]["text"] == "Tolls rise."


def test_what_is_asked_is_kept(server: OllamaServer) -> None:
    """Tests look at the prompts and the options."""
    chat(server, options={"seed": 7})
    assert server.chats[0].body["options"] == {"seed": 7}
    assert server.chats[0].prompt == PROMPT
