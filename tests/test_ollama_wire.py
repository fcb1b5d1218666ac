"""The door to Ollama: what it asks, and how its failures are told."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from audiobrief.config import WriterSettings
from audiobrief.errors import WriterError
from audiobrief.synthesis.ollama import guard
from audiobrief.synthesis.ollama.failures import told
from audiobrief.synthesis.ollama.guard import Deadline
from audiobrief.synthesis.ollama.progress import Progress
from audiobrief.synthesis.ollama.server import THINKING, Messages, Model, Server
from ollama_server import MODEL, Fault, OllamaServer, facts, ollama_serving
from voice_server import spend_no_time

MESSAGES: Messages = (
    {"role": "system", "content": "Rules"},
    {"role": "user", "content": "Write."},
)
SCHEMA = {"type": "object", "properties": {}}
TEXT = '{"sentences": [{"sources": ["A1.P1"], "text": "The canal opens."}]}'


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Spend no time between attempts, and look for no server but the test's."""
    monkeypatch.delenv("OLLAMA_HOST", raising=False)
    return spend_no_time(monkeypatch)


@pytest.fixture
def served() -> Iterator[OllamaServer]:
    """Yield a running server."""
    with ollama_serving(lambda _: TEXT) as server:
        yield server


def settings(served: OllamaServer, **more: Any) -> WriterSettings:
    """Return the settings of a show that uses the server."""
    return WriterSettings(writer="ollama", **{"model": MODEL, "host": served.url, **more})


def model(served: OllamaServer, **more: Any) -> Model:
    """Return what is found out about the model."""
    given = settings(served, **more)
    with Server(given, lambda _: None, Deadline(given.deadline)) as server:
        return server.model()


def chat(
    served: OllamaServer,
    steps: list[Progress] | None = None,
    asked: Model | None = None,
    **more: Any,
) -> tuple[str, bool]:
    """Return what the model writes, and whether it is whole."""
    given = settings(served, **more)
    notify = (steps if steps is not None else []).append
    with Server(given, notify, Deadline(given.deadline)) as server:
        reply = server.chat(asked or Model(MODEL, 4096), MESSAGES, SCHEMA, 4096, 100)
    return reply.text, reply.whole


def test_the_client_is_loaded_when_it_is_used() -> None:
    """A show with the built-in writer loads no HTTP client and no language table for it."""
    code = (
        "import sys, audiobrief.synthesis.ollama\n"
        "print({'ollama', 'httpx', 'jinja2', 'py3langid'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_a_model_is_known_by_its_facts(served: OllamaServer) -> None:
    """Context and abilities are asked for, not assumed."""
    served.models[MODEL] = facts(8192, "thinking")
    assert model(served) == Model(MODEL, 8192, thinks=True, schemas=True)


@pytest.mark.parametrize(
    ("version", "schemas"),
    [("0.4.7", False), ("0.5.0", True), ("0.12.3", True), ("0.0.0", True), ("1.0.0-rc2", True)],
)
def test_old_servers_obey_no_schema(served: OllamaServer, version: str, schemas: bool) -> None:
    """The version decides; one that was built from source has none to speak of."""
    served.version = version
    assert model(served).schemas is schemas


def test_a_server_that_tells_little_will_do(served: OllamaServer) -> None:
    """Where the context is not told, little is taken for granted."""
    served.models[MODEL] = {"modelfile": "FROM tiny"}
    assert model(served) == Model(MODEL, 4096)


def test_a_missing_model_says_what_to_pull(served: OllamaServer) -> None:
    """And which models are there instead."""
    with pytest.raises(WriterError) as caught:
        model(served, model="large:70b")
    assert f"the model 'large:70b' is not there (there: {MODEL})" in str(caught.value)
    assert "Run `ollama pull large:70b`." in str(caught.value)


def test_a_missing_model_is_told_though_none_are_listed(served: OllamaServer) -> None:
    """The list is a courtesy: its failure hides nothing."""
    served.refusals["/api/tags"] = (500, b"")
    with pytest.raises(WriterError, match=r"\(there: none\)\. Run `ollama pull large:70b`"):
        model(served, model="large:70b")


def test_a_model_that_goes_missing_is_told(served: OllamaServer) -> None:
    """It may be removed while a report is written."""
    del served.models[MODEL]
    with pytest.raises(WriterError, match=f"ollama pull {MODEL}"):
        chat(served)
    assert len(served.chats) == 1


def test_an_answer_comes_with_the_settings(served: OllamaServer) -> None:
    """Schema, context, length, seed, temperature and keep_alive go with every question."""
    assert chat(served, seed=7, temperature=0.5, keep_alive="1h") == (TEXT, True)
    body = served.chats[0].body
    assert body["options"] == {
        "num_ctx": 4096,
        "num_predict": 100,
        "temperature": 0.5,
        "seed": 7,
    }
    assert (body["format"], body["keep_alive"], body["stream"]) == (SCHEMA, "1h", True)
    assert "think" not in body


def test_a_thinking_model_is_asked_not_to(served: OllamaServer) -> None:
    """What it thinks nevertheless is not its answer, and has room of its own."""
    served.models[MODEL] = facts(8192, "thinking")
    served.thinks = "What would a desk say?"
    assert chat(served, asked=Model(MODEL, 8192, thinks=True)) == (TEXT, True)
    body = served.chats[0].body
    assert body["think"] is False
    assert body["options"]["num_predict"] == 100 + THINKING


def test_an_old_server_is_asked_for_any_json(served: OllamaServer) -> None:
    """A schema would be refused."""
    served.version = "0.4.7"
    assert chat(served, asked=Model(MODEL, 4096, schemas=False)) == (TEXT, True)
    assert served.chats[0].body["format"] == "json"


def test_an_answer_cut_off_is_known(served: OllamaServer) -> None:
    """What has no end is not taken for whole."""
    served.faults.append(Fault(length=True))
    text, whole = chat(served)
    assert (TEXT.startswith(text), whole) == (True, False)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault(status=500, error="llama runner process has terminated"), "has terminated"),
        (Fault(status=503, error="server busy, maximum pending requests exceeded"), "busy"),
        (Fault(amid="an error was encountered while running the model"), "was encountered"),
        (Fault(drop=True), "broke off in the middle"),
        (Fault(unfinished=True), "the answer broke off"),
        (Fault(hang=True), "was silent for 2 seconds"),
    ],
)
def test_a_failure_that_may_pass_is_met_again(
    served: OllamaServer, pauses: list[float], fault: Fault, reason: str
) -> None:
    """Once or twice is forgiven, and told while it happens."""
    served.faults += [fault, fault]
    steps: list[Progress] = []
    assert chat(served, steps, timeout=2.0) == (TEXT, True)
    assert [(one.kind, one.number) for one in steps] == [("retry", 1), ("retry", 2)]
    assert all(reason in one.reason for one in steps)
    assert len(pauses) == 2


