"""Lexicons of a workspace kept: an entry added, all of them checked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from audiobrief.bundled import EMBEDDED_VOICE
from audiobrief.config import Show, load_shows
from audiobrief.errors import ConfigError, UsageError
from audiobrief.files import write_whole
from audiobrief.narration.lexicon import Entry, Lexicon, spoken_as
from audiobrief.narration.lexicon_file import parse_entries, read_entries, shipped_entries
from audiobrief.pipeline.words import lexicon_files, open_voice, workspace_lexicon
from audiobrief.pipeline.workspace import Workspace
from audiobrief.sentences import primary
from audiobrief.speech.voice import Voice

_HEAD = """\
# Names and terms as this desk says them; `audiobrief lexicon --help` tells the kinds of entry.
"""


def add_entry(path: Path, keys: Mapping[str, str | bool]) -> Entry:
    """Write an entry to the end of a lexicon file, and return it; what stood there stays.

    Raises:
        UsageError: the file has an entry for the same word already.
        ConfigError: the file or the entry has faults; nothing is written.
        OutputError: the file cannot be written.
    """
    before = path.read_text("utf-8") if path.exists() else _HEAD
    table = "".join(
        f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in keys.items()
    )
    (new,) = parse_entries(f"[[word]]\n{table}", str(path))
    same = [entry for entry in parse_entries(before, str(path)) if entry.place == new.place]
    if same:
        raise UsageError(
            f"{new.written!r} has an entry already: {same[0]}",
            where=f"{path}:{same[0].line}",
            remedy="Correct it there.",
        )
    after = f"{before.rstrip()}\n\n[[word]]\n{table}"
    try:
        entries = parse_entries(after, str(path))
    except ConfigError as error:
        raise ConfigError(
            "an entry cannot be put behind those of this file",
            where=path,
            remedy="Write each of them under [[word]], not in one list.",
        ) from error
    write_whole(path, after.encode())
    return entries[-1]


@dataclass(frozen=True, slots=True)
class _Stack:
    """Lexicons that lie over one another, and the voice that reads by them."""

    language: str
    files: tuple[Path, ...]
    voice: str
    own: frozenset[Path] = frozenset()
    """Those that no other show reads by."""


def check_lexicons(workspace: Workspace, shows: Sequence[Show]) -> tuple[str, ...]:
    """Return what is wrong with the lexicons of a workspace, a sentence each.

    Faults of files; entries that another always hides, that change nothing, or that ask for
    phonemes the narrator's voice has no sound for.

    Raises:
        VoiceError: a show's narrator is not installed.
    """
    stacks = _stacks(workspace, shows)
    layers: dict[Path, tuple[Entry, ...]] = {}
    found: list[str] = []
    for path in dict.fromkeys(path for stack in stacks for path in stack.files):
        try:
            layers[path] = read_entries(path)
        except ConfigError as error:
            found.append(str(error))
    for stack in stacks:
        sound = [path for path in stack.files if path in layers]
        found += _hidden([layers[path] for path in sound if path in stack.own])
        found += _idle(stack, [layers[path] for path in sound], open_voice(stack.voice, workspace))
    return tuple(dict.fromkeys(found))


def _stacks(workspace: Workspace, shows: Sequence[Show]) -> list[_Stack]:
    """Return every show's stack, and that of the embedded voice where no show reads by it."""
    stacks = [_stack(show) for show in shows]
    used = {path.resolve() for stack in stacks for path in stack.files}
    kept = sorted((workspace.root / "feeds" / "lexicon").glob("*.toml"))
    idle = [path for path in kept if path.resolve() not in used]
    return stacks + [_Stack(path.stem, (path,), EMBEDDED_VOICE) for path in idle]


def _stack(show: Show) -> _Stack:
    files = lexicon_files(show)
    own = frozenset(files) - set(workspace_lexicon(show.folder.parent, show.language))
    return _Stack(primary(show.language), files, show.voices.narrator, own)


def _hidden(layers: Sequence[tuple[Entry, ...]]) -> Iterator[str]:
    """Yield the entries of a show's own files that a later one of them takes the place of."""
    for number, entries in enumerate(layers):
        above = {entry.place: entry for later in layers[number + 1 :] for entry in later}
        for entry in entries:
            hiding = above.get(entry.place)
            if hiding:
                yield (
                    f"{entry.file}:{entry.line}: {entry.written!r} is never used: "
                    f"{hiding.file}:{hiding.line} has the last word"
                )


def _idle(stack: _Stack, layers: Sequence[tuple[Entry, ...]], voice: Voice) -> Iterator[str]:
    """Yield the entries that are said just the same without them, or cannot be said."""
    for number, entries in enumerate(layers):
        below = Lexicon(shipped_entries(stack.language), *layers[:number])
        for entry in entries:
            place = f"{entry.file}:{entry.line}: {entry.written!r}"
            unheard = voice.unheard(entry.spoken) if entry.kind == "ipa" else ()
            if unheard:
                yield f"{place} asks for {' '.join(unheard)}, which {voice.name} has no sound for"
            elif _changes_nothing(entry, below, voice):
                yield f"{place} changes nothing: it is said so without the entry"


def _changes_nothing(entry: Entry, below: Lexicon, voice: Voice) -> bool:
    found = below.at(entry.written, 0)
    whole = found if found and found[1] == len(entry.written) else None
    if not whole and entry.kind in ("spell", "word"):
        return False  # the rules decide about those, not espeak
    without = spoken_as(whole[0], entry.written) if whole else entry.written
    return voice.pronounce(without) == voice.pronounce(spoken_as(entry, entry.written))


def shows_of(root: Path) -> tuple[Show, ...]:
    """Return a workspace's shows; none where it has no show file yet.

    Raises:
        ConfigError: a show file has faults.
    """
    return load_shows(root) if any((root / "feeds").glob("*.toml")) else ()
