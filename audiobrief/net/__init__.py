"""The one door to the network: bounded in time, size, redirects and attempts.

What a user names is fetched by functions; what strangers link to, by a :class:`Visitor`, who has
manners and goes to no private address.

An address is shown without its user, password, query and fragment, for mirrors keep
secrets there.
"""

from __future__ import annotations

from audiobrief.net.courtesy import Courtesy
from audiobrief.net.media import Media, probe, save
from audiobrief.net.request import masked, shown
from audiobrief.net.transfer import download, fetch, fetch_json, post_form
from audiobrief.net.visit import Document, Validator, Visitor

__all__ = [
    "Courtesy",
    "Document",
    "Media",
    "Validator",
    "Visitor",
    "download",
    "fetch",
    "fetch_json",
    "masked",
    "post_form",
    "probe",
    "save",
    "shown",
]
