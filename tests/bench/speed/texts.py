"""Workspaces full of invented news: no two sentences alike, the same at every run."""

from __future__ import annotations

import shutil
from pathlib import Path

import tiny_voice

from .stand_in import write_medium

_WHO = (
    *("harbour board", "port authority", "city council", "ferry company", "coast guard"),
    *("fishing union", "customs office", "salvage firm", "pilots", "lock keepers"),
)
_DID = (
    *("approved", "rejected", "delayed", "reviewed", "published", "questioned", "welcomed"),
    *("postponed", "signed", "opened"),
)
_WHAT = (
    *("the new tariff for grain ships", "a plan to deepen the northern channel"),
    *("its report on the winter storms", "the tender for two tugs", "a contract worth $4.2bn"),
    *("the inquiry into the stranding", "rules for night pilotage"),
    "a survey of the eastern breakwater",
)
_HOW = (
    *("on Monday", "after a long debate", "despite protests from the islands"),
    *("in spite of rising costs", "late in the evening", "without giving a reason"),
)
_SHOW = """\
title = "The Bench Desk"
description = "Invented news, to be measured."
author = "The Desk"
email = "desk@example.org"
url = "https://podcast.example.org/bench/"

[reports]
files = ["bench/*.md"]

[voices]
narrator = "{voice}"

[audio]
opus = {opus}
"""
_PARAGRAPH = 5
EMBEDDED, MEDIUM, TINY = "en_US-kathleen-small", "en_US-stand_in-medium", tiny_voice.NAME


def sentence(number: int) -> str:
    """Return the sentence of that number."""
    who, did = _WHO[number % len(_WHO)], _DID[number // 3 % len(_DID)]
    what, how = _WHAT[number // 7 % len(_WHAT)], _HOW[number // 5 % len(_HOW)]
    return f"The {who} of district {number} {did} {what} {how}."


def report(title: str, first: int, count: int) -> str:
    """Return a report of ``count`` sentences from number ``first`` on."""
    told = [sentence(number) for number in range(first, first + count)]
    cut = range(0, count, _PARAGRAPH)
    text = "\n\n".join(" ".join(told[at : at + _PARAGRAPH]) for at in cut)
    head = f"---\ntitle: {title}\ndate: 2026-01-12\n---\n"
    return f"{head}## Situation Report\n\n{text}\n"


def workspace(
    root: Path, *, reports: int, sentences: int, voice: str = EMBEDDED, opus: int = 40
) -> Path:
    """Write a workspace of ``reports`` with ``sentences`` each; return it."""
    shutil.rmtree(root, ignore_errors=True)
    folder = root / "feeds" / "bench"
    folder.mkdir(parents=True)
    show = _SHOW.format(voice=voice, opus=opus)
    folder.with_suffix(".toml").write_text(show, "utf-8")
    if voice == MEDIUM:
        write_medium(root / "voices")
    elif voice == TINY:
        tiny_voice.write_voice(root / "voices")
    for number in range(reports):
        text = report(f"Harbour news, part {number}", number * sentences, sentences)
        (folder / f"part-{number:05}.md").write_text(text, "utf-8")
    return root
