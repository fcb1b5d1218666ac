"""Who says so: whether a sentence gives words to the speaker who has them in the source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from audiobrief.synthesis.grounding.fault import Fault
from audiobrief.synthesis.grounding.names import alike, covers, initials
from audiobrief.synthesis.grounding.quotes import quotations, stands
from audiobrief.synthesis.grounding.reading import Reading
from audiobrief.synthesis.grounding.sources import Cited, Sources
from audiobrief.synthesis.grounding.tables import Tables, load_tables
from audiobrief.synthesis.grounding.words import normal, stem_of

_REACH = 14
"""Words before or behind a verb of saying among which its speaker is looked for."""
_APPOSITION = 6
_NEAR = 0.6
"""A passage with so large a part of the best one's likeness may be the one meant."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, in tokens ``start`` to ``end``: the words of the names, others' stems.

    ``alone`` is one beside whom nobody else speaks in the sentence.
    """

    start: int
    end: int
    names: tuple[tuple[str, ...], ...]
    nouns: frozenset[str]
    text: str
    pronoun: bool
    alone: bool = True

    @property
    def known(self) -> bool:
        """Whether anybody is named or described."""
        return bool(self.names or self.nouns)


def speakers(one: Reading, tables: Tables) -> tuple[Speaker, ...]:
    """Return who says something in a sentence, by each verb of saying."""
    norms = tuple(item.norm for item in one.tokens)
    found = []
    for at, item in enumerate(one.tokens):
        according = tables.according.at(norms, at)
        if according:
            found.append(_speaker(one, *_ahead(one, according[1], 1), tables))
        elif item.norm in tables.words["verbs"] and not _hearsay(one, at, tables):
            found.append(_speaker(one, *_region(one, at, tables), tables))
    told = [speaker for speaker in found if speaker.known or speaker.pronoun]
    return tuple(replace(speaker, alone=len(told) == 1) for speaker in told)


def _hearsay(one: Reading, at: int, tables: Tables) -> bool:
    """Return whether a verb tells of no speaker: "is said to have worked"."""
    passive = at > 0 and one.tokens[at - 1].norm in tables.words["passive"]
    return passive and at + 1 < len(one.tokens) and one.tokens[at + 1].norm == "to"


def _region(one: Reading, at: int, tables: Tables) -> tuple[int, int]:
    """Return where the speaker of a verb stands: before it, or behind it."""
    if at and one.tokens[at - 1].norm in ("and", "but"):
        return at, at
    before = _before(one, at, tables)
    if before[0] < before[1] and any(one.tokens[place].kind == "word" for place in range(*before)):
        return before
    return _ahead(one, at + 1, 2)


def _before(one: Reading, at: int, tables: Tables) -> tuple[int, int]:
    """Return the clause before a verb, through an apposition that ends right before it."""
    commas = 2 if at and one.tokens[at - 1].text == "," else 0
    start = at
    while start > max(0, at - _REACH):
        item = one.tokens[start - 1]
        if item.text == ",":
            if not commas:
                break
            commas -= 1
        elif (
            item.text in ('"', ";", ":", "(")
            or item.norm in _STOPPING
            or (item.norm in tables.words["verbs"] and start != at)
        ):
            break
        start -= 1
    return start, at


_STOPPING = frozenset(("and", "but", "that", "und", "et", "y", "e", "dass", "que", "che"))


def _ahead(one: Reading, start: int, parts: int) -> tuple[int, int]:
    """Return the words behind ``start`` up to the end of their clause, or of an apposition."""
    end, commas = start, 0
    while end < min(len(one.tokens), start + _REACH):
        item = one.tokens[end]
        if item.text == ",":
            commas += 1
            if commas == parts:
                break
        elif item.text in ('"', ".", ";", ":") or item.norm in _STOPPING:
            break
        end += 1
    return start, end


def _speaker(one: Reading, start: int, end: int, tables: Tables) -> Speaker:
    names = tuple(name.parts for name in one.names if start <= name.start < end)
    nouns = frozenset(
        one.tokens[place].stem
        for place in range(start, end)
        if one.keys[place] and one.keys[place][0] not in "#@^"
    )
    pronoun = any(one.tokens[place].norm in tables.words["pronouns"] for place in range(start, end))
    text = " ".join(item.text for item in one.tokens[start:end])
    return Speaker(start, end, names, nouns, text, pronoun)


def misattributed(statement: Reading, sources: Sources, language: str) -> Iterator[Fault]:
    """Yield speakers to whom no source gives what a sentence gives them."""
    tables = load_tables(language)
    told = speakers(statement, tables)
    yield from _quoted_others(statement, sources, told, tables)
    for speaker in told:
        if not speaker.known or _is_site(speaker, sources, language):
            continue
        if not any(
            _says(speaker, statement, article, sources, language) for article in sources.articles
        ):
            yield Fault(
                "attribution", speaker.text, f"the sources do not have “{speaker.text}” say so"
            )


def _quoted_others(
    statement: Reading, sources: Sources, told: tuple[Speaker, ...], tables: Tables
) -> Iterator[Fault]:
    """Yield names beside a quotation that is another's, where no verb of saying parts them."""
    if told or not statement.names:
        return
    for said in quotations(statement.text):
        for article in sources.articles:
            for one in article.cited:
                if not stands(said, [normal(one.text)]):
                    continue
                names = [
                    name for speaker in _resolved(one, article, tables) for name in speaker.names
                ]
                if names and not any(
                    _is_named(own.parts, names, tables) for own in statement.names
                ):
                    yield Fault("attribution", said, f"“{said}” is said by another in the sources")


