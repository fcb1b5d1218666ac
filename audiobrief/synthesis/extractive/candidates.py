"""The sentences of a story that can be told: whole, plain, and understood by a listener."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from audiobrief.model import Article, Passage, Story
from audiobrief.sentences import sentences
from audiobrief.synthesis.extractive.cues import Cues
from audiobrief.synthesis.extractive.quoted import outside, whole_quotes
from audiobrief.synthesis.tables import folded

MOST = 120
"""Sentences of one article that are looked at, from its beginning; news says it early."""

MOST_OF_ALL = 800
"""Sentences of a story that are compared with one another, each with each."""

SHORTEST, LONGEST = 4, 60
"""Words of a sentence that can be told."""

LONGEST_CHAIN = 3
"""Sentences that may be told together because each leans on the one before it."""

LONGEST_PARAGRAPH = 5_000
"""Characters of a paragraph that are looked at."""

_TOWN = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.’'\-]+"
_DATELINE = re.compile(
    rf"\A(?:{_TOWN}(?: {_TOWN}){{0,3}}(?:, [^—–()]{{2,24}}?)? ?)?(?:\([^()]{{2,40}}\) ?)?"
    r"[—–-]{1,2} (?=[“„«\"]?[A-ZÀ-ÖØ-Þ])"
)
"""Where, and by whom, a paper has its news: "PORT AMBER, Jan. 6 (Wire) —"."""

NEAR = 6
"""Words at the beginning of a sentence in which nobody may be pointed at who was not named."""

_ENDED = re.compile(r"[.!?…][”“\"»)]*\Z|[.!?…] »\Z")
_MARKUP = re.compile(r"<[/!?a-zA-Z]|https?://|www\.|[{}\[\]|\\`#]|@\w|&[a-z]+;")
_OPENS = re.compile(r"[“„«\"(¿¡ ]*[^\W_a-zß-öø-ÿ]")
_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a source: where it stands, and those before it that it needs.

    ``place`` counts the article's sentences from 0; ``needs`` are indexes into the list of
    all sentences, in order, each leaning on the one before it.
    """

    text: str
    passage: Passage
    place: int
    needs: tuple[int, ...] = ()

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


def candidates(story: Story, cues: Cues, language: str, now: datetime) -> tuple[Sentence, ...]:
    """Return the sentences of all articles that can be told, each article's in order."""
    found: list[Sentence] = []
    told: set[str] = set()
    most = min(MOST, max(1, MOST_OF_ALL // max(1, len(story.articles))))
    for number, article in enumerate(story.articles):
        before: int | None = None
        for one in _sentences(number, article.paragraphs, cues, language, most):
            key = " ".join(_WORD.findall(folded(one.text)))
            usable = key not in told and tellable(one.text, cues)
            usable = usable and not out_of_date(one.text, article, cues, now)
            placed = _placed(one, found, before, cues) if usable else None
            before = None
            if placed:
                told.add(key)
                before = len(found)
                found.append(placed)
    return tuple(found)


def tellable(text: str, cues: Cues) -> bool:
    """Return whether ``text`` is a whole, plain sentence in nobody's own person."""
    if not SHORTEST <= len(text.split()) <= LONGEST or not _ENDED.search(text):
        return False
    if _MARKUP.search(text) or not _OPENS.match(text) or text.count("(") != text.count(")"):
        return False
    own = outside(text, cues.quotes)
    asks = own.rstrip('”“"») ').endswith("?")
    shouts = text.isupper()
    plain = folded(own)
    return not (asks or shouts or cues.furniture.search(folded(text)) or cues.person.search(plain))


def leans(text: str, cues: Cues) -> bool:
    """Return whether a listener needs the sentence before ``text`` to understand it."""
    own = outside(text, cues.quotes).lstrip(",;:–— ")
    plain = folded(own)
    if not any(map(str.isalnum, plain)):
        return True  # a quotation, and nobody who says it
    if cues.leaning.match(plain):
        return not cues.standing.match(plain)
    return _points_back(own, cues)


def out_of_date(text: str, article: Article, cues: Cues, now: datetime) -> bool:
    """Return whether a day that ``text`` names would be taken for another by now."""
    if article.published is None:
        return False
    day, today = article.published.astimezone(UTC).date(), now.astimezone(UTC).date()
    plain = folded(text)
    if day != today and cues.day.search(plain):
        return True
    return today - day >= timedelta(days=6) and bool(cues.week.search(plain))


def without_loose_opening(text: str, cues: Cues) -> str:
    """Return ``text`` without a "Meanwhile," that joins it to what is not told."""
    found = cues.loose.match(folded(text))
    if not found or text[found.end() : found.end() + 2] != ", ":
        return text
    rest = text[found.end() + 2 :]
    return rest[:1].upper() + rest[1:]


def _sentences(
    number: int, paragraphs: Iterable[str], cues: Cues, language: str, most: int
) -> Iterator[Sentence]:
    """Yield an article's first sentences, quotations whole."""
    place = 0
    for at, paragraph in enumerate(paragraphs):
        told = _DATELINE.sub("", " ".join(paragraph[:LONGEST_PARAGRAPH].split()), count=1)
        for text in whole_quotes(sentences(told, language), cues.quotes):
            if place == most:
                return
            yield Sentence(text, Passage(number, at), place)
            place += 1


def _placed(
    one: Sentence, found: list[Sentence], before: int | None, cues: Cues
) -> Sentence | None:
    """Return ``one`` with what it needs, or None where that cannot be told."""
    if not leans(one.text, cues):
        return replace(one, text=without_loose_opening(one.text, cues))
    if before is None:
        return None
    needs = (*found[before].needs, before)
    return replace(one, needs=needs) if len(needs) < LONGEST_CHAIN else None


def _points_back(text: str, cues: Cues) -> bool:
    """Return whether somebody is only pointed at: "In a statement, he said", "Its board"."""
    words = text.split()[:NEAR]
    bare = [folded(word.strip(",;:.")) for word in words]
    introduced = bare[0] in cues.introductions
    for at, word in enumerate(bare):
        owner = word in cues.possessives and at and bare[at - 1] in cues.owned
        if owner or (introduced and word in cues.pronouns):
            return not any(one[:1].isupper() for one in words[1:at])
    return False
