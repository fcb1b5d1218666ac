"""Cover art: drawn for shows that bring none, checked for those that do.

Apple and Spotify ask for a square RGB JPEG or PNG of 1400 to 3000 pixels
(https://podcasters.apple.com/support/896-artwork-requirements).
"""

from __future__ import annotations

import hashlib
import io
import math
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, UnidentifiedImageError
from slugify import slugify

from audiobrief.errors import ArtworkError

SIDE = 3000
"""Pixels along each edge of a drawn cover."""
SMALLEST, LARGEST = 1400, 3000
"""Pixels along each edge that podcast apps accept."""
TYPES = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png"}
"""Pillow's formats by MIME type; an MPO is a JPEG with further pictures behind it."""
EXTENSIONS = {"image/jpeg": (".jpg", ".jpeg"), "image/png": (".png",)}
REMEDY = f"Export it as a square RGB JPEG or PNG of {SMALLEST}² to {LARGEST}² pixels."

HEAVIEST = 500_000
"""Bytes: apps on a slow line fetch the cover before anything else."""

MARGIN = 240
WIDTH = SIDE - 2 * MARGIN
TITLE_SIZES, TITLE_HEIGHT = range(640, 280, -20), 1440
HEADLINE_SIZES, HEADLINE_HEIGHT = range(170, 110, -10), 600
LEADING = 1.15
BARS = 32
LONGEST = 400
"""Characters of a text that are looked at: more never fit."""

# Signs the embedded font lacks and a plain transliteration would garble.
_SPELLED = {"£": "GBP", "€": "EUR", "¥": "JPY", "–": "-", "—": " - ", "−": "-", "•": "·"}


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of a cover: its ground, its text, its graphic."""

    ground: str
    ink: str
    accent: str


PALETTES = (
    Palette("#14233d", "#f7f2e6", "#e3a646"),
    Palette("#153a34", "#f5f1e4", "#e9b65a"),
    Palette("#4b1824", "#f9ece2", "#ee9a7c"),
    Palette("#23262c", "#f3f1eb", "#72c6b5"),
    Palette("#f3ecdd", "#1d2229", "#c0442b"),
    Palette("#e4e8e6", "#16262e", "#1f6f78"),
    Palette("#33203f", "#f6eef4", "#e7a3b5"),
    Palette("#ecbe55", "#221f19", "#8c2f1c"),
)


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of text set in one size."""

    lines: tuple[str, ...]
    size: int
    leading: int

    @property
    def height(self) -> int:
        """Pixels from the top of the first line to the bottom of the last."""
        return len(self.lines) * self.leading


def draw_cover(show_title: str, headline: str = "", *, seed: str = "") -> bytes:
    """Draw a cover and return it as a JPEG of 3000² RGB pixels.

    The embedded font knows ASCII and little else: other letters are written in their
    nearest ASCII ones.

    Args:
        show_title: set large, to be read at 100 pixels.
        headline: an episode's, set smaller; empty for the show's own cover.
        seed: chooses the palette; the show's title where not given, so that a show
            and its episodes share their colours.
    """
    palette = PALETTES[_digest(seed or show_title)[0] % len(PALETTES)]
    title = _fitted(_drawable(show_title), TITLE_SIZES, TITLE_HEIGHT)
    lower = _fitted(_drawable(headline), HEADLINE_SIZES, HEADLINE_HEIGHT)
    image = Image.new("RGB", (SIDE, SIDE), palette.ground)
    draw = ImageDraw.Draw(image)
    _write(draw, title, MARGIN, palette.ink, boldness=0.017)
    _write(draw, lower, SIDE - MARGIN - lower.height, palette.ink, boldness=0.006)
    gap = 200 if lower.lines else 0
    band = (MARGIN + TITLE_HEIGHT + 120, SIDE - MARGIN - lower.height - gap)
    _draw_bars(draw, band, _digest(f"{show_title}\n{headline}"), palette.accent)
    data = _jpeg(image, quality=90)
    return data if len(data) < HEAVIEST else _jpeg(image, quality=70)


