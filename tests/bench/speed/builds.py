"""Builds beside the bare network, the usual way, longer and shorter ones, and an edited one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from .cost import Cost, in_turns, middle, python
from .row import Row, seconds
from .scale import Scale
from .texts import EMBEDDED, MEDIUM, report, workspace
from .usual import piper_each, piper_once


def build(root: Path, *options: str, cache: str = "cache") -> Cost:
    """Build a workspace with a cache of its own."""
    where = str(root / cache)
    command = ("build", "--workspace", root, "--quiet", "--jobs", "1", *options)
    return python("audiobrief", *command, folder=root, AUDIOBRIEF_CACHE=where)


def from_nothing(root: Path, *options: str) -> Cost:
    """Build a workspace whose shelf is gone and all that was kept, its prepared voice aside."""
    shutil.rmtree(root / "output", ignore_errors=True)
    for kept in ("clips", "stretches"):
        shutil.rmtree(root / "cache" / kept, ignore_errors=True)
    return build(root, *options)


def bare(root: Path) -> Cost:
    """Run the network alone over what the workspace says; its CPU time is that of the runs."""
    cost = python("bench.speed.bare", root, folder=root, AUDIOBRIEF_CACHE=str(root / "cache"))
    return replace(cost, cpu=float(cost.told.split()[0]))


def against_bare(folder: Path, scale: Scale) -> Iterator[Row]:
    """Yield a whole build beside the bare network, with the embedded voice and a heavier one."""
    cases = ((EMBEDDED, 40, None), (EMBEDDED, 0, 1.25), (MEDIUM, 40, None), (MEDIUM, 0, 1.05))
    for voice, opus, goal in cases:
        kind = "embedded voice" if voice == EMBEDDED else "stand-in of medium cost"
        with_opus = "MP3 and Opus" if opus else "MP3"
        root = workspace(folder / "a", reports=1, sentences=scale.episode, voice=voice, opus=opus)
        build(root)
        contests = {"ours": partial(from_nothing, root), "bare": partial(bare, root)}
        costs = in_turns(contests, scale.rounds)
        ours, net = costs["ours"], costs["bare"]
        length = float(net.told.split()[1])
        yield Row(
            f"whole build, {kind}, {with_opus}, {length / 60:.1f} min",
            seconds(ours.cpu),
            f"session.run {seconds(net.cpu)}",
            ours.cpu / net.cpu,
            goal,
        )


def against_usual(folder: Path, scale: Scale) -> Iterator[Row]:
    """Yield a bulletin beside piper, pydub and loudnorm as they are strung together.

    Calls of piper for each sentence take a quarter of an hour, and so their turn once.
    """
    root = workspace(folder / "b", reports=1, sentences=scale.bulletin, opus=0)
    build(root)
    once, each = (partial(way, root, folder) for way in (piper_once, piper_each))
    costs = in_turns({"ours": partial(from_nothing, root), "once a report": once}, scale.rounds)
    ours = costs.pop("ours")
    for name, usual in (costs | {"once a sentence": each()}).items():
        yield Row(
            f"bulletin, piper {name}: CPU",
            seconds(ours.cpu),
            seconds(usual.cpu),
            usual.cpu / ours.cpu,
            3,
            at_least=True,
        )
        yield Row(
            f"bulletin, piper {name}: memory",
            f"{ours.peak:.0f} MB",
            f"{usual.peak:.0f} MB",
            usual.peak / ours.peak,
            10,
            at_least=True,
        )


def memory(folder: Path, scale: Scale) -> Iterator[Row]:
    """Yield the peak of a long episode beside that of a short one and of the voice alone."""
    short = workspace(folder / "c", reports=1, sentences=scale.episode)
    long = workspace(folder / "d", reports=1, sentences=scale.episode * scale.longer)
    first = build(short)
    shutil.copytree(short / "cache" / "graphs", long / "cache" / "graphs")
    few = from_nothing(short)
    many = from_nothing(long)
    voice = bare(short)
    name = f"peak memory, episode {scale.longer} times as long"
    yield Row(name, f"{many.peak:.0f} MB", f"{few.peak:.0f} MB", many.peak / few.peak, 1.1)
    yield Row(
        "peak memory beyond the voice's own process (MB)",
        f"{many.peak:.0f} MB",
        f"{voice.peak:.0f} MB",
        many.peak - voice.peak,
        64,
    )
    yield Row(
        "peak memory of the first build with a voice",
        f"{first.peak:.0f} MB",
        f"{few.peak:.0f} MB",
        first.peak / few.peak,
    )


def edited(folder: Path, scale: Scale) -> Iterator[Row]:
    """Yield builds after one sentence of a long report changed, beside the whole build."""
    root = workspace(folder / "e", reports=1, sentences=scale.sentences)
    text = report("Harbour news, part 0", 0, scale.sentences)
    path = root / "feeds" / "bench" / "part-00000.md"
    whole, edits = build(root), list[Cost]()
    for number in range(scale.sentences // 2, scale.sentences // 2 + scale.rounds):
        path.write_text(
            text.replace(f"district {number} ", "district nine hundred thousand "), "utf-8"
        )
        edits.append(build(root))
    made = _sounds(root)
    whole, edit = middle([whole, from_nothing(root)]), middle(edits)
    same = made == _sounds(root)
    yield Row(
        f"one sentence of {scale.sentences} edited, {'same' if same else 'OTHER'} bytes as clean",
        seconds(edit.cpu),
        f"whole build {seconds(whole.cpu)}",
        edit.cpu / whole.cpu,
        0.02,
    )


def _sounds(root: Path) -> set[str]:
    """Return the names of the newest sound files: a digest of their content is in them."""
    newest = []
    for kind in ("*.mp3", "*.opus"):
        files = sorted((root / "output").rglob(kind), key=lambda path: path.stat().st_mtime)
        newest.append(files[-1].name)
    return set(newest)


def workers(folder: Path, scale: Scale) -> Iterator[Row]:
    """Yield what more workers make of the time that passes, with the same bytes."""
    for reports, sentences in ((scale.reports, scale.brief), scale.tasks):
        root = workspace(folder / "f", reports=reports, sentences=sentences)
        build(workspace(folder / "voice", reports=1, sentences=1), cache="../f/cache")
        one = from_nothing(root)
        alone = _names(root)
        for options in (("--processes", "2"), ("--processes", "4"), ("--jobs", "2")):
            several = from_nothing(root, *options)
            same = "same bytes" if _names(root) == alone else "OTHER BYTES"
            yield Row(
                f"{reports} episodes of {sentences} sentences, {' '.join(options)}, {same}: "
                "time that passes",
                f"{several.wall:.1f} s",
                f"one worker {one.wall:.1f} s",
                one.wall / several.wall,
                1.8 if options == ("--processes", "2") else None,
                at_least=True,
            )


def _names(root: Path) -> set[str]:
    """Return the names of all sound files."""
    return {path.name for path in (root / "output").rglob("*.mp3")}