def _is_site(speaker: Speaker, sources: Sources, language: str) -> bool:
    """Return whether a sentence names the publisher of a source: "the Gazette reports"."""
    tables = load_tables(language)
    sites = [tuple(article.site.casefold().split()) for article in sources.articles]
    return any(covers(name, site, tables) for name in speaker.names for site in sites)


def _says(
    speaker: Speaker, statement: Reading, article: Cited, sources: Sources, language: str
) -> bool:
    tables = load_tables(language)
    held = _told_in(speaker, statement, article, sources)
    if not held:
        return False
    told = [one for reading in held for one in _resolved(reading, article, tables)]
    if told:
        return any(_same(speaker, one, article, language) for one in told)
    return any(_present(speaker, reading, tables) for reading in held)


def _told_in(
    speaker: Speaker, statement: Reading, article: Cited, sources: Sources
) -> list[Reading]:
    """Return the source's sentences that say what a statement says."""
    said = quotations(statement.text)
    held = [one for one in article.cited if any(stands(text, [normal(one.text)]) for text in said)]
    if held and speaker.alone:
        return held
    own = statement.beside(speaker.start, speaker.end)
    scores = [
        (sources.likeness(own, dict.fromkeys((key for key in one.keys if key), 1.0)), place)
        for place, one in enumerate(article.cited)
    ]
    best = max(score for score, _ in scores)
    near = [article.cited[place] for score, place in scores if 0 < score >= _NEAR * best]
    return [*held, *near]


def _resolved(reading: Reading, article: Cited, tables: Tables) -> list[Speaker]:
    """Return who speaks in a source's sentence; "she" is whom the sentences before name."""
    found = list(speakers(reading, tables))
    if any(one.pronoun and not one.names for one in found):
        found += _named_before(reading, article, tables)
    return found


def _named_before(reading: Reading, article: Cited, tables: Tables) -> list[Speaker]:
    place = article.around.index(reading)
    for one in reversed(article.around[:place]):
        told = [speaker for speaker in speakers(one, tables) if speaker.names]
        if told:
            return told
        if one.names:
            names = tuple(name.parts for name in one.names)
            return [Speaker(0, 0, names, frozenset(), "", pronoun=False)]
    return []


def _present(speaker: Speaker, reading: Reading, tables: Tables) -> bool:
    """Return whether a sentence that gives no speaker is about the one named."""
    stems = {item.stem for item in reading.tokens}
    names = [name.parts for name in reading.names]
    if speaker.names:
        return all(_is_named(name, names, tables) for name in speaker.names)
    return bool(speaker.nouns & stems)


def _same(speaker: Speaker, source: Speaker, article: Cited, language: str) -> bool:
    """Return whether two are one speaker, by name or by what the article calls it."""
    tables = load_tables(language)
    called = _called(source, article, language)
    if speaker.names:
        described = [name for name in speaker.names if _is_named(name, source.names, tables)]
        if described:
            return True
        return all(
            all(stem_of(part, language) in called for part in name) for name in speaker.names
        )
    return bool(speaker.nouns & called)


def _is_named(
    name: tuple[str, ...],
    names: tuple[tuple[str, ...], ...] | list[tuple[str, ...]],
    tables: Tables,
) -> bool:
    letters = "".join(name).replace(".", "") if len(name) == 1 else initials(name, tables)
    return any(
        alike(name, other, tables)
        or initials(other, tables) == letters
        or "".join(other).replace(".", "") == letters
        for other in names
    )


def _called(source: Speaker, article: Cited, language: str) -> frozenset[str]:
    """Return the stems by which an article calls a speaker: beside its name, and in it."""
    stems = set(source.nouns) | {stem_of(part, language) for name in source.names for part in name}
    for one in article.around:
        for name in one.names:
            if name.parts in source.names or any(
                set(name.parts) & set(own) for own in source.names
            ):
                stems |= _described(one, name.start, name.end)
    return frozenset(stems)


def _described(one: Reading, start: int, end: int) -> set[str]:
    """Return the stems of the words right before a name, and of the apposition behind it."""
    found = set()
    for at in range(start - 1, max(-1, start - 1 - _APPOSITION), -1):
        if one.tokens[at].kind != "word" and one.tokens[at].text != ",":
            break
        found.add(one.tokens[at].stem)
    if end < len(one.tokens) and one.tokens[end].text == ",":
        for item in one.tokens[end + 1 : end + 1 + _APPOSITION]:
            if item.text == ",":
                break
            found.add(item.stem)
    return found - {""}
