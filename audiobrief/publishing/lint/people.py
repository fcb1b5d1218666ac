"""People, in the channel and in items."""

from __future__ import annotations

from collections.abc import Iterator

from audiobrief.publishing.lint import values
from audiobrief.publishing.lint.document import Feed, Problem
from audiobrief.publishing.lint.rules import ERROR, WARNING, feed_rule

MAX_NAME = 128

GROUPS = {
    *("creative direction", "cast", "writing", "audio production", "audio post-production"),
    *("administration", "visuals", "community", "misc.", "video production"),
    "video post-production",
}
"""Of the Podcast Taxonomy (https://podcasttaxonomy.com), in lower case."""


@feed_rule("person.name.missing", ERROR)
def nameless(feed: Feed) -> Iterator[Problem]:
    """A person is their name; all else is beside it."""
    for one in feed.everywhere("podcast:person"):
        if not one.text:
            yield one.line, "podcast:person has no name"


@feed_rule("person.name.long", ERROR)
def long_name(feed: Feed) -> Iterator[Problem]:
    """The namespace bounds it."""
    for one in feed.everywhere("podcast:person"):
        if len(one.text) > MAX_NAME:
            yield one.line, f"the name of podcast:person is longer than {MAX_NAME} characters"


@feed_rule("person.group.unknown", WARNING)
def group(feed: Feed) -> Iterator[Problem]:
    """Roles and groups are those of a taxonomy."""
    for one in feed.everywhere("podcast:person"):
        if one.has("group") and one.get("group").lower() not in GROUPS:
            yield one.line, f"the taxonomy has no group {one.get('group')!r}"


@feed_rule("person.address.invalid", ERROR)
def addresses(feed: Feed) -> Iterator[Problem]:
    """Page and picture are loaded from anywhere."""
    for one in feed.everywhere("podcast:person"):
        for name in ("href", "img"):
            if one.has(name) and not values.is_address(one.get(name)):
                yield one.line, f"the {name} of podcast:person is no http(s) address"
