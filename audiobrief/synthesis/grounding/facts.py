"""Whether what a sentence names stands in its sources: figures, times, names, quotations."""

from __future__ import annotations

from collections.abc import Iterator

from audiobrief.synthesis.grounding.dates import DateMention, Span
from audiobrief.synthesis.grounding.fault import Fault
from audiobrief.synthesis.grounding.figures import Figure
from audiobrief.synthesis.grounding.names import Name, covers, initials
from audiobrief.synthesis.grounding.quotes import quotations, stands
from audiobrief.synthesis.grounding.reading import Reading, read
from audiobrief.synthesis.grounding.sources import Cited, Sources
from audiobrief.synthesis.grounding.tables import Tables, load_tables
from audiobrief.synthesis.grounding.words import stems_of

_TIMES = frozenset(
    ("second", "minute", "hour", "day", "week", "fortnight", "month", "year", "decade")
)
_LISTED = 3
"""How many of the sources' own a reason names."""


def unknown_figures(statement: Reading, sources: Sources) -> Iterator[Fault]:
    """Yield figures that no cited passage has."""
    known = [figure for one in sources.cited for figure in one.figures]
    currencies = {figure.unit for figure in known if figure.kind == "money"}
    for figure in statement.figures:
        if figure.kind == "money" and currencies and figure.unit not in currencies:
            yield Fault("number", figure.text, f"“{figure.text}” is of no currency in the sources")
        elif not _only_one(figure) and not any(figure.agrees(other) for other in known):
            near = [other.text for other in known if other.kind == figure.kind][:_LISTED]
            rest = f": they have {', '.join(near)}" if near else ""
            yield Fault("number", figure.text, f"“{figure.text}” is not in the sources{rest}")


def impossible_parts(statement: Reading, language: str) -> Iterator[Fault]:
    """Yield a part that is more than its whole: "46 of nine routes"."""
    small = load_tables(language).numerals
    for part, whole in zip(statement.figures, statement.figures[1:], strict=False):
        between = [item.norm for item in statement.tokens[part.end : whole.start]]
        of = between[:1] and between[0] in small.of
        counted = part.kind == "number" and whole.kind in ("number", "measure")
        if of and counted and set(between[1:]) <= small.parted and part.raw > whole.raw:
            text = f"{part.text} {' '.join(between)} {whole.text}"
            yield Fault("number", text, f"“{text}” is a part larger than its whole")


def unknown_currencies(statement: Reading, sources: Sources, language: str) -> Iterator[Fault]:
    """Yield currencies, and units behind "a" or "per", that no cited passage names."""
    table = load_tables(language).numerals
    known = {one.norm for reading in sources.cited for one in reading.tokens}
    names = {
        table.currencies.terms.get((norm,)) or table.units.terms.get((norm,)) for norm in known
    }
    counted = {at for one in statement.figures for at in range(one.start, one.end)}
    for at, item in enumerate(statement.tokens):
        if item.kind != "word" or at in counted:
            continue
        unit = table.currencies.terms.get((item.norm,))
        if not unit and at and statement.tokens[at - 1].norm in table.per:
            unit = table.units.terms.get((item.norm,))
        if unit and unit not in names and unit not in _TIMES:
            yield Fault("number", item.text, f"no “{item.text}” is in the sources")


def shut_out(statement: Reading, sources: Sources, language: str) -> Iterator[Fault]:
    """Yield words in whose place the sources have another of their row: "spring" for "autumn"."""
    known = {item.stem for one in sources.around for item in one.tokens}
    own = {item.stem: item.text for item in statement.tokens if item.stem}
    for row in load_tables(language).exclusive:
        stems = stems_of(row, language)
        for stem in stems & own.keys() - known:
            if stems & known:
                yield Fault(
                    "support", own[stem], f"the sources have another word for “{own[stem]}”"
                )


def _only_one(figure: Figure) -> bool:
    """Return whether a figure is the word "one", which is a pronoun as often as a number."""
    return figure.word and figure.value == 1 and figure.kind == "number"


