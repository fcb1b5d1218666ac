"""What stands in the language of a show wherever it is seen or heard: dates, disclosure, labels.

One file a language (``audiobrief/wording/<language>.toml``); a region's file beside it holds
only what differs. What the narrator says around a report is narration's own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from audiobrief.errors import ConfigError
from audiobrief.model import person

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Wording:
    """The fixed words of one language, by their keys."""

    dates: Mapping[str, Any]
    disclosure: Mapping[str, str]
    """What listeners are told of the synthetic voice: ``spoken`` and ``written``."""
    labels: Mapping[str, str]
    """What pages, transcripts and show notes say of themselves."""
    methodology: Mapping[str, str]
    """What a report that audiobrief wrote says of how it was made."""

    def day(self, moment: date) -> str:
        """Return a day as it is printed: "December 15, 2025"."""
        return self._day("printed", moment)

    def full_day(self, moment: date) -> str:
        """Return a day as it is announced: "Monday, December 15, 2025"."""
        return self._day("announced", moment)

    def signed(self, byline: str) -> str:
        """Return a byline without the "By" that its label puts before the name."""
        by = self.labels["byline"].partition("{")[0]
        return byline[len(by) :].lstrip() if byline.lower().startswith(by.lower()) else byline

    def author(self, byline: str) -> str:
        """Return the person that a byline names; none where a program wrote the report."""
        name = person(self.signed(byline))
        machines = (self.methodology["by_built_in"], self.methodology["by_model"])
        return "" if name in machines else name

    def _day(self, form: str, moment: date) -> str:
        written: str = self.dates[form].format(
            weekday=self.dates["weekdays"][moment.weekday()],
            month=self.dates["months"][moment.month - 1],
            day=self.dates["first"] if moment.day == 1 else moment.day,
            year=moment.year,
        )
        return written


def languages() -> tuple[str, ...]:
    """Return the languages that have a file, by their codes."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml") if "-" not in path.stem))


@cache
def load_wording(locale: str) -> Wording:
    """Return the words of ``locale``, a BCP 47 tag ("en-GB"): a region's over its language's.

    Raises:
        ConfigError: the language has no file.
    """
    language, _, region = locale.replace("_", "-").partition("-")
    base = _read(language.lower())
    if not base:
        raise ConfigError(
            f"no words yet in the language {language!r}",
            where=f"audiobrief/wording/{language.lower()}.toml",
            remedy=f"Write that file (en.toml shows its form), or use: {', '.join(languages())}.",
        )
    own = _read(f"{language.lower()}-{region.upper()}")
    return Wording(**{name: {**table, **own.get(name, {})} for name, table in base.items()})


def _read(name: str) -> dict[str, Any]:
    path = _FOLDER / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
