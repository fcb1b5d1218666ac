"""The lexicons that a show is read with, and the words of a script that none of them knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from audiobrief.config import Show
from audiobrief.errors import ReportError
from audiobrief.model import Script, VoiceRef
from audiobrief.narration.lexicon import Lexicon
from audiobrief.narration.unsure import unsure
from audiobrief.pipeline.workspace import Workspace
from audiobrief.sentences import primary
from audiobrief.speech.library import find_voice
from audiobrief.speech.voice import Voice

_NAMED_IN_A_FAILURE = 12


@dataclass(frozen=True, slots=True)
class Unsure:
    """A word said that nobody has vouched for, its phonemes, and the first line it stands in."""

    word: str
    phonemes: str
    line: str


def workspace_file(root: Path, locale: str) -> Path:
    """Return where a workspace keeps its own lexicon of a language."""
    return root / "feeds" / "lexicon" / f"{primary(locale)}.toml"


def workspace_lexicon(root: Path, locale: str) -> tuple[Path, ...]:
    """Return the workspace's own lexicon of a language, if it has one."""
    path = workspace_file(root, locale)
    return (path,) if path.is_file() else ()


def lexicon_files(show: Show) -> tuple[Path, ...]:
    """Return a show's lexicons, the last on top: its workspace's, then its own in their order."""
    own = (show.folder / name for name in show.narration.lexicon)
    return (*workspace_lexicon(show.folder.parent, show.language), *own)


def open_voice(name: str, workspace: Workspace) -> Voice:
    """Return an installed voice, the workspace's own before the embedded.

    ``name`` may ask for a speaker, who has no say here: all of a voice pronounce alike.

    Raises:
        VoiceError: it is not installed.
    """
    found = find_voice(VoiceRef.read(name).name, workspace.voices)
    return Voice(found.name, found.model, workspace.graphs)


def unsure_words(
    script: Script, lexicon: Lexicon, locale: str, pronounce: Callable[[str], str]
) -> tuple[Unsure, ...]:
    """Return the words of a script to be checked before air, in the order they are said.

    ``pronounce`` gives a word's phonemes: :meth:`audiobrief.speech.voice.Voice.pronounce`.
    """
    first: dict[str, str] = {}
    for line in script.lines:
        for word in unsure(line.words, lexicon, primary(locale)):
            first.setdefault(word, line.display)
    return tuple(Unsure(word, pronounce(word), line) for word, line in first.items())


def require_sure(words: Sequence[Unsure], report: str) -> None:
    """Refuse to go on with words that nobody has vouched for.

    Raises:
        ReportError: there are some; it names them with their phonemes.
    """
    if not words:
        return
    named = [f"{one.word} [{one.phonemes}]" for one in words[:_NAMED_IN_A_FAILURE]]
    rest = len(words) - len(named)
    more = f" and {rest} more" if rest else ""
    raise ReportError(
        f"{len(words)} word(s) that neither lexicon nor word list knows: {', '.join(named)}{more}",
        where=report,
        remedy="Listen to them with `audiobrief say`, then add each by `audiobrief lexicon add`.",
    )
