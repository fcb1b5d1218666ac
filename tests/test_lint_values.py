"""Values as feeds write them."""

from __future__ import annotations

import pytest

from audiobrief.publishing.lint import values


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("84", 84), ("1:24", 84), ("01:00:04", 3604), ("100:00:00", 360_000), ("0:59:59", 3599)],
)
def test_durations_are_seconds_or_clocks(text: str, seconds: int) -> None:
    """Whole seconds, minutes and seconds, or hours before them."""
    assert values.seconds(text) == seconds


@pytest.mark.parametrize("text", ["", "1:60", "60:00", "1:2:3:4", "-5", "8.5", "\uff11", "1:2"])
def test_what_is_no_duration_is_none(text: str) -> None:
    """Sixty seconds are a minute; other digits are no digits."""
    assert values.seconds(text) is None


@pytest.mark.parametrize(
    "text",
    ["Wed, 04 Mar 2026 06:30:00 +0000", "4 Mar 2026 06:30 GMT", "Wed, 04 Mar 2026 06:30:00 EST"],
)
def test_dates_of_rfc_822(text: str) -> None:
    """With and without weekday and seconds, with a zone by number or name."""
    found = values.date(text)
    assert found is not None
    assert (found.year, found.month, found.day) == (2026, 3, 4)


@pytest.mark.parametrize(
    "text",
    [
        *("", "2026-03-04", "Thu, 04 Mar 2026 06:30:00 +0000", "31 Feb 2026 06:30 GMT"),
        *("Wed, 04 März 2026 06:30:00 +0000", "4 Mar 2026 25:30 GMT", "4 Mar 26 06:30 GMT"),
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    """Another day's weekday, a day that is not, and other forms."""
    assert values.date(text) is None


@pytest.mark.parametrize("text", ["https://[::1", "https://", "ftp://a.example/", "a.mp3", "//a"])
def test_what_is_no_address_is_none(text: str) -> None:
    """Only http and https with a host; what cannot be parsed is none either."""
    assert not values.is_address(text)


def test_endings_are_those_of_the_path() -> None:
    """A query is no part of a file's name."""
    assert values.suffix("https://a.example/x/y.MP3?z=a.ogg") == ".mp3"
    assert values.suffix("https://a.example/x.d/y") == ""
