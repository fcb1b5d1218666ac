"""WebSub hubs told that a feed has changed, so that apps need not ask.

https://www.w3.org/TR/websub/ leaves it to hubs what they take from a publisher; all take what
PubSubHubbub 0.4 had: mode and address of the feed, by one name or the other.
"""

from __future__ import annotations

from audiobrief.config import Show
from audiobrief.errors import NetworkError
from audiobrief.pipeline.events import Event, Notify


def tell_hubs(show: Show, notify: Notify) -> None:
    """Tell each hub of ``show``; one that fails is a warning, for the feed is out all the same.

    A private feed has a secret in its address, and nobody is told that.
    """
    if show.private or not show.hubs:
        return
    from audiobrief import net

    form = {"hub.mode": "publish", "hub.url": show.feed_url, "hub.topic": show.feed_url}
    for hub in show.hubs:
        try:
            net.post_form(hub, form)
        except NetworkError as error:
            notify(Event("warning", show.slug, error=f"the hub was not told: {error}"))
        else:
            notify(Event("told", show.slug, reasons=(net.shown(hub),)))
