"""The ``[writer]`` table of a show file: who writes its reports, and by which model."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints

from audiobrief.config.fields import Table, Text
from audiobrief.model import MAX_SEED


def _host(text: str) -> str:
    """Take what ``OLLAMA_HOST`` may be too: an address, or a host with or without a port."""
    parts = urlsplit(text if "://" in text else f"http://{text}")
    if "@" in parts.netloc:
        msg = "a user or password has no place in a show file"
        raise ValueError(msg)
    if parts.scheme not in {"http", "https"} or parts.query or parts.fragment:
        msg = "write HOST:PORT, or an http or https address"
        raise ValueError(msg)
    _ = parts.port  # raises for one that is no number, or too large
    return text


class WriterSettings(Table):
    """Who writes a show's reports from its sources, and how."""

    writer: Literal["built-in", "ollama"] = "built-in"
    """``ollama``: a language model on a server of yours (https://ollama.com)."""
    model: Text = "qwen2.5:7b"
    """As ``ollama list`` names it."""
    host: Annotated[str, AfterValidator(_host)] = ""
    """Where the server listens; empty for ``OLLAMA_HOST``, or this computer."""
    fallback: bool = True
    """Let the built-in writer stand in where the model's report fails."""
    temperature: float = Field(default=0.0, ge=0.0, le=2.0)
    seed: int = Field(default=0, ge=0, le=MAX_SEED)
    context: int = Field(default=0, ge=0, le=2**20)
    """Tokens to hold at most; 0 for what the story needs, within reason and the model's own."""
    timeout: float = Field(default=300.0, gt=0.0, le=3600.0)
    """Seconds of silence after which the server counts as hung."""
    deadline: float = Field(default=1800.0, gt=0.0, le=86400.0)
    """Seconds that one report may take in all."""
    keep_alive: Annotated[str, StringConstraints(pattern=r"^-?(\d+(\.\d+)?(ms|s|m|h))+$")] = "10m"
    """How long the server keeps the model loaded after an answer; negative for ever."""
    sections: tuple[Text, ...] = ()
    """Headings to write, in this order; empty for the desk's own, in the show's language."""
    byline: str = ""
    """Whom reports name as their writer; a program or a language model where not given."""
    category: str = ""
    """The category that reports are filed under."""
    review: Literal["none", "required"] = "none"
    """``required``: a report waits until `audiobrief approve` lets it on the air."""
    most: int = Field(default=5, ge=1, le=100)
    """Reports that one build makes at most, the stories with most sources first."""
    minutes: float = Field(default=30.0, gt=0.0, le=1440.0)
    """After so long a build begins no further report."""
