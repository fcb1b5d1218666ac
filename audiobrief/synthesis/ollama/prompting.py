"""The prompts: one English set that asks for the show's language, for models of 7B and up."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


def prompt(name: str, **values: object) -> str:
    """Return the prompt ``prompts/<name>.j2`` with its values filled in."""
    return _environment().get_template(f"{name}.j2").render(values)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("audiobrief.synthesis.ollama", "prompts"),
        autoescape=False,  # noqa: S701 -- what is written here is no HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
