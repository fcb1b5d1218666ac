"""Covers: drawn ones are what apps accept, given ones are checked, thumbnails are small."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageColor

from audiobrief.errors import ArtworkError
from audiobrief.publishing import artwork

SHOW = "The Harbour Briefing"
HEADLINE = "Port Varen Opens Its Invented Docks"


def picture(data: bytes) -> Image.Image:
    """Decode ``data`` in full."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def saved(path: Path, side: tuple[int, int] = (1400, 1400), mode: str = "RGB", **how: Any) -> Path:
    """Save a plain picture under ``path``, in the format its name or ``how`` says."""
    Image.new(mode, side).save(path, **how)
    return path


def png_claiming(width: int, height: int) -> bytes:
    """Return a PNG whose header claims a size that its few bytes do not hold."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 10)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def contrast(one: str, other: str) -> float:
    """Return the WCAG 2 contrast ratio of two colours."""

    def luminance(colour: str) -> float:
        parts = [part / 255 for part in ImageColor.getrgb(colour)[:3]]
        red, green, blue = (
            part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("headline", ["", HEADLINE])
def test_a_drawn_cover_is_what_apps_accept(headline: str, tmp_path: Path) -> None:
    """A drawn cover passes our own check, is light, and carries no metadata."""
    data = artwork.draw_cover(SHOW, headline)
    path = tmp_path / "cover.jpg"
    path.write_bytes(data)
    assert artwork.check_artwork(path) == "image/jpeg"
    assert len(data) < 500_000
    assert picture(data).size == (3000, 3000)
    assert not picture(data).getexif()


def test_a_cover_is_drawn_the_same_twice() -> None:
    """The same words give the same bytes, and other words give others."""
    assert artwork.draw_cover(SHOW, HEADLINE) == artwork.draw_cover(SHOW, HEADLINE)
    assert artwork.draw_cover(SHOW, HEADLINE) != artwork.draw_cover(SHOW)


def test_an_episode_shares_its_shows_colours_and_a_seed_chooses_others() -> None:
    """The ground is the show's whatever the headline, and the seed's where there is one."""
    corners = {
        picture(artwork.draw_cover(SHOW, headline)).getpixel((5, 5)) for headline in ("", HEADLINE)
    }
    seeded = {
        picture(artwork.draw_cover("A", seed=str(number))).getpixel((5, 5)) for number in range(6)
    }
    assert len(corners) == 1
    assert len(seeded) > 1


@pytest.mark.parametrize("palette", artwork.PALETTES)
def test_a_palette_has_contrast(palette: artwork.Palette) -> None:
    """Text stands out as WCAG AAA asks, the graphic as AA asks."""
    assert contrast(palette.ground, palette.ink) >= 7
    assert contrast(palette.ground, palette.accent) >= 3


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("", ""),
        ("😀", "😀😀"),
        ("W" * 500, "W" * 5000),
        ("Wide Words " * 60, "many narrow words " * 600),
        ("Señal — 漢字 Жук \ud800", "a\0b\nc"),
    ],
)
def test_any_words_make_a_cover(title: str, headline: str) -> None:
    """Nothing, the very long and the undrawable give a whole and light cover all the same."""
    data = artwork.draw_cover(title, headline)
    assert picture(data).size == (3000, 3000)
    assert len(data) < 500_000


@pytest.mark.parametrize("text", ["AI", "W" * 400, "W" * 30 + " news", "Important Words " * 30])
def test_text_stays_between_the_margins(text: str) -> None:
    """No line is wider than the cover's inner width and no block higher than its place."""
    block = artwork._fitted(text.strip(), artwork.TITLE_SIZES, artwork.TITLE_HEIGHT)
    font = artwork._font(block.size)
    assert block.height <= artwork.TITLE_HEIGHT
    assert all(0 < font.getlength(line) <= artwork.WIDTH for line in block.lines)


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    """A cut text says that it is cut; a short one is whole, and as large as can be."""
    cut = artwork._fitted("Important Words " * 30, artwork.TITLE_SIZES, artwork.TITLE_HEIGHT)
    whole = artwork._fitted("AI", artwork.TITLE_SIZES, artwork.TITLE_HEIGHT)
    assert cut.lines[-1].endswith("…")
    assert whole.lines == ("AI",)
    assert whole.size == artwork.TITLE_SIZES[0]


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Señal für  Ærø", "Senal fur AEro"),
        ("£4bn – €5", "GBP4bn - EUR5"),
        ("漢字", "Han Zi"),
        ("Жук", "Zhuk"),
        ("“Quoted” & co…", "“Quoted” & co..."),
    ],
)
def test_letters_the_font_lacks_are_transliterated(text: str, drawn: str) -> None:
    """Other letters become their nearest ASCII ones."""
    assert artwork._drawable(text) == drawn


