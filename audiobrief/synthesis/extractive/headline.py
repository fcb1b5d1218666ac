"""The headline of a story: that of its sources which tells the most of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiobrief.model import Article, Passage, Statement, Story
from audiobrief.synthesis.extractive.cues import Cues
from audiobrief.synthesis.extractive.vectors import terms, vectors
from audiobrief.synthesis.tables import folded

_SUFFIX = re.compile(r"\s+(?:[|•·»]|[-–—:])\s+")
_ALWAYS = "|•·»"
_MARKUP = re.compile(r"<[^>]*>?|https?://\S+")
SHORTEST = 3
SHORTEST_HOST = 4
"""Letters by which a site is known in its address."""

ODD = 0.25
"""What a headline that asks, or is not the plain news, counts beside others."""


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
        (float(like) * article.weight * _plain(title, cues), -at)
        for at, (title, article, like) in enumerate(
            zip(titles, story.articles, likeness, strict=True)
        )
    ]
    best = -max(one for one, title in zip(worth, titles, strict=True) if title)[1]
    return Statement(titles[best], (Passage(best, -1),))


def cleaned(article: Article) -> str:
    """Return an article's headline on one line, without its site's name at either end."""
    title = " ".join(_MARKUP.sub(" ", article.title).split())
    parts = list(_SUFFIX.finditer(title))
    if not parts:
        return title
    last, first = parts[-1], parts[0]
    if _is_site(title[last.end() :], article) or last[0].strip() in _ALWAYS:
        return cleaned_again(title[: last.start()], article)
    return title[first.end() :] if _is_site(title[: first.start()], article) else title


def cleaned_again(title: str, article: Article) -> str:
    """Return a headline without a second site's name: "… | World | The Gazette"."""
    parts = list(_SUFFIX.finditer(title))
    section = parts and parts[-1][0].strip() in _ALWAYS
    return (
        title[: parts[-1].start()]
        if section or (parts and _is_site(title[parts[-1].end() :], article))
        else title
    )


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
    return ODD if odd or cues.headlines.search(plain) or cues.furniture.search(plain) else 1.0
