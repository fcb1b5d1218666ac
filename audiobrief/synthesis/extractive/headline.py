"""The headline of a story: that of its sources which tells the most of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiobrief.model import Article, Passage, Statement, Story
from audiobrief.synthesis.extractive.cues import Cues
from audiobrief.synthesis.extractive.vectors import terms, vectors
from audiobrief.synthesis.tables import folded

_DIVIDER = re.compile(r"\s+(?:[|•·»]|[-–—:])\s+")
_BETWEEN_PARTS = "|•·»"
_MARKUP = re.compile(r"<[^>]*>?|https?://\S+")
SHORTEST = 3
"""Words that tell what happened, at least."""

SHORTEST_HOST = 4
"""Letters by which a site is known in its address."""

ODD = 0.25
"""What a headline counts that asks, is not the plain news, or is of its day alone."""


def headline(story: Story, cues: Cues) -> Statement:
    """Return the best headline, without the name of its site.

    The best has most in common with what all articles say, and with the other headlines. Where
    no article has a headline the story's key stands for one.
    """
    titles = [cleaned(article) for article in story.articles]
    if not any(titles):
        return Statement(story.key, (Passage(0, -1),))
    rows = vectors([terms(text, cues.small) for text in (*titles, *map(_opening, story.articles))])
    heads, openings = rows[: len(titles)], rows[len(titles) :]
    likeness = (heads @ openings.T).mean(axis=1) + (heads @ heads.T).mean(axis=1)
    worth = [
        float(like) * article.weight * _plain(title, cues)
        for title, article, like in zip(titles, story.articles, likeness, strict=True)
    ]
    best = max(range(len(titles)), key=lambda at: (titles[at] != "", worth[at], -at))
    return Statement(titles[best], (Passage(best, -1),))


def cleaned(article: Article) -> str:
    """Return an article's headline on one line, without its site's name at either end."""
    title = " ".join(_MARKUP.sub(" ", article.title).split())
    first = _DIVIDER.search(title)
    if first and _is_site(title[: first.start()], article):
        title = title[first.end() :]
    while (last := _last_divider(title)) and _is_furniture(title, last, article):
        title = title[: last.start()]
    return title


def _last_divider(title: str) -> re.Match[str] | None:
    return next(reversed(list(_DIVIDER.finditer(title))), None)


def _is_furniture(title: str, divider: re.Match[str], article: Article) -> bool:
    """Return whether what stands behind a divider names the site, or a part of it."""
    if _is_site(title[divider.end() :], article):
        return True
    told = len(title[: divider.start()].split()) >= SHORTEST
    return told and divider[0].strip() in _BETWEEN_PARTS


def _is_site(text: str, article: Article) -> bool:
    """Return whether ``text`` names the site: by its name, or by the host of its address."""
    name, site = (_bare(one).removeprefix("the") for one in (text, article.site))
    host = _bare(re.sub(r"\w+://(?:www\.)?|/.*", "", article.url))
    return bool(name) and (name == site or (len(name) >= SHORTEST_HOST and name in host))


def _bare(text: str) -> str:
    return "".join(re.findall(r"[^\W_]+", folded(text)))


def _opening(article: Article) -> str:
    return " ".join(article.paragraphs[:3])[:2_000]


def _plain(title: str, cues: Cues) -> float:
    """Return what a headline counts by its form."""
    asks = title.rstrip('”“"») ').endswith("?")
    words: Sequence[str] = title.split()
    odd = asks or len(words) < SHORTEST or title.isupper()
    plain = folded(title)
    patterns = (cues.headlines, cues.furniture, cues.day)
    return ODD if odd or any(one.search(plain) for one in patterns) else 1.0
