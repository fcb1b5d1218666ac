"""A loopback server that speaks Ollama's wire format, with a scripted model, and faults on request.

The format is that of https://github.com/ollama/ollama/blob/main/docs/api.md: JSON answers, and
for ``/api/chat`` a stream of JSON lines. What the model writes is up to its script
(:mod:`ollama_model`).
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ollama_model import Asked, Script, compose

MOMENT = "2026-01-12T06:30:00.123456789Z"
MODEL = "tiny:1b"


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one answer of ``/api/chat``, after ``after`` of its chunks.

    ``status`` and ``error``: refuse it so. ``amid``: an error as a line of the stream.
    ``drop``: the connection ends. ``hang``: nothing more comes until the server stops.
    ``drip``: bytes come one by one, without an end. ``raw``: this line instead of a chunk.
    ``unfinished``: the stream ends properly, but without its last line. ``length``: the answer
    is cut off at its length.
    """

    after: int = 2
    status: int = 0
    error: str = ""
    amid: str = ""
    drop: bool = False
    hang: bool = False
    drip: bool = False
    raw: str = ""
    unfinished: bool = False
    length: bool = False


@dataclass
class OllamaServer:
    """What a running server answers, and what it was asked."""

    script: Script
    url: str = ""
    version: str = "0.12.3"
    models: dict[str, dict[str, Any]] = field(default_factory=lambda: {MODEL: facts()})
    """By name, what ``/api/show`` tells of each."""
    thinks: str = ""
    """What the model thinks before each answer, in the field that is made for it."""
    faults: list[Fault] = field(default_factory=list)
    """Used up one an answer, in order."""
    refusals: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    """Answer this at a path, always."""
    requests: list[tuple[str, str, Any]] = field(default_factory=list)
    """Method, path and body of each request."""
    stopped: threading.Event = field(default_factory=threading.Event)

    @property
    def chats(self) -> list[Asked]:
        """Every chat that was asked for, in order."""
        return [Asked(body) for _, path, body in self.requests if path == "/api/chat"]


def facts(context: int = 32_768, *capabilities: str) -> dict[str, Any]:
    """Return what ``/api/show`` tells of an invented model."""
    return {
        "modelfile": "FROM tiny",
        "parameters": 'stop "<|im_end|>"',
        "template": "{{ .Prompt }}",
        "details": {"format": "gguf", "family": "tiny", "parameter_size": "1B"},
        "model_info": {"general.architecture": "tiny", "tiny.context_length": context},
        "capabilities": ["completion", *capabilities],
        "modified_at": MOMENT,
    }


@contextmanager
def ollama_serving(script: Script = compose) -> Iterator[OllamaServer]:
    """Serve on a loopback port of its own until the block ends."""
    served = OllamaServer(script)
    server = _Server(("127.0.0.1", 0), _Handler)
    server.served = served
    served.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield served
    finally:
        served.stopped.set()
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    served: OllamaServer


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer(None)

    def do_POST(self) -> None:
        self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""

    def _answer(self, body: Any) -> None:
        served = self.server.served
        served.requests.append((self.command, self.path, body))
        if self.path in served.refusals:
            self._send(*served.refusals[self.path])
        elif self.path == "/api/version":
            self._json(200, {"version": served.version})
        elif self.path == "/api/tags":
            self._json(200, {"models": [_listed(name) for name in served.models]})
        elif self.path in {"/api/show", "/api/chat"}:
            self._of_model(served, body)
        else:
            self._send(404, b"404 page not found")

    def _of_model(self, served: OllamaServer, body: Mapping[str, Any]) -> None:
        name = body.get("model", "")
        if not name:
            self._json(400, {"error": "model is required"})
        elif name not in served.models:
            advice = ", try pulling it first" if self.path == "/api/chat" else ""
            self._json(404, {"error": f'model "{name}" not found{advice}'})
        elif self.path == "/api/show":
            self._json(200, served.models[name])
        elif reason := _objection(served, body):
            self._json(400, {"error": reason})
        else:
            self._chat(served, body)

    def _chat(self, served: OllamaServer, body: Mapping[str, Any]) -> None:
        fault = served.faults.pop(0) if served.faults else Fault(after=-1)
        if fault.status:
            self._json(fault.status, {"error": fault.error})
            return
        try:
            text = served.script(Asked(body))
        except Exception as error:  # noqa: BLE001 -- a script is a test's, and the test is told
            self._json(400, {"error": f"the script failed: {error!r}"})
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.send_header("Transfer-Encoding", "chunked")
        self.send_header("Connection", "close")
        self.end_headers()
        try:
            for number, line in enumerate(_stream(served, body, text, fault)):
                if number == fault.after and self._fails(served, fault):
                    return
                self._chunk(json.dumps(line).encode() + b"\n")
            self.wfile.write(b"0\r\n\r\n")
        except OSError:  # the client has hung up, as it may
            return

    def _fails(self, served: OllamaServer, fault: Fault) -> bool:
        """Do what the fault says, and return whether that was the end of the answer."""
        if fault.amid:
            self._chunk(json.dumps({"error": fault.amid}).encode() + b"\n")
            self.wfile.write(b"0\r\n\r\n")
        elif fault.raw:
            self._chunk(fault.raw.encode() + b"\n")
        elif fault.hang:
            served.stopped.wait()
        while fault.drip and not served.stopped.wait(0.02):
            self._chunk(b" ")
        return bool(fault.amid or fault.drop or fault.hang or fault.drip)

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    def _json(self, status: int, value: object) -> None:
        self._send(status, json.dumps(value).encode())

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        # A connection a test: none is left open when the server stops.
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)


def _objection(served: OllamaServer, body: Mapping[str, Any]) -> str:
    """Return why a chat is refused as Ollama refuses it, or nothing."""
    version = tuple(map(int, served.version.split(".")[:2]))
    if isinstance(body.get("format"), dict) and (0, 0) < version < (0, 5):
        kind = "ChatRequest.format of type string"
        return f"json: cannot unmarshal object into Go struct field {kind}"
    if body.get("think") and "thinking" not in served.models[body["model"]].get("capabilities", ()):
        return f'"{body["model"]}" does not support thinking'
    return ""


def _stream(
    served: OllamaServer, body: Mapping[str, Any], text: str, fault: Fault
) -> Iterator[dict[str, Any]]:
    """Yield the lines of an answer: thoughts, then pieces of the text, then the counts."""
    head = {"model": body["model"], "created_at": MOMENT}
    if served.thinks:
        thought = {"role": "assistant", "content": "", "thinking": served.thinks}
        yield {**head, "message": thought, "done": False}
    pieces = re.findall(r".{1,24}", text, re.DOTALL)
    if fault.length:
        pieces = pieces[: len(pieces) // 2]
    for piece in pieces:
        yield {**head, "message": {"role": "assistant", "content": piece}, "done": False}
    if not fault.unfinished:
        counts = {"prompt_eval_count": len(str(body["messages"])) // 4, "eval_count": len(pieces)}
        times = {
            "total_duration": 5_000_000,
            "load_duration": 1_000_000,
            "eval_duration": 3_000_000,
        }
        reason = "length" if fault.length else "stop"
        empty = {"role": "assistant", "content": ""}
        yield {**head, "message": empty, "done_reason": reason, "done": True, **times, **counts}


def _listed(name: str) -> dict[str, Any]:
    digest = hashlib.sha256(name.encode()).hexdigest()
    details = {"format": "gguf", "family": "tiny", "parameter_size": "1B"}
    known = {"name": name, "model": name, "modified_at": MOMENT, "size": 1, "digest": digest}
    return {**known, "details": details}
