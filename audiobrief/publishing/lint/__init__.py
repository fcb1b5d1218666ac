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
from audiobrief.publishing.lint.document import DOCUMENT_RULES, Finding, Severity, parse
from audiobrief.publishing.lint.rules import FEED_RULES, ITEM_RULES

__all__ = ["Finding", "Severity", "lint", "rule_names"]


def lint(data: bytes) -> tuple[Finding, ...]:
    """Return what is wrong with a feed, in the order of its lines; nothing if all is well."""
    feed, findings = parse(data)
    if feed is None:
        return findings
    found = list(findings)
    for rule in FEED_RULES:
        found += rule.findings(feed)
    for item in feed.items:
        for rule in ITEM_RULES:
            found += rule.findings(item, item.label)
    return tuple(sorted(found, key=lambda one: (one.line, one.rule)))


def rule_names() -> dict[str, Severity]:
    """Return every rule's name and how severe it is."""
    return {**DOCUMENT_RULES, **{rule.name: rule.severity for rule in (*FEED_RULES, *ITEM_RULES)}}