@given(st.text(st.characters()))
def test_every_sign_left_to_draw_has_a_glyph(text: str) -> None:
    """Whatever the text, none of its signs would be drawn as an empty box."""
    missing = bytes(artwork._font(40).getmask("\uffff"))
    signs = set(artwork._drawable(text)) - {" "}
    assert not [sign for sign in signs if bytes(artwork._font(40).getmask(sign)) == missing]


@pytest.mark.parametrize(
    ("name", "how", "mime"),
    [
        ("a.jpg", {}, "image/jpeg"),
        ("a.JPEG", {"format": "JPEG"}, "image/jpeg"),
        ("a.jpg", {"format": "MPO"}, "image/jpeg"),
        ("a.png", {}, "image/png"),
    ],
)
@pytest.mark.parametrize("side", [1400, 3000])
def test_good_artwork_passes(
    name: str, how: dict[str, Any], mime: str, side: int, tmp_path: Path
) -> None:
    """A square RGB JPEG or PNG passes, from the smallest to the largest size."""
    assert artwork.check_artwork(saved(tmp_path / name, (side, side), **how)) == mime


@pytest.mark.parametrize(
    ("name", "how", "said"),
    [
        ("a.png", {"side": (800, 600)}, ["800×600 RGB PNG", "not square", "smaller than 1400"]),
        ("a.jpg", {"side": (1399, 1399)}, ["1399×1399", "smaller than 1400"]),
        ("a.jpg", {"side": (3001, 3001)}, ["3001×3001", "larger than 3000"]),
        ("a.png", {"mode": "RGBA"}, ["RGBA PNG", "not RGB"]),
        ("a.jpg", {"mode": "CMYK"}, ["CMYK JPEG", "not RGB"]),
        ("a.jpg", {"format": "PNG"}, ["named .jpg instead of .png"]),
        ("a.png", {"format": "JPEG"}, ["instead of .jpg or .jpeg"]),
        ("a", {"format": "PNG"}, ["named without an extension"]),
        ("a.bmp", {}, ["RGB BMP", "neither JPEG nor PNG"]),
    ],
)
def test_bad_artwork_is_named_with_its_faults(
    name: str, how: dict[str, Any], said: list[str], tmp_path: Path
) -> None:
    """The message names the file, what it is, what is wrong with it, and the remedy."""
    path = saved(tmp_path / name, **how)
    with pytest.raises(ArtworkError) as caught:
        artwork.check_artwork(path)
    message = str(caught.value)
    assert [part for part in [str(path), *said, "Export it as"] if part not in message] == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not a picture"),
        (b"<svg/>", "not a picture"),
        (png_claiming(100_000, 100_000), "far too many pixels"),
        (png_claiming(10_000, 10_000), "far too many pixels"),
        (png_claiming(2000, 2000), "cannot be read as a picture"),
    ],
)
def test_what_is_no_picture_is_refused(data: bytes, said: str, tmp_path: Path) -> None:
    """Text, a decompression bomb and a truncated file are refused, not decoded."""
    path = tmp_path / "a.png"
    path.write_bytes(data)
    with pytest.raises(ArtworkError, match=said):
        artwork.check_artwork(path)
    with pytest.raises(ArtworkError, match=said):
        artwork.thumbnail(data)


def test_missing_artwork_is_named(tmp_path: Path) -> None:
    """A name with no file behind it is told apart from a bad picture."""
    with pytest.raises(ArtworkError, match=r"cover\.jpg: there is no such file"):
        artwork.check_artwork(tmp_path / "cover.jpg")


@pytest.mark.parametrize(("side", "expected"), [(600, 600), (9000, 3000)])
def test_a_thumbnail_is_a_small_jpeg(side: int, expected: int) -> None:
    """A thumbnail has the side asked for, and is never enlarged."""
    small = picture(artwork.thumbnail(artwork.draw_cover(SHOW), side))
    assert (small.format, small.mode, small.size) == ("JPEG", "RGB", (expected, expected))


def test_a_thumbnail_leaves_metadata_and_transparency_behind() -> None:
    """A transparent PNG becomes an RGB JPEG; a JPEG's comment does not travel."""
    for mode, how in (("RGBA", {"format": "PNG"}), ("RGB", {"format": "JPEG", "comment": b"me"})):
        stream = io.BytesIO()
        Image.new(mode, (700, 700)).save(stream, **how)
        small = picture(artwork.thumbnail(stream.getvalue()))
        assert (small.format, small.mode) == ("JPEG", "RGB")
        assert "comment" not in small.info
