"""A built shelf to break: one copy a fault, made of hard links where nothing changes."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from mutagen.id3 import ID3
from PIL import Image

from audiobrief.audio.pcm import Samples, decode
from audiobrief.config import load_shows
from audiobrief.files import digest, digests_file
from audiobrief.pipeline.gate import check_index, check_show
from audiobrief.publishing.check import Finding
from audiobrief.publishing.shelf import Shelf
from sound_samples import RATE, save_mp3

TOLLS = """\
---
title: Canal tolls rise by 3%
date: 2026-01-12
summary: Tolls rose.
---
## Situation Report

The authority raised tolls by 3% to $4.2bn.

## Editor's Take

It was expected.
"""
LIGHTS = TOLLS.replace("Canal tolls rise by 3%", "Isles link their lights").replace(
    "The authority raised tolls", "Keepers read all 86 lights, and raised their number"
)
URL = "https://podcast.example.org/test/"


@dataclass(frozen=True)
class Aired:
    """A workspace of a show with two episodes, ``tolls`` and ``lights``, to be changed."""

    workspace: Path
    slug: str = "tolls"

    @property
    def shelf(self) -> Path:
        """What is published."""
        return self.workspace / "output"

    @property
    def show(self) -> Path:
        """The show's folder."""
        return self.shelf / "test"

    @property
    def folder(self) -> Path:
        """The episode's folder."""
        return self.show / "episodes" / self.slug

    @property
    def other(self) -> Aired:
        """The other episode."""
        return Aired(self.workspace, "lights")

    @cached_property
    def files(self) -> dict[str, Path]:
        """The episode's files, by role."""
        return {role: self.folder / file["name"] for role, file in self.record()["files"].items()}

    def record(self) -> dict[str, Any]:
        """Return the episode's record."""
        found: dict[str, Any] = json.loads((self.folder / "episode.json").read_text())
        return found

    def keep(self, **changes: Any) -> None:
        """Change the record."""
        write(self.folder / "episode.json", json.dumps(self.record() | changes).encode())

    def put(self, role: str, data: bytes) -> None:
        """Publish other bytes as a file, as if they had been made so: record and feed agree."""
        path, record = self.files[role], self.record()
        before = record["files"][role]
        write(path, data)
        after = before | {"bytes": len(data), "sha256": digest(data)}
        if before["sri"]:
            after["sri"] = digests_file(path)[1]
            self.feed(f'length="{before["bytes"]}"', f'length="{len(data)}"')
            self.feed(re.escape(before["sri"]), after["sri"])
        self.keep(files=record["files"] | {role: after})

    def text(self, role: str, old: str, new: str) -> None:
        """Replace what a pattern finds first in a text."""
        self.put(role, replaced(self.files[role].read_text("utf-8"), old, new, 1).encode())

    def json(self, role: str, change: Callable[[Any], None]) -> None:
        """Change a text that is JSON."""
        found = json.loads(self.files[role].read_text("utf-8"))
        change(found)
        self.put(role, json.dumps(found).encode())

    def feed(self, old: str, new: str, count: int = 0) -> None:
        """Replace what a pattern finds in the feed."""
        path = self.show / "feed.xml"
        write(path, replaced(path.read_text("utf-8"), old, new, count).encode())

    def item(self, old: str, new: str) -> None:
        """Replace what a pattern finds in the episode's item."""
        path = self.show / "feed.xml"
        text = path.read_text("utf-8")
        guid = self.record()["guid"]
        items = re.findall(r"    <item>.*?</item>\n", text, re.DOTALL)
        (item,) = (one for one in items if guid in one)
        write(path, text.replace(item, replaced(item, old, new, 1)).encode())

    def page(self, old: str, new: str) -> None:
        """Replace what a pattern finds first in the page."""
        path = self.folder / "index.html"
        write(path, replaced(path.read_text("utf-8"), old, new, 1).encode())

    def sound(self, change: Callable[[Samples], Samples]) -> None:
        """Change what the MP3 sounds like; its tags stay."""
        path = self.files["mp3"]
        made = path.with_name("changed.mp3")
        samples = change(np.concatenate(list(decode(path, RATE))).copy())
        save_mp3(made, samples)
        ID3(path).save(made, v1=0, v2_version=3)
        data = made.read_bytes()
        made.unlink()
        self.put("mp3", data)

    def tags(self, change: Callable[[Any], None]) -> None:
        """Change the MP3's tags."""
        path = self.files["mp3"]
        write(path, path.read_bytes())
        tags = ID3(path)
        change(tags)
        tags.save(path, v1=0, v2_version=3)
        self.put("mp3", path.read_bytes())

    def segments(self) -> list[Any]:
        """Return the lines of the episode, as the JSON transcript has them."""
        found: list[Any] = json.loads(self.files["json"].read_text("utf-8"))["segments"]
        return found

    def check(self) -> list[Finding]:
        """Return what a check finds."""
        shows, shelf = load_shows(self.workspace), Shelf(self.shelf)
        return [*check_show(shows[0], shelf, shows), *check_index(shelf, shows)]


def copied(built: Path, to: Path) -> Aired:
    """Return a copy of a workspace whose files are the same on the disk until they change."""
    shutil.copytree(built, to, copy_function=os.link)
    return Aired(to)


def write(path: Path, data: bytes) -> None:
    """Write a file of its own where a hard link may have stood."""
    path.unlink(missing_ok=True)
    path.write_bytes(data)


def replaced(text: str, old: str, new: str, count: int = 0) -> str:
    """Return a text with what a pattern finds replaced; it must find something."""
    changed, times = re.subn(old, new, text, count=count, flags=re.DOTALL)
    assert times, f"nothing is like {old!r}"
    return changed


def picture(kind: str, width: int, height: int) -> bytes:
    """Return a picture of one colour."""
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(stream, kind)
    return stream.getvalue()


def known_by(path: Path) -> tuple[int, int, str]:
    """Return what a file is the same by, among hard links."""
    data = path.read_bytes()
    return path.stat().st_ino, len(data), hashlib.md5(data, usedforsecurity=False).hexdigest()
