"""A script recorded: spoken, laid out with its music, and mastered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from audiobrief.audio import stitch
from audiobrief.audio.forecast import Levels, integrated
from audiobrief.audio.master import Copy, Mastered, Target, master
from audiobrief.audio.score import load_score, place
from audiobrief.files import writing
from audiobrief.model import Clip, Script, Timeline
from audiobrief.pipeline.events import Event, Notify
from audiobrief.pipeline.studio import Studio
from audiobrief.pipeline.takes import takes
from audiobrief.publishing.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Release:
    """What is the same for all episodes of one run of one show."""

    studio: Studio
    shelf: Shelf
    show_guid: str
    pool: Executor
    now: datetime
    notify: Notify
    strict_words: bool = False


@dataclass(frozen=True, slots=True)
class Programme:
    """A recorded script: where everything lies, the sound by its role, the mastered MP3."""

    timeline: Timeline
    sound: Mapping[str, Path]
    mastered: Mastered


def record(script: Script, release: Release, slug: str, stage: Path) -> Programme:
    """Speak, stitch, score and master a script."""
    show = release.studio.show
    release.notify(Event("start", show.slug, slug, lines=len(script.lines)))
    clips = []
    for clip in release.studio.speaker.speak(script.lines, release.pool.map):
        clips.append(clip)
        release.notify(Event("line", show.slug, slug))
    release.studio.speaker.rest()
    release.notify(Event("master", show.slug, slug))
    timeline, arrangement = _arranged(script, clips, release.studio)
    audio = show.audio
    sound = {"mp3": stage / "programme.mp3"}
    copy = Copy(stage / "programme.opus", audio.opus) if audio.opus else None
    if copy:
        sound["opus"] = copy.path
    with writing(stage):
        mastered = master(
            arrangement,
            Target(audio.loudness, audio.true_peak, audio.bitrate),
            sound["mp3"],
            release.studio.stretches,
            copy=copy,
            ordered_map=release.pool.map,
        )
    return Programme(timeline, sound, mastered)


def _arranged(
    script: Script, clips: Sequence[Clip], studio: Studio
) -> tuple[Timeline, stitch.Arrangement]:
    """Lay out spoken lines with the show's music."""
    show = studio.show
    score = load_score(show.music, show.folder, speech_loudness(clips))
    timeline = stitch.lay_out(script, clips, score.gaps)
    spoken = takes(script, timeline, clips, studio.speaker)
    placements = (*spoken, *place(score, timeline))
    return timeline, stitch.Arrangement(placements, timeline.samples)


def speech_loudness(clips: Sequence[Clip]) -> float:
    """Return how loud the voice is before mastering, LUFS: what music is set against.

    It is told in steps of half a LU, so that an edited sentence leaves the music as it was.
    """
    found = integrated(np.concatenate([Levels.of(clip.levels).energy for clip in clips]))
    return round(2 * found) / 2
