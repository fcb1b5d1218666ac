"""The one door to the network: bounded in time, size, redirects and attempts.

An address is shown without its user, password, query and fragment, for mirrors keep
secrets there.
"""

from __future__ import annotations

from audiobrief.net.media import Media, probe, save
from audiobrief.net.request import masked, shown
from audiobrief.net.transfer import download, fetch, fetch_json, post_form

__all__ = [
    "Media",
    "download",
    "fetch",
    "fetch_json",
    "masked",
    "post_form",
    "probe",
    "save",
    "shown",
]
