"""An article as figures: its terms weighed, its names found, its wording cut into shingles."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from audiobrief.model import Article
from audiobrief.sentences import primary

Matrix = npt.NDArray[np.float64]

TITLE, OPENING, BODY = 2.0, 1.5, 1.0
"""How much a term counts by where it stands: the news is told first."""

LENGTH = 150
"""Words of an article that are compared, to the end of a paragraph; long ones are no more alike."""

NAME = 1.8
"""How much more a name or a number counts than another word: they tell events of one kind apart."""

FEW = 2
"""Likeness that rests on so many terms in common counts for half: a place alone is no story."""

_STEM = 6
"""Letters that are compared: "sperren" is "sperrung"."""

_SHINGLE = 4
"""Words that stand together (Broder, "On the resemblance and containment of documents", 1997)."""

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_ENDS = frozenset(".!?:")
_LISTS = {
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "pt": "Portuguese",
}


def similarities(articles: Sequence[Article]) -> Matrix:
    """Return how alike every two articles are, in [0, 1], shape (n, n).

    It is the cosine of their terms weighed by rarity (TF-IDF), less where they share few.
    """
    counted = [_weighed(article) for article in articles]
    spread = Counter(term for terms in counted for term in terms)
    place = {term: at for at, term in enumerate(sorted(spread))}
    vectors = np.zeros((len(articles), len(place)))
    for row, terms in enumerate(counted):
        for term, weight in terms.items():
            rarity = math.log(1 + len(articles) / spread[term])
            vectors[row, place[term]] = weight * rarity
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors /= np.where(lengths > 0, lengths, 1)
    shared = (vectors > 0).astype(float) @ (vectors > 0).T
    alike: Matrix = (vectors @ vectors.T) * shared / (shared + FEW)
    return alike


def shingles(article: Article) -> frozenset[tuple[str, ...]]:
    """Return the runs of words in an article, whatever its capitals and punctuation."""
    found: set[tuple[str, ...]] = set()
    for paragraph in article.paragraphs:
        words = _WORD.findall(paragraph.casefold())
        width = min(_SHINGLE, len(words))
        found.update(tuple(words[at : at + width]) for at in range(len(words) - width + 1) if width)
    return frozenset(found)


def _weighed(article: Article) -> dict[str, float]:
    """Return each term of an article with its weight; more of the same adds less and less."""
    sums: defaultdict[str, float] = defaultdict(float)
    names: set[str] = set()
    for text, weight in _parts(article):
        for term, is_name in _terms(text, article.language):
            sums[term] += weight
            if is_name:
                names.add(term)
    return {
        term: (1 + math.log(total)) * (NAME if term in names else 1.0)
        for term, total in sums.items()
    }


def _parts(article: Article) -> Iterator[tuple[str, float]]:
    """Yield title and beginning: the news is told first, and what follows is background."""
    yield article.title, TITLE
    words = 0
    for number, paragraph in enumerate(article.paragraphs):
        if words >= LENGTH:
            return
        yield paragraph, OPENING if number == 0 else BODY
        words += len(paragraph.split())


def _terms(text: str, language: str) -> Iterator[tuple[str, bool]]:
    """Yield the stem of each word that says something, and whether it is a name or number.

    A word with a capital is a name where no sentence begins with it; in German, whose nouns
    all have one, capitals tell nothing.
    """
    family = primary(language)
    stops = _stop_words(family)
    end = 0
    for found in _WORD.finditer(text):
        word, gap = found[0], text[end : found.start()]
        opens = end == 0 or not _ENDS.isdisjoint(gap)
        end = found.end()
        lower = word.casefold()
        if lower in stops or len(lower) < 2:  # noqa: PLR2004 - a letter alone
            continue
        number = word[0].isdigit()
        name = word[0].isupper() and not opens and family != "de"
        yield (lower if number else lower[:_STEM]), number or name


@cache
def _stop_words(family: str) -> frozenset[str]:
    """Return the words of a language that every text has; of English, where it is not known."""
    from justext import get_stoplist

    return frozenset(word.casefold() for word in get_stoplist(_LISTS.get(family, "English")))
