"""A report, a show and a workspace that tests share."""

from __future__ import annotations

from pathlib import Path

import tiny_voice
from audiobrief.config import Show, load_show

NOTES = (".lock", ".last-run.json")
"""What every run writes on the shelf, published or not."""

SHOW = """\
title = "The Test Desk"
description = "A show for tests."
author = "The Desk"
email = "desk@example.org"
url = "https://podcast.example.org/test/"

[reports]
files = ["test/*"]
quiz = true

[voices]
narrator = "en_US-hum-tiny"
"""
PLAIN = SHOW.replace(
    "[reports]",
    '[music]\nintro = {file="none"}\nbed = {file="none"}\noutro = {file="none"}\n\n[reports]',
)
"""The show without music."""
BARE = PLAIN.replace("[reports]", "[audio]\nopus = 0\n\n[reports]")
"""The show without music and Opus: half the work, for builds whose sound nobody asks about."""

REPORT = """\
---
title: Canal tolls rise by 3%
category: Trade
date: 2026-01-12
byline: Ann Example (Editor)
summary: The canal authority raised its tolls.
sentiment:
  sector: Trade
  tone: Bearish
sources:
  - title: Tolls to rise
    url: https://en.mercopress.com/2026/01/12/tolls
methodology: Written for tests.
quiz:
  - question: By how much did tolls rise?
    choices: [Two percent, Three percent]
    answer: Three percent
    explanation: The authority said so.
---
## Situation Report

The authority raised tolls by 3% on Jan 12, 2026. Ships pay $4.2bn a year.

## Editor's Take

It was expected.
"""


def write_workspace(root: Path, show: str = SHOW, **reports: str) -> Path:
    """Write a workspace with the tiny voice, one show and ``reports`` by file stem."""
    feeds = root / "feeds"
    (feeds / "test").mkdir(parents=True)
    (feeds / "test.toml").write_text(show, encoding="utf-8")
    for stem, text in (reports or {"tolls": REPORT}).items():
        (feeds / "test" / f"{stem}.md").write_text(text, encoding="utf-8")
    tiny_voice.write_voice(root / "voices")
    return root


def load(tmp_path: Path, text: str = SHOW) -> Show:
    """Return a show read from ``text``."""
    path = tmp_path / "test.toml"
    path.write_text(text, encoding="utf-8")
    return load_show(path)


def times(workspace: Path) -> dict[Path, int]:
    """Return when each file of a workspace was written, notes aside."""
    files = (path for path in workspace.rglob("*") if path.is_file() and path.name not in NOTES)
    return {path: path.stat().st_mtime_ns for path in files}