def test_a_failure_that_stays_is_told(served: OllamaServer) -> None:
    """After some attempts the reason is the server's own."""
    served.faults += [Fault(status=500, error="out of memory")] * 3
    with pytest.raises(WriterError, match=r"http://127.*: the model's server says: out of memory"):
        chat(served)
    assert len(served.chats) == 3


def test_a_refusal_is_final(served: OllamaServer) -> None:
    """What the server will not do it will not do the next time."""
    served.faults.append(Fault(status=400, error="invalid options: \x1b[31mnum_ctx"))
    with pytest.raises(WriterError, match=r"says: invalid options: \[31mnum_ctx\. See"):
        chat(served)
    assert len(served.chats) == 1


def test_no_server_says_how_to_start_one() -> None:
    """A port where nobody listens."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = OllamaServer(lambda _: "", url=f"127.0.0.1:{closed.getsockname()[1]}")
        with pytest.raises(WriterError, match="Start it with `ollama serve`"):
            model(nobody)


def test_a_host_that_swallows_is_no_answer() -> None:
    """Not even a connection is made: that is not the model's silence."""
    with (
        pytest.raises(WriterError, match="no model server answers"),
        told("http://box", MODEL, 10.0),
    ):
        raise httpx.ConnectTimeout("timed out")


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'"text"'])
def test_another_server_is_known(served: OllamaServer, body: bytes) -> None:
    """What answers there may be anything."""
    served.refusals["/api/version"] = (200, body)
    with pytest.raises(WriterError, match="what came is no answer of Ollama"):
        model(served)


@pytest.mark.parametrize("line", ["not json", "[1]", '{"done": false}', '{"message": 5}'])
def test_a_line_of_nonsense_is_no_answer(served: OllamaServer, line: str) -> None:
    """A stream is read line by line, and each is checked."""
    served.faults.append(Fault(raw=line))
    with pytest.raises(WriterError, match="what came is no answer of Ollama"):
        chat(served)


def test_a_page_that_is_not_found_is_no_missing_model(served: OllamaServer) -> None:
    """Another server's 404 does not tell the user to pull."""
    served.refusals["/api/show"] = (404, b"404 page not found")
    with pytest.raises(WriterError, match="says: 404 page not found"):
        model(served)


def test_a_drip_ends_at_the_deadline(served: OllamaServer) -> None:
    """Bytes that keep coming do not keep a report waiting for ever."""
    served.faults.append(Fault(drip=True))
    with pytest.raises(WriterError, match=r"writer\.deadline: the report was not done within 0.5"):
        chat(served, deadline=0.5)


def test_a_deadline_that_has_passed_asks_nothing(served: OllamaServer) -> None:
    """No work is begun that could not be used."""
    clock = iter([0.0, 11.0])
    late = Deadline(10.0, clock=lambda: next(clock))
    with (
        Server(settings(served), lambda _: None, late) as server,
        pytest.raises(WriterError, match="not done within 10 seconds"),
    ):
        server.model()
    assert served.requests == []


def test_an_answer_without_end_is_cut(
    served: OllamaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server cannot fill the memory."""
    monkeypatch.setattr(guard, "MAX_ANSWER_BYTES", 200)
    with pytest.raises(WriterError, match="more than 200 bytes came"):
        chat(served)


def test_the_environment_names_the_host(
    served: OllamaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``OLLAMA_HOST`` is used where the show names none."""
    monkeypatch.setenv("OLLAMA_HOST", served.url)
    assert model(served, host="").name == MODEL


@pytest.mark.parametrize("host", ["box:port", "http://[::1"])
def test_a_bad_host_in_the_environment_is_told(
    served: OllamaServer, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    """It is named by its variable, and not shown: it may hold a password."""
    monkeypatch.setenv("OLLAMA_HOST", host)
    with pytest.raises(WriterError, match="OLLAMA_HOST") as caught:
        model(served, host="")
    assert host not in str(caught.value)


def test_a_proxy_does_not_stand_between(
    served: OllamaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This computer is reached without the environment's proxy."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert model(served).name == MODEL
