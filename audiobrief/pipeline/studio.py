"""What a show's episodes are made with: its voices, music and artwork, checked and hashed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from audiobrief.audio.forecast import weighed
from audiobrief.audio.music import clip_path
from audiobrief.config import Show
from audiobrief.errors import ClipError, VoiceError
from audiobrief.files import digest, digest_file
from audiobrief.kept import Drawer
from audiobrief.model import VoiceRef
from audiobrief.narration.speakable import Reader, open_reader
from audiobrief.pipeline.plan import RECIPE, settings_digest
from audiobrief.pipeline.reporting.drawer import drawer_of
from audiobrief.pipeline.reporting.making import Makings
from audiobrief.pipeline.words import lexicon_files
from audiobrief.pipeline.workspace import Workspace
from audiobrief.sentences import primary
from audiobrief.speech.cache import ClipCache
from audiobrief.speech.library import find_voice
from audiobrief.speech.speaker import OneSpeaker, Speaker
from audiobrief.speech.voice import Voice


@dataclass(frozen=True, slots=True)
class Studio:
    """A show, ready to record: ``inputs`` are digests of all that its episodes share.

    ``makings`` tell how those of its reports were made that audiobrief wrote; ``stretches`` keeps
    what was mastered of its programmes.
    """

    show: Show
    speaker: Speaker
    artwork: Path | None
    artwork_type: str
    inputs: Mapping[str, str]
    makings: Makings
    stretches: Drawer

    @property
    def reader(self) -> Reader:
        """What reads the show's reports; it loads when the first is read.

        Raises:
            ConfigError: a lexicon has faults, or the language has no tables.
        """
        return _reader(self.show.language, lexicon_files(self.show), self.inputs["lexicon"])

    def load(self) -> None:
        """Load the reader now: a fault in a lexicon is the show's, and not each report's."""
        _ = self.reader


@lru_cache(maxsize=4)
def _reader(language: str, lexicons: tuple[Path, ...], _digest: str) -> Reader:
    return open_reader(language, *lexicons)


def open_studio(show: Show, workspace: Workspace) -> Studio:
    """Find and check everything that a show's episodes share.

    Raises:
        VoiceError: a voice is not installed, lacks the speaker that is asked for, or speaks
            another language.
        ClipError: a music clip is missing.
        ArtworkError: the artwork is not what podcast apps accept.
    """
    _check_languages(show, workspace)
    voices = show.voices
    speaker = open_speaker(voice_names(show), workspace, speed=voices.speed, seed=voices.seed)
    artwork = show.folder / show.artwork if show.artwork else None
    artwork_type = _artwork_type(artwork) if artwork else ""
    fingerprints = ":".join(voice.fingerprint for voice in speaker.voices.values())
    inputs = {
        "show": settings_digest(show),
        "lexicon": digest(":".join(map(digest_file, lexicon_files(show))).encode()),
        "voices": digest(fingerprints.encode()),
        "music": digest(":".join(_clip_digests(show)).encode()),
        "artwork": digest_file(artwork) if artwork else "",
        "recipe": RECIPE,
    }
    makings = drawer_of(show, workspace).makings
    stretches = Drawer(workspace.stretches)
    return Studio(show, speaker, artwork, artwork_type, inputs, makings, stretches)


def _check_languages(show: Show, workspace: Workspace) -> None:
    """Refuse a voice of another language: it would read every word by the wrong sounds."""
    wanted = primary(show.language)
    for name in sorted({VoiceRef.read(asked).name for asked in voice_names(show)}):
        spoken = primary(find_voice(name, workspace.voices).language)
        if spoken and spoken != wanted:
            raise VoiceError(
                f"voice {name!r} speaks {spoken!r}, and the show is in {wanted!r}",
                where=show.folder / f"{show.slug}.toml",
                remedy="Name voices of its language under [voices]; "
                f"`audiobrief voices list --available --language {wanted}` shows them.",
            )


def show_reader(show: Show) -> Reader:
    """Return what reads a show's reports, its own lexicons laid over audiobrief's.

    Raises:
        ConfigError: a lexicon cannot be read or has faults, or the language has no tables.
    """
    return open_reader(show.language, *lexicon_files(show))


def _artwork_type(path: Path) -> str:
    from audiobrief.publishing.artwork import check_artwork

    return check_artwork(path)


def open_speaker(
    names: Collection[str], workspace: Workspace, *, speed: float = 1.0, seed: int = 0
) -> Speaker:
    """Return a speaker with the voices ``names``, the workspace's own before the embedded.

    A name is ``NAME`` or ``NAME:SPEAKER``; speakers of one voice share what is loaded of it.

    Raises:
        ValueError: a name is not written so.
        VoiceError: a voice is not installed, is incomplete, or has no such speaker.
    """
    asked = {name: VoiceRef.read(name) for name in sorted(names)}
    found = {ref.name: find_voice(ref.name, workspace.voices) for ref in asked.values()}
    device = workspace.device
    loaded = {
        name: Voice(name, voice.model, workspace.graphs, device) for name, voice in found.items()
    }
    voices = {
        name: OneSpeaker(loaded[ref.name], found[ref.name].speaker_id(ref.speaker))
        for name, ref in asked.items()
    }
    return Speaker(voices, ClipCache(workspace.clips, weighed), speed, seed, device)


def voice_names(show: Show) -> set[str]:
    """Return every voice that the show's scripts may call for, as the show names them."""
    voices = show.voices
    names = (voices.narrator, voices.editor, voices.quiz, voices.quotations)
    return {name for name in names if name}


def _clip_digests(show: Show) -> list[str]:
    digests = []
    for name in ("intro", "bed", "outro"):
        settings = getattr(show.music, name)
        path = clip_path(settings, name, show.folder)
        try:
            digests.append(digest_file(path) if path else "")
        except OSError as error:
            raise ClipError(
                f"the {name} clip cannot be read ({error.strerror})",
                where=path,
                remedy=f"Correct `music.{name}.file`, or set it to `default` or `none`.",
            ) from error
    return digests
