"""What an episode is made from, as files: those that its show shares, and those of its own.

Both are given as the absolute path by which the show's tasks know a file → where it lies. What
comes with audiobrief itself is not among them: a worker has that too, or is refused.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from audiobrief.audio.music import CLIPS, clip_path, default_clip
from audiobrief.bundled import EMBEDDED_VOICE, voices_folders
from audiobrief.config import Show
from audiobrief.model import VoiceRef
from audiobrief.pipeline.reporting.drawer import drawer_of
from audiobrief.pipeline.studio import voice_names
from audiobrief.pipeline.task import Task
from audiobrief.pipeline.words import lexicon_files
from audiobrief.pipeline.workspace import Workspace
from audiobrief.publishing.shelf import PAGE, RECORD
from audiobrief.speech.library import find_voice


def kit(show: Show, workspace: Workspace) -> dict[str, Path]:
    """Return the show's lexicons, music, artwork and voices.

    Raises:
        VoiceError: a voice is not installed.
    """
    files = [*lexicon_files(show), *_music(show)]
    if show.artwork:
        files.append(show.folder / show.artwork)
    return {_known_as(path): path for path in files} | _voices(show, workspace)


def _music(show: Show) -> Iterator[Path]:
    for name in CLIPS:
        path = clip_path(getattr(show.music, name), name, show.folder)
        if path and path != default_clip(name):
            yield path


def _voices(show: Show, workspace: Workspace) -> dict[str, Path]:
    """Return the files of the voices that do not come with audiobrief, as the workspace's own."""
    bundled = {folder.resolve() / EMBEDDED_VOICE for folder in voices_folders()}
    names = {VoiceRef.read(asked).name for asked in voice_names(show)}
    found = (find_voice(name, workspace.voices) for name in sorted(names))
    return {
        _known_as(workspace.root / "voices" / voice.name / path.name): path
        for voice in found
        if voice.folder not in bundled
        for path in (voice.model, voice.config)
    }


def own(task: Task) -> dict[str, Path]:
    """Return a task's reports, how they were made, and the pages that its own will link to.

    A report that is gone is left out: whoever reads it says so.
    """
    return {_known_as(path): path for path in _own(task) if path.is_file()}


def _own(task: Task) -> Iterator[Path]:
    shelf, show, cut = task.workspace.shelf, task.show, task.candidate.cut
    makings = drawer_of(show, task.workspace).makings
    for report in task.candidate.told:
        yield report.path
        yield makings.path(report.slug)
        if cut != "full" and shelf.holds(show.slug, report.slug):
            folder = shelf.episode_folder(show.slug, report.slug)
            yield from (folder / RECORD, folder / PAGE)


def _known_as(path: Path) -> str:
    """Return a path without its "..", for which the folders that it leaves would have to be."""
    return os.path.normpath(path.absolute())
