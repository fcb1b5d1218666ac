"""The README's pictures: the demo, built and looked at in Chromium.

``python tests/screenshots.py`` writes them into ``.readme/``.
"""

from __future__ import annotations

import shutil
import tempfile
from io import BytesIO
from pathlib import Path

import click
from PIL import Image
from playwright.sync_api import Browser

from audiobrief.cli import main as audiobrief
from chromium import DESKTOP, PHONE, chromium, window

HERE = Path(__file__).parent.parent
PAGE = "demo/episodes/canal-tolls/index.html"
MOMENT = 82
"""Seconds: a word in the middle of a line is said."""

COLOURS = 64
PICTURES = {
    "page.png": {"viewport": DESKTOP, "device_scale_factor": 1.5},
    "page-dark.png": {"viewport": DESKTOP, "device_scale_factor": 1.5, "color_scheme": "dark"},
    "page-phone.png": {"viewport": PHONE, "device_scale_factor": 1.5},
}


@click.command()
def screenshots() -> None:
    """Take the README's pictures of a briefing's page."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(HERE / "feeds", Path(folder, "feeds"))
        audiobrief(["build", "--workspace", folder, "--quiet"], standalone_mode=False)
        page = Path(folder, "output", PAGE)
        with chromium() as browser:
            for name, options in PICTURES.items():
                picture = HERE / ".readme" / name
                picture.write_bytes(_small(_shot(browser, f"{page.as_uri()}#t={MOMENT}", options)))
                click.echo(f"{picture} {picture.stat().st_size // 1000} kB")


def _shot(browser: Browser, address: str, options: dict[str, object]) -> bytes:
    with window(browser, **options) as context:
        page = context.new_page()
        page.goto(address)
        page.locator(".word.spoken").wait_for()
        png: bytes = page.screenshot()
        return png


def _small(png: bytes) -> bytes:
    """Return a PNG of few colours, which is all that text on plain ground needs."""
    small = BytesIO()
    reduced = Image.open(BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    reduced.save(small, "PNG", optimize=True)
    return small.getvalue()


if __name__ == "__main__":
    screenshots(prog_name="python tests/screenshots.py")
