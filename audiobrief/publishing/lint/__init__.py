"""Any podcast feed held against the rules that apps and directories keep.

PSP-1 (https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification), Apple's
requirements (https://podcasters.apple.com/support/823-podcast-requirements), the podcast
namespace (https://github.com/Podcastindex-org/podcast-namespace), RSS 2.0 and RFC 5005.

Each rule is a small pure function with a name that stays (``item.guid.missing``); the modules
of this package hold them by what they are about.
"""

from __future__ import annotations

from audiobrief.publishing.lint import (  # noqa: F401 -- each module brings its rules
    channel,
    enclosures,
    items,
    listing,
    namespace,
    notes,
    paging,
    people,
)
from audiobrief.publishing.lint.document import DOCUMENT_RULES, Feed, Finding, parse
from audiobrief.publishing.lint.rules import FEED_RULES, ITEM_RULES, findings
from audiobrief.publishing.rules import Severity

__all__ = ["Finding", "Severity", "lint", "lint_feed", "rule_names"]


def lint(data: bytes) -> tuple[Finding, ...]:
    """Return what is wrong with a feed, in the order of its lines; nothing if all is well."""
    feed, unreadable = parse(data)
    return unreadable if feed is None else lint_feed(feed)


def lint_feed(feed: Feed) -> tuple[Finding, ...]:
    """Return what is wrong with a feed that could be read, in the order of its lines."""
    found = findings(FEED_RULES, feed)
    for item in feed.items:
        found += findings(ITEM_RULES, item, item.label)
    return tuple(sorted(found, key=lambda one: (one.line, one.rule)))


def rule_names() -> dict[str, Severity]:
    """Return every rule's name and how severe it is."""
    return {**DOCUMENT_RULES, **FEED_RULES.names(), **ITEM_RULES.names()}
