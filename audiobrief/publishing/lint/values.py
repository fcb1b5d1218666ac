"""Values as feeds write them: whether a text is an address, a date, a duration, ..."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

_DAYS = "Mon|Tue|Wed|Thu|Fri|Sat|Sun"
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_DATE = re.compile(
    rf"(?:(?P<weekday>{_DAYS}), )?\d{{1,2}} (?:{_MONTHS}) \d{{4}} \d\d:\d\d(?::\d\d)?"
    r" (?:[+-]\d{4}|UTC?|GMT|[ECMP][SD]T|Z)"
)
_CLOCK = re.compile(r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]\d)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")
_SRI = re.compile(
    r"(?:sha256-[A-Za-z0-9+/]{43}=|sha384-[A-Za-z0-9+/]{64}|sha512-[A-Za-z0-9+/]{86}==)"
)
_NUMBER = re.compile(r"\d{1,12}(\.\d{1,9})?")
_PICTURES = (".jpg", ".jpeg", ".png")


def is_address(text: str) -> bool:
    """Return whether ``text`` is an absolute http or https address."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in text


def suffix(url: str) -> str:
    """Return the ending of an address's path, in lower case: ".mp3"."""
    name = urlsplit(url).path.rpartition("/")[2]
    return f".{name.rpartition('.')[2].lower()}" if "." in name else ""


def is_picture(url: str) -> bool:
    """Return whether ``url`` may lead to a JPEG or PNG, by the ending of its path."""
    return is_address(url) and suffix(url) in _PICTURES


def date(text: str) -> datetime | None:
    """Return a date of RFC 822 with a year of four digits, None where it is none.

    A day of the week that is not the date's own makes it none.
    """
    found = _DATE.fullmatch(text)
    try:
        moment = parsedate_to_datetime(text) if found else None
    except (ValueError, TypeError):
        return None
    if found and moment and found["weekday"] not in (None, moment.strftime("%a")):
        return None
    return moment


def seconds(text: str) -> int | None:
    """Return a duration: whole seconds, ``MM:SS`` or ``HH:MM:SS``; None where it is none."""
    if text.isdecimal() and text.isascii():
        return int(text)
    clock = _CLOCK.fullmatch(text)
    if not clock:
        return None
    hours, minutes, rest = (int(part or 0) for part in clock.groups())
    return (hours * 60 + minutes) * 60 + rest


def number(text: str) -> float | None:
    """Return a decimal number without sign, None where it is none."""
    return float(text) if _NUMBER.fullmatch(text) else None


def is_whole(text: str, least: int = 1) -> bool:
    """Return whether ``text`` is a whole number of at least ``least``."""
    return text.isascii() and text.isdecimal() and int(text) >= least


def is_language(text: str) -> bool:
    """Return whether ``text`` looks like a tag of BCP 47."""
    return bool(_LANGUAGE.fullmatch(text))


def is_guid(text: str) -> bool:
    """Return whether ``text`` is a UUID."""
    return bool(_GUID.fullmatch(text))


def is_email(text: str) -> bool:
    """Return whether ``text`` is an e-mail address by its look."""
    return bool(_EMAIL.fullmatch(text))


def is_sri(text: str) -> bool:
    """Return whether ``text`` is a digest as Subresource Integrity has it."""
    return bool(_SRI.fullmatch(text))
