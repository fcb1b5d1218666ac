"""What all page templates have in common: filters, and each page's own style, script and policy.

Every text is escaped by Jinja2. A page's style and script stand in it and are the only ones
that its Content-Security-Policy admits (https://www.w3.org/TR/CSP3/), by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from urllib.parse import quote, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from audiobrief.model import Item
from audiobrief.publishing.linked_data import json_ld
from audiobrief.wording import load_wording

_MEGABYTE = 1_000_000

_ASSETS: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "episode.html.j2": (
        ("style.css", "player.css", "quiz.css", "subscribe.css"),
        ("player.js", "reading.js", "quiz.js", "copy.js"),
    ),
    "embed.html.j2": (("style.css", "player.css", "embed.css"), ("player.js",)),
    "show.html.j2": (("style.css", "subscribe.css"), ("copy.js",)),
    "shelf.html.j2": (("style.css",), ()),
    "withdrawn.html.j2": (("style.css",), ()),
}
"""The style sheets and scripts of each page, in their order."""


def render(template: str, language: str, **values: object) -> bytes:
    """Return a page in ``language``, in UTF-8, filled with ``values``."""
    wording = load_wording(language)
    style, script = (_joined(names) for names in _ASSETS[template])
    page = (
        _environment()
        .get_template(template)
        .render(
            lang=language,
            wording=wording,
            labels=wording.labels,
            style=Markup(style),  # noqa: S704 - ours, shipped in the package
            script=Markup(script),  # noqa: S704 - ours, shipped in the package
            policy=_policy(style, script),
            **values,
        )
    )
    # A lone surrogate can reach us through JSON and has no UTF-8.
    return page.encode("utf-8", errors="replace")


def web_url(text: str) -> str:
    """Return ``text`` if it is an http or https address with a host, else nothing.

    What browsers would read differently from :func:`urllib.parse.urlsplit` (blanks,
    control characters, backslashes) is no address here.
    """
    if re.search(r"[\x00-\x20\x7f-\x9f\\]", text):
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in {"http", "https"} and parts.hostname else ""


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _clock(ms: int) -> str:
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _minutes(ms: int) -> int:
    return max(1, (ms + 30_000) // 60_000)


def _size(count: int, labels: Mapping[str, str]) -> str:
    unit, many = ("megabytes", _MEGABYTE) if count >= _MEGABYTE else ("kilobytes", 1000)
    return f"{count / many:.1f}".replace(".", labels["decimal"]) + f" {labels[unit]}"


def _path(name: str) -> str:
    # With ":" and "/" quoted too, no file name can turn into an address or leave its folder.
    return quote(name, safe="")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("audiobrief.publishing"),
        autoescape=True,
        optimized=False,  # a page is rendered too seldom to win back what folding constants takes
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "casefold": str.casefold,
        "clock": _clock,
        "host": _host,
        "json_ld": json_ld,
        "minutes": _minutes,
        "path": _path,
        "size": _size,
        "web": web_url,
    }
    environment.tests["entry"] = lambda text: isinstance(text, Item)
    return environment


@cache
def _joined(names: Sequence[str]) -> str:
    return "\n".join(_asset(name) for name in names)


def _asset(name: str) -> str:
    folder = resources.files("audiobrief.publishing") / "templates"
    return (folder / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Return a page's policy; data such as JSON-LD are no script, and need no leave."""
    ours = _hash_source(script) if script else "'none'"
    return "; ".join(
        (
            "default-src 'none'",
            "img-src 'self' data:",
            "media-src 'self'",
            f"style-src {_hash_source(style)}",
            f"script-src {ours}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash_source(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
