"""Pages that stand before an article: paywalls, requests for consent, checks for browsers."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from audiobrief.ingest.patterns import patterns

_CONSENT_HOST = re.compile(r"(?:^|\.)(?:consent|guce|cmp)\.", re.IGNORECASE)

FEWEST_WORDS = 40
"""An article has as many; a page with fewer holds none."""

STUB = 150
"""Words; what is longer than this is worth reading, even where it is not the whole."""


def gate(url: str, shown: str, words: int, *, paid: bool) -> str:
    """Return what stands in an article's place, or the empty string if it is there.

    Args:
        url: where the page was found in the end.
        shown: all the text it shows.
        words: how many of them were taken for the article's.
        paid: whether the publisher marks the article as not free.
    """
    says = patterns("gates")
    if words < STUB and (paid or says["paywall"].search(shown)):
        return "is for subscribers: it shows the beginning alone"
    if _CONSENT_HOST.search(urlsplit(url).hostname or ""):
        return "asks for consent to cookies in place of the article"
    if words >= FEWEST_WORDS:
        return ""
    if says["consent"].search(shown):
        return "asks for consent to cookies in place of the article"
    if says["check"].search(shown):
        return "wants to see a person's browser"
    return "holds no article: there is hardly any text"