def unknown_dates(statement: Reading, sources: Sources, language: str) -> Iterator[Fault]:
    """Yield times that no cited passage names, read by the day each article was published."""
    readings = {
        article.day: read(statement.text, language, article.day, sources.names)
        for article in sources.articles
    }
    for place, mention in enumerate(statement.dates):
        borne_out = any(
            _dated(readings[article.day].dates[place], article) for article in sources.articles
        )
        if not borne_out:
            named = [one.text for reading in sources.cited for one in reading.dates][:_LISTED]
            rest = f": they name {', '.join(named)}" if named else ""
            yield Fault("date", mention.text, f"“{mention.text}” is not in the sources{rest}")


def _dated(mention: DateMention, article: Cited) -> bool:
    """Return whether an article names a time within the one mentioned.

    A passage without any time is about the day it was published.
    """
    named = [span for one in article.cited for date in one.dates for span in date.spans]
    if not named and article.day:
        named = [(article.day, article.day)]
    return any(holds_time(span, other) for span in mention.spans for other in named)


def holds_time(span: Span, other: Span) -> bool:
    """Return whether ``other`` lies within ``span``: "in March" holds for 12 March."""
    return span[0] <= other[0] and other[1] <= span[1]


def unknown_names(statement: Reading, sources: Sources, language: str) -> Iterator[Fault]:
    """Yield names that no cited article has, or that are put together from two of them."""
    tables = load_tables(language)
    for name in statement.names:
        if not known_name(name, sources, tables):
            yield Fault("name", name.text, f"“{name.text}” is not a name in the sources")


def known_name(name: Name, sources: Sources, tables: Tables) -> bool:
    """Return whether a cited article has a name, in full, as an acronym or as a common word."""
    if _lower(name, sources) or _capital(name, sources):
        return True
    names = [other.parts for one in sources.around for other in one.names]
    names += [tuple(article.site.casefold().split()) for article in sources.articles]
    return _has(name.parts, names, tables) or _acronym(name, names, tables)


def _has(parts: tuple[str, ...], names: list[tuple[str, ...]], tables: Tables) -> bool:
    """Return whether a name is one of ``names``, or several that follow one another in full."""
    if any(covers(parts, other, tables) for other in names):
        return True
    return any(
        _whole(parts[:cut], names, tables) and _has(parts[cut:], names, tables)
        for cut in range(1, len(parts))
    )


def _whole(parts: tuple[str, ...], names: list[tuple[str, ...]], tables: Tables) -> bool:
    return any(len(parts) >= len(other) and covers(parts, other, tables) for other in names)


def _lower(name: Name, sources: Sources) -> bool:
    """Return whether a source has the words of a name as common words."""
    common = {
        item.norm
        for one in sources.around
        for item in one.tokens
        if item.kind == "word" and not item.capital
    }
    return all(part in common for part in name.parts)


def _capital(name: Name, sources: Sources) -> bool:
    """Return whether a source has a name of one word, be it at a sentence's head."""
    capitals = {item.norm for one in sources.around for item in one.tokens if item.capital}
    return len(name.parts) == 1 and name.parts[0] in capitals


def _acronym(name: Name, names: list[tuple[str, ...]], tables: Tables) -> bool:
    """Return whether a name is the initials of one in the sources, or the other way round."""
    if len(name.parts) == 1:
        letters = name.parts[0].replace(".", "")
        return any(len(other) > 1 and initials(other, tables) == letters for other in names)
    own = initials(name.parts, tables)
    return len(own) > 1 and any(other == (own,) for other in names)


def unknown_quotations(statement: Reading, sources: Sources) -> Iterator[Fault]:
    """Yield quotations that no cited passage has word for word."""
    passages = [text for article in sources.articles for text in article.passages]
    for quotation in quotations(statement.text):
        if not stands(quotation, passages):
            yield Fault("quotation", quotation, f"“{quotation}” is not quoted so in the sources")
