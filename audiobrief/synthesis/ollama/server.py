"""The one door to Ollama: its client, bounded in time, size and attempts.

Wire format: https://github.com/ollama/ollama/blob/main/docs/api.md
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Self, TypeVar, cast

import httpx
import ollama
from pydantic import BaseModel
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exponential,
)

from audiobrief.config import WriterSettings
from audiobrief.errors import WriterError
from audiobrief.synthesis.ollama.failures import MissingModelError, PassingError, readable, told
from audiobrief.synthesis.ollama.guard import Deadline, Guarded
from audiobrief.synthesis.ollama.progress import Notify, Progress

ATTEMPTS = 3
CONNECT_TIMEOUT = 10.0
UNKNOWN_CONTEXT = 4096
"""Tokens a model is taken to hold where its server does not say."""

SCHEMAS_SINCE = (0, 5)
"""The first version that holds an answer to a JSON Schema (https://ollama.com/blog/structured-outputs)."""

THINKING = 4096
"""Tokens allowed on top for what a model thinks before it answers, where it cannot be stopped."""

_LOOPBACK = ("all://localhost", "all://127.0.0.1", "all://[::1]")

Result = TypeVar("Result")
Messages = Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Model:
    """A model and its server: ``context`` in tokens; whether it thinks first, and obeys schemas."""

    name: str
    context: int
    thinks: bool = False
    schemas: bool = True


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model wrote; not ``whole`` where it was cut off at its length."""

    text: str
    whole: bool


class _Facts(BaseModel):
    """What matters of an answer of ``/api/show``; servers before 0.6.4 tell no capabilities."""

    model_info: dict[str, Any] = {}
    capabilities: list[str] = []


class _Client(ollama.Client):
    """The client, guarded; it looks for ``OLLAMA_HOST`` itself where no host is given."""

    def __init__(self, host: str, deadline: Deadline) -> None:
        super().__init__(
            host or None,
            # A proxy of the environment cannot reach this computer.
            mounts=dict.fromkeys(_LOOPBACK),
            event_hooks={"response": [self._guard]},
        )
        self._deadline = deadline
        self.address = str(self._client.base_url).rstrip("/")

    def _guard(self, response: httpx.Response) -> None:
        body = cast("httpx.SyncByteStream", response.stream)
        response.stream = Guarded(body, self._deadline, self.address)

    def wait(self, idle: float) -> None:
        """Wait so many seconds for the next byte at most."""
        self._client.timeout = httpx.Timeout(idle, connect=min(idle, CONNECT_TIMEOUT))

    def version(self) -> str:
        """Return the server's version, which the client has no method for."""
        return str(self._request_raw("GET", "/api/version").json().get("version", ""))

    def facts(self, model: str) -> _Facts:
        """Return what is known of a model; the client's own method wants all that is new."""
        answer = self._request_raw("POST", "/api/show", json={"model": model})
        return _Facts.model_validate_json(answer.content)


class Server:
    """An Ollama server as a show's settings name it; to be closed.

    All it is asked must be done by ``deadline``.

    Raises:
        WriterError: the host's name is of no use.
    """

    def __init__(self, settings: WriterSettings, notify: Notify, deadline: Deadline) -> None:
        self._settings, self._notify, self._deadline = settings, notify, deadline
        try:
            self._client = _Client(settings.host, deadline)
        except (ValueError, httpx.InvalidURL, ImportError):
            # From None: the cause quotes the address, which may hold a password.
            raise WriterError(
                "no address of a model's server",
                where="writer.host" if settings.host else "OLLAMA_HOST, or a proxy's variable",
                remedy="Write HOST:PORT, or an http or https address.",
            ) from None
        self.address = self._client.address

    def __enter__(self) -> Self:
        """Return the server itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close its connections."""
        self._client.close()

    def model(self) -> Model:
        """Return what the settings' model can do on this server.

        Raises:
            WriterError: no answer after some attempts, or the model is not there.
        """
        name = self._settings.model
        version = self._patiently(self._client.version)
        try:
            facts = self._patiently(lambda: self._client.facts(name))
        except MissingModelError as error:
            there = ", ".join(self._models()) or "none"
            raise WriterError(
                f"{error.what} (there: {there})", where=error.where, remedy=error.remedy
            ) from error
        thinks = "thinking" in facts.capabilities
        return Model(name, _context(facts.model_info), thinks, _new(version))

    def chat(
        self,
        model: Model,
        messages: Messages,
        schema: Mapping[str, Any],
        context: int,
        longest: int,
    ) -> Reply:
        """Return the model's answer to ``messages``, in the form of a JSON ``schema``.

        Args:
            model: as :meth:`model` gives it.
            messages: ``role`` and ``content`` of each.
            schema: what the answer should be; an old server is asked for any JSON.
            context: tokens that messages and answer may have together.
            longest: tokens that the answer may have.

        Raises:
            WriterError: no whole answer after some attempts, or a refusal.
        """
        options = {
            "num_ctx": context,
            "num_predict": longest + (THINKING if model.thinks else 0),
            "temperature": self._settings.temperature,
            "seed": self._settings.seed,
        }
        return self._patiently(lambda: self._answer(model, messages, schema, options))

    def _answer(
        self,
        model: Model,
        messages: Messages,
        schema: Mapping[str, Any],
        options: Mapping[str, Any],
    ) -> Reply:
        parts: Any = self._client.chat(
            model.name,
            messages,
            stream=True,
            think=False if model.thinks else None,
            format=dict(schema) if model.schemas else "json",
            options=options,
            keep_alive=self._settings.keep_alive,
        )
        text: list[str] = []
        with closing(parts):  # an answer that is not read to its end stops the model too
            for part in parts:
                text.append(part.message.content or "")
                if part.done:
                    return Reply("".join(text), part.done_reason != "length")
        raise PassingError(
            "the answer broke off", where=self.address, remedy="See the server's log."
        )

    def _models(self) -> tuple[str, ...]:
        """Return the names of the models that are there, or none where that is not told."""
        try:
            listed = self._once(self._client.list)
        except WriterError:
            return ()
        return tuple(readable(one.model or "") for one in listed.models)

    def _patiently(self, ask: Callable[[], Result]) -> Result:
        retrying = Retrying(
            stop=stop_after_attempt(ATTEMPTS),
            wait=wait_exponential(multiplier=1.0, max=10.0),
            retry=retry_if_exception_type(PassingError),
            before_sleep=self._retry,
            reraise=True,
        )
        result: Result = retrying(self._once, ask)
        return result

    def _once(self, ask: Callable[[], Result]) -> Result:
        idle = min(self._settings.timeout, self._deadline.left())
        self._client.wait(idle)
        with told(self.address, self._settings.model, idle):
            return ask()

    def _retry(self, state: RetryCallState) -> None:
        reason = str(state.outcome.exception()) if state.outcome else ""
        self._notify(Progress("retry", number=state.attempt_number, total=ATTEMPTS, reason=reason))


def _context(facts: Mapping[str, Any]) -> int:
    """Return the context length among a model's facts ("llama.context_length")."""
    lengths = [value for name, value in facts.items() if name.endswith(".context_length")]
    return lengths[0] if lengths and isinstance(lengths[0], int) else UNKNOWN_CONTEXT


def _new(version: str) -> bool:
    """Return whether a server obeys schemas; "0.0.0" is one built from its latest source."""
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    return not any(numbers) or numbers >= SCHEMAS_SINCE
