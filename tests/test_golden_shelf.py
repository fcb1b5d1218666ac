"""The whole shelf of a small workspace, against golden files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from golden_files import GOLDEN, golden

MASKS = (
    # What follows from the versions of codecs and of espeak rather than from ours.
    (r"-[0-9a-f]{10}\.", "-DIGEST."),
    (
        r'("(?:sha256|show|lexicon|voices|music|report|episodes|digest)": )"[0-9a-f]{64}"',
        r'\1"DIGEST"',
    ),
    (r'("(?:bytes|integrated|true_peak)": )-?[\d.]+', r"\1N"),
    (r'length="\d+"', 'length="N"'),
    (r"[\d.]+ (kB|KB|MB)", r"N \1"),
    (r"(sha(?:256|384))-[A-Za-z0-9+/=]+", r"\1-HASH"),
    (r'((?:bitrate|startTime|duration)=")[\d.]+', r"\1N"),
    # The style sheet and the player's script are the same on every page, and read elsewhere.
    (r"(?s)(<(style|script)>).*?(</\2>)", r"\1...\3"),
    (r'(<path id="wave" d=")[^"]+', r"\1BARS"),
    (r'(?s)(<div role="img"[^>]*>).*?(</div>)', r"\1CODE\2"),
    (r"\bPT\d+M\d+S", "LENGTH"),
    (r'("contentSize":")\d+', r"\1N"),
    (r"\b\d\d:\d\d:\d\d[.,]\d{3}", "TIME"),
    (r'("(?:duration_ms|start_ms|startTime|endTime)": ?)[\d.]+', r"\1N"),
    (r'((?:data-start|data-beats|data-ms|max)=")[\d ]+|(#t=)[\d.]+', r"\1\2N"),
    (r"(<itunes:duration>)\d+", r"\1N"),
    (r"(?<![\dT:])(?:\d\d:)?\d?\d:\d\d(?![:\d+])", "CLOCK"),
)
FILES = (
    "index.html",
    "sitemap.xml",
    "test/index.html",
    "test/sitemap.xml",
    "test/feed.xml",
    "test/show.json",
    "test/episodes/tolls/index.html",
    "test/episodes/tolls/embed.html",
    "test/episodes/tolls/oembed.json",
    "test/episodes/tolls/episode.json",
    "test/episodes/tolls/tolls-DIGEST.vtt",
    "test/episodes/tolls/tolls-DIGEST.srt",
    "test/episodes/tolls/tolls-DIGEST.json",
    "test/episodes/tolls/tolls-DIGEST.txt",
    "test/episodes/tolls/tolls-DIGEST.transcript.html",
    "test/episodes/tolls/tolls-DIGEST.chapters.json",
)


def masked(text: str) -> str:
    """Return ``text`` with the digests and measures in it made alike."""
    for pattern, mask in MASKS:
        text = re.sub(pattern, mask, text)
    return text


@pytest.fixture(scope="module")
def shelf(built_once: Path) -> dict[str, Path]:
    """Return every file of a built shelf by its masked name."""
    root = built_once / "output"
    return {masked(str(path.relative_to(root))): path for path in root.rglob("*")}


@pytest.mark.parametrize("name", FILES)
def test_shelf_is_as_it_was(shelf: dict[str, Path], name: str) -> None:
    """Pages, feed, records, transcripts and chapters say what they said."""
    produced = masked(shelf[name].read_text("utf-8"))
    assert golden(f"shelf/{name}", produced.encode()).decode() == produced


def test_golden_tree_has_no_strays() -> None:
    """Every golden file of the shelf is one that is compared."""
    root = GOLDEN / "shelf"
    kept = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
    assert kept == set(FILES)
