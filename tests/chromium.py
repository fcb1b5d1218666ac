"""Pages in a real browser: Debian's Chromium, driven by Playwright, never a downloaded one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}

_SWITCHES = (
    "--no-sandbox",  # which root, as in a container, cannot have
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--mute-audio",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run Chromium; where there is none, the test that asked is skipped."""
    program = shutil.which("chromium")
    if not program:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*_SWITCHES])
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watched:
    """A page, what its console complained of, and every address it asked for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)


@contextmanager
def visiting(browser: Browser, address: str, **options: Any) -> Iterator[Watched]:
    """Open a page in a window of its own; in the end it must have had no complaint.

    ``options`` are Playwright's of a new context.
    """
    with window(browser, **options) as context:
        watched = Watched(context.new_page())
        watched.page.goto(address)
        yield watched
        assert not watched.complaints, watched.complaints


@contextmanager
def window(browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    """Open a window with no history; English, light and a desktop's size unless told otherwise."""
    settings = {"locale": "en-US", "viewport": DESKTOP, "color_scheme": "light", **options}
    context = browser.new_context(**settings)
    context.set_default_timeout(10_000)
    try:
        yield context
    finally:
        context.close()
