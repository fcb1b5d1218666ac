"""Articles grouped into stories, and stories known again from day to day.

Two articles tell one story if they say much the same in rare words, names above all, within a few
days; a story is a group whose articles resemble one another on average (agglomerative clustering
with average linkage). Nothing depends on chance or on the order in which articles come.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import numpy as np

from audiobrief.files import slugify
from audiobrief.model import Article, Report, Story
from audiobrief.synthesis.features import Matrix, shingles, similarities

ALIKE = 0.155
"""Average likeness from which articles are one story.

Chosen on the bench's sets so that no two stories are joined: two events in one report are worse
than one event in two.
"""

WINDOW = timedelta(hours=72)
"""Articles that lie further apart are no news of one another."""

FADING = 0.7
"""Share of their likeness that articles lose which lie a whole window apart."""

SAME_WORDING = 0.7
"""Share of an article's shingles found in another from which it is a copy."""

_UNDATED = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Told:
    """A story that the desk has reported on: the articles it had, and its reports, oldest first."""

    key: str
    articles: tuple[Article, ...]
    reports: tuple[Report, ...]


def stories(articles: Sequence[Article], memory: Sequence[Told] = ()) -> tuple[Story, ...]:
    """Return the stories that ``articles`` tell, those with most sources first.

    A story that goes on from one in ``memory`` keeps its key and brings the desk's own reports.
    Copies of one text count once. A story that says nothing beyond what was told is left out.
    """
    ordered = sorted(set(articles), key=_order)
    if not ordered:
        return ()
    told = [article for one in memory for article in one.articles]
    alike = similarities((*ordered, *told))
    clusters = _clustered(alike[: len(ordered), : len(ordered)] * _nearness(ordered))
    made = []
    for known, members in _continued(clusters, alike[: len(ordered), len(ordered) :], memory):
        news = _without_copies([ordered[at] for at in members], known.articles if known else ())
        if news:
            made.append(_story(news, known))
    return tuple(sorted(made, key=lambda story: (-len(story.articles), story.key)))


def group(articles: Sequence[Article]) -> tuple[tuple[Article, ...], ...]:
    """Return ``articles`` in groups that each tell one story, all in an order of their own."""
    ordered = sorted(set(articles), key=_order)
    if not ordered:
        return ()
    clusters = _clustered(similarities(ordered) * _nearness(ordered))
    return tuple(tuple(ordered[at] for at in cluster) for cluster in clusters)


def _continued(
    clusters: Sequence[list[int]], alike: Matrix, memory: Sequence[Told]
) -> list[tuple[Told | None, list[int]]]:
    """Return each group with the story in ``memory`` that it goes on from, or None.

    Groups that go on from the same story are one. ``alike`` has a row for each article, and a
    column for each article in ``memory``, in its order.
    """
    going_on: dict[int, list[int]] = {}
    made: list[tuple[Told | None, list[int]]] = []
    for members in clusters:
        likeness = _likeness(alike[members], memory)
        best = int(np.argmax(likeness)) if len(likeness) else 0
        if len(likeness) and likeness[best] >= ALIKE:
            going_on.setdefault(best, []).extend(members)
        else:
            made.append((None, members))
    return made + [(memory[best], members) for best, members in going_on.items()]


def _likeness(alike: Matrix, memory: Sequence[Told]) -> list[float]:
    """Return how alike a group and each story in ``memory`` are.

    That is the average, over the group's articles, of the likeness to the nearest of the story's: a
    long story's first articles have little to do with its last.
    """
    found, start = [], 0
    for one in memory:
        end = start + len(one.articles)
        found.append(float(alike[:, start:end].max(axis=1, initial=0.0).mean()))
        start = end
    return found


def _clustered(alike: Matrix) -> list[list[int]]:
    """Return the groups whose members resemble one another by ``ALIKE`` on average.

    The two groups that are most alike are joined, again and again; of equals, the first two.
    """
    groups = [[at] for at in range(len(alike))]
    sums = alike.copy()  # of similarities between the members of two groups
    np.fill_diagonal(sums, -np.inf)
    sizes = np.ones(len(alike))
    while True:
        average = sums / np.outer(sizes, sizes)
        first, second = divmod(int(np.argmax(average)), len(alike))
        if average[first, second] < ALIKE:
            return [members for members in groups if members]
        keep, drop = min(first, second), max(first, second)
        groups[keep] = sorted(groups[keep] + groups[drop])
        groups[drop] = []
        sums[keep] += sums[drop]
        sums[:, keep] = sums[keep]
        sums[keep, keep] = -np.inf
        sums[drop] = sums[:, drop] = -np.inf
        sizes[keep] += sizes[drop]


def _nearness(articles: Sequence[Article]) -> Matrix:
    """Return what is left of the likeness of every two articles, by when they were published.

    It falls from 1 to 1 - FADING over the window, and is 0 beyond; an article without a date is
    near to all.
    """
    hours = np.array(
        [one.published.timestamp() / 3600 if one.published else np.nan for one in articles]
    )
    apart = np.nan_to_num(np.abs(hours[:, None] - hours[None, :])) / (WINDOW / timedelta(hours=1))
    near: Matrix = np.where(apart <= 1, 1 - FADING * apart, 0.0)
    return near


def _story(news: Sequence[Article], known: Told | None) -> Story:
    weighty = tuple(sorted(news, key=lambda one: (-one.weight, _order(one))))
    if known:
        return Story(known.key, weighty, known.reports)
    return Story(story_key(news), weighty)


def story_key(articles: Sequence[Article]) -> str:
    """Return a name for a story, from the first article on it: a slug and a digest."""
    first = min(articles, key=_order)
    mark = sha256(f"{first.url}\n{first.title}".encode()).hexdigest()[:8]
    return f"{slugify(first.title)[:60].rstrip('-')}-{mark}".lstrip("-")


def _without_copies(articles: Sequence[Article], before: Sequence[Article]) -> list[Article]:
    """Return the articles that say more than others do, weightier and longer ones first in line.

    An article is a copy if most of its wording stands in one kept, or in all of ``before``.
    """
    told = frozenset(shingle for one in before for shingle in shingles(one))
    kept: list[tuple[Article, frozenset[tuple[str, ...]]]] = []
    for article in sorted(articles, key=_weightiest):
        own = shingles(article)
        if _share(own, told) >= SAME_WORDING:
            continue
        if all(_share(own, other) < SAME_WORDING for _, other in kept):
            kept.append((article, own))
    return [article for article, _ in kept]


def _weightiest(article: Article) -> tuple[float, int, tuple[datetime, str, str]]:
    length = sum(len(paragraph) for paragraph in article.paragraphs)
    return -article.weight, -length, _order(article)


def _share(own: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    return len(own & other) / len(own) if own else 1.0


def _order(article: Article) -> tuple[datetime, str, str]:
    return article.published or _UNDATED, article.url, article.title
