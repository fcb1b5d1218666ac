"""What is to be published, read as a listener's app, a browser and a directory read it.

The gate before the shelf asks :func:`check_release` of a release while it is staged, and
:func:`check_page` of each page of a feed before it is swapped; ``audiobrief check`` asks all
of what lies on the shelf. Each rule is a small pure function with a name that stays
(``sound.silence``); the modules of this package hold them by what they are about.
"""

from __future__ import annotations

from collections.abc import Iterator

from audiobrief.publishing import lint
from audiobrief.publishing.check import (  # noqa: F401 -- each module brings its rules
    disclosure,
    files,
    leftovers,
    lines,
    marks,
    sound,
    transcripts,
)
from audiobrief.publishing.check.feed import FEED_RULES, PAGE_RULES, check_feed, check_page
from audiobrief.publishing.check.finding import Finding, ask
from audiobrief.publishing.check.links import LINK_RULES, Site, SitePage
from audiobrief.publishing.check.listed import LISTED_RULES
from audiobrief.publishing.check.release import RULES, Release
from audiobrief.publishing.rules import Severity

__all__ = [
    "Finding",
    "Release",
    "Site",
    "check_feed",
    "check_links",
    "check_page",
    "check_release",
    "rule_names",
]


def check_release(release: Release) -> Iterator[Finding]:
    """Yield what is wrong with a release, its files and its texts."""
    yield from ask(RULES, release, f"{release.show.slug}/episodes/{release.episode.slug}")


def check_links(site: Site, path: str) -> Iterator[Finding]:
    """Yield what is wrong with the links of the page at ``path`` of the shelf."""
    yield from ask(LINK_RULES, SitePage(site, path), "")


def rule_names() -> dict[str, Severity]:
    """Return every rule's name and how severe it is, the linter's with them."""
    own = (RULES, LISTED_RULES, PAGE_RULES, FEED_RULES, LINK_RULES)
    names = lint.rule_names()
    for rules in own:
        names |= rules.names()
    return names