def check_artwork(path: Path) -> str:
    """Return the MIME type of a cover that podcast apps accept.

    Raises:
        ArtworkError: naming the file, what it is, and every reason to refuse it.
    """
    if not path.is_file():
        raise ArtworkError("there is no such file", where=path, remedy="Check the show's artwork.")
    with _opened(path, path) as image:
        mime = TYPES.get(image.format or "", "")
        name = "JPEG" if mime == "image/jpeg" else image.format
        faults = _faults(image, mime, path.suffix)
        if faults:
            what = f"a {image.width}×{image.height} {image.mode} {name} is not what apps accept"
            raise ArtworkError(f"{what}: {', '.join(faults)}", where=path, remedy=REMEDY)
        # All of it is read, but an eighth of it decoded.
        image.draft("RGB", (image.width // 8, image.height // 8))
        image.load()
    return mime


def thumbnail(image: bytes, side: int = 600) -> bytes:
    """Return ``image`` as an RGB JPEG of at most ``side``² pixels, for an ID3 picture.

    Raises:
        ArtworkError: the bytes are no picture, or too large a one.
    """
    with _opened(io.BytesIO(image), "cover") as picture:
        picture.draft("RGB", (side, side))
        small = picture.convert("RGB")
        small.thumbnail((side, side), Image.Resampling.LANCZOS)
    return _jpeg(small, quality=88)


@contextmanager
def _opened(source: Path | io.BytesIO, where: object) -> Iterator[Image.Image]:
    """Yield the picture; what Pillow says of bad data becomes an ArtworkError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(source)
        with image:
            yield image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ArtworkError("far too many pixels", where=where, remedy=REMEDY) from error
    except UnidentifiedImageError as error:
        raise ArtworkError("not a picture", where=where, remedy=REMEDY) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise ArtworkError(
            f"cannot be read as a picture ({error})", where=where, remedy=REMEDY
        ) from error


def _faults(image: Image.Image, mime: str, suffix: str) -> list[str]:
    extensions = EXTENSIONS.get(mime, ())
    shorter, longer = sorted(image.size)
    checks = (
        (not mime, "neither JPEG nor PNG"),
        (
            extensions and suffix.lower() not in extensions,
            f"named {suffix or 'without an extension'} instead of {' or '.join(extensions)}",
        ),
        (shorter != longer, "not square"),
        (shorter < SMALLEST, f"smaller than {SMALLEST} pixels"),
        (longer > LARGEST, f"larger than {LARGEST} pixels"),
        (image.mode != "RGB", "not RGB"),
    )
    return [fault for failed, fault in checks if failed]


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", errors="replace")).digest()


def _jpeg(image: Image.Image, quality: int) -> bytes:
    # A fresh picture carries no comment or profile of the file it came from.
    image.info.clear()
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=quality, subsampling="4:2:0", optimize=True)
    return stream.getvalue()


def _drawable(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text[:LONGEST])
    return " ".join("".join(_drawn(sign) for sign in folded).split())


def _drawn(sign: str) -> str:
    if sign in _SPELLED:
        return _SPELLED[sign]
    if sign.isspace() or bytes(_font(40).getmask(sign)) != bytes(_font(40).getmask("\uffff")):
        return sign
    # An ideograph becomes a syllable of its own, a letter one letter of a word.
    blank = " " if unicodedata.east_asian_width(sign) in "WF" else ""
    ascii_letters: str = slugify(sign, lowercase=False)
    return ascii_letters + blank


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _fitted(text: str, sizes: range, height: int) -> _Block:
    """Set ``text`` in the largest size that fits; in the smallest, cut what does not."""
    for size in sizes:
        lines = _wrapped(text, size)
        whole = all(_font(size).getlength(word) <= WIDTH for word in text.split())
        block = _Block(tuple(lines), size, round(size * LEADING))
        if whole and block.height <= height:
            return block
    kept = lines[: height // block.leading]
    return replace(block, lines=(*kept[:-1], _ellipsis(kept[-1], block.size)))


def _wrapped(text: str, size: int) -> list[str]:
    """Break ``text`` between words, and inside a word that is longer than a line."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if _font(size).getlength(longer) <= WIDTH:
            lines[-1:] = [longer]
            continue
        lines.append("")
        for sign in word:
            if _font(size).getlength(lines[-1] + sign) > WIDTH:
                lines.append("")
            lines[-1] += sign
    return lines


def _ellipsis(line: str, size: int) -> str:
    while _font(size).getlength(f"{line}…") > WIDTH:
        line = line[:-1]
    return f"{line.rstrip(' ,;:.-')}…"


def _write(draw: ImageDraw.ImageDraw, block: _Block, top: int, ink: str, boldness: float) -> None:
    for row, line in enumerate(block.lines):
        position = (MARGIN, top + row * block.leading)
        stroke = round(block.size * boldness)
        draw.text(position, line, ink, _font(block.size), anchor="la", stroke_width=stroke)


def _draw_bars(
    draw: ImageDraw.ImageDraw, band: tuple[int, int], digest: bytes, accent: str
) -> None:
    """Draw a waveform of :data:`BARS` rounded bars, one for each byte of ``digest``."""
    top, bottom = band
    pitch = WIDTH / (BARS - 0.45)
    middle, radius = (top + bottom) / 2, pitch * 0.275
    for number, byte in enumerate(digest):
        swell = math.sin(math.pi * (number + 0.5) / BARS) ** 0.7
        half = max(radius, (bottom - top) / 2 * swell * (0.25 + 0.75 * byte / 255))
        left = MARGIN + number * pitch
        box = (left, middle - half, left + 2 * radius, middle + half)
        draw.rounded_rectangle(box, radius, accent)
