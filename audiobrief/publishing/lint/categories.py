"""Apple's categories, main and sub (https://podcasters.apple.com/support/1691)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_LISTED = """
Arts: Books, Design, Fashion & Beauty, Food, Performing Arts, Visual Arts
Business: Careers, Entrepreneurship, Investing, Management, Marketing, Non-Profit
Comedy: Comedy Interviews, Improv, Stand-Up
Education: Courses, How To, Language Learning, Self-Improvement
Fiction: Comedy Fiction, Drama, Science Fiction
Government:
Health & Fitness: Alternative Health, Fitness, Medicine, Mental Health, Nutrition, Sexuality
History:
Kids & Family: Education for Kids, Parenting, Pets & Animals, Stories for Kids
Leisure: Animation & Manga, Automotive, Aviation, Crafts, Games, Hobbies, Home & Garden, \
Video Games
Music: Music Commentary, Music History, Music Interviews
News: Business News, Daily News, Entertainment News, News Commentary, Politics, Sports News, \
Tech News
Religion & Spirituality: Buddhism, Christianity, Hinduism, Islam, Judaism, Religion, Spirituality
Science: Astronomy, Chemistry, Earth Sciences, Life Sciences, Mathematics, Natural Sciences, \
Nature, Physics, Social Sciences
Society & Culture: Documentary, Personal Journals, Philosophy, Places & Travel, Relationships
Sports: Baseball, Basketball, Cricket, Fantasy Sports, Football, Golf, Hockey, Rugby, Running, \
Soccer, Swimming, Tennis, Volleyball, Wilderness, Wrestling
TV & Film: After Shows, Film History, Film Interviews, Film Reviews, TV Reviews
Technology:
True Crime:
"""


def _read(listed: str) -> Mapping[str, frozenset[str]]:
    rows = (line.partition(":") for line in listed.strip().splitlines())
    return {
        main: frozenset(sub.strip() for sub in subs.split(",") if sub.strip())
        for main, _, subs in rows
    }


CATEGORIES = MappingProxyType(_read(_LISTED))
