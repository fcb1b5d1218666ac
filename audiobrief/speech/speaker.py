"""Lines in, clips out, in order; what is already spoken comes from the cache."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from audiobrief.files import digest
from audiobrief.heap import give_back
from audiobrief.model import Clip, Line
from audiobrief.speech.align import Range
from audiobrief.speech.cache import clip_key
from audiobrief.speech.voice import Utterance, Voice

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Speaks(Protocol):
    """A voice as this module needs it."""

    @property
    def fingerprint(self) -> str:
        """A digest of all that decides how it sounds."""
        ...

    def say(self, words: list[str], speed: float, seed: int) -> Utterance:
        """Say ``words`` as one utterance."""
        ...

    def pronounce(self, text: str) -> str:
        """Return the phonemes that a word is said with."""
        ...

    def rest(self) -> None:
        """Give back the memory that saying lines took."""
        ...


class Keeps(Protocol):
    """What keeps clips: :class:`audiobrief.speech.cache.ClipCache`."""

    def get(self, key: str, /) -> Clip | None:
        """Return the clip kept under ``key``, if there is one."""
        ...

    def put(
        self, key: str, samples: NDArray[np.float32], rate: int, words: Sequence[Range], /
    ) -> Clip:
        """Keep ``samples`` and return them as a clip."""
        ...


@dataclass(frozen=True, slots=True)
class OneSpeaker:
    """A voice heard as its speaker of number ``speaker``.

    All speakers of a voice share its network, which is what takes memory.
    """

    voice: Voice
    speaker: int

    @property
    def fingerprint(self) -> str:
        """A digest of all that decides how it sounds.

        Raises:
            VoiceError: a file of the voice is missing.
        """
        return digest(f"{self.voice.fingerprint}:{self.speaker}".encode())

    def say(self, words: list[str], speed: float, seed: int) -> Utterance:
        """Say ``words`` as one utterance; errors are those of :meth:`Voice.say`."""
        return self.voice.say(words, speed, seed, self.speaker)

    def pronounce(self, text: str) -> str:
        """Return the phonemes that a word is said with: the same for every speaker."""
        return self.voice.pronounce(text)

    def rest(self) -> None:
        """Give back the memory that saying lines took."""
        self.voice.rest()


OrderedMap = Callable[[Callable[[Line], Clip], Iterable[Line]], Iterator[Clip]]
"""``map``, or an executor's: results come in the order of the lines."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Voices as a script names them, the cache they share, and how they speak.

    A ``device`` other than the processor rounds otherwise, so its clips are kept apart.
    """

    voices: Mapping[str, Speaks]
    cache: Keeps
    speed: float = 1.0
    seed: int = 0
    device: str = "cpu"

    def speak(self, lines: Iterable[Line], ordered_map: OrderedMap = map) -> Iterator[Clip]:
        """Yield each line's clip in order; ``ordered_map`` decides what runs beside what.

        Raises:
            VoiceError: from the voice that could not say a line.
        """
        return ordered_map(self.clip, lines)

    def clip(self, line: Line) -> Clip:
        """Return one line's clip, speaking it only where the cache has none."""
        kept = self.cache.get(self._key(line))
        return self.say(line) if kept is None else kept

    def say(self, line: Line) -> Clip:
        """Speak a line and return its clip, which takes the place of any that the cache has.

        Raises:
            VoiceError: the voice could not say it.
        """
        said = self.voices[line.voice].say(_words(line), self.speed, self.seed)
        return self.cache.put(self._key(line), said.samples, said.rate, said.words)

    def _key(self, line: Line) -> str:
        apart = "" if self.device == "cpu" else f":{self.device}"
        fingerprint = self.voices[line.voice].fingerprint + apart
        return clip_key(fingerprint, self.speed, self.seed, _words(line))

    def rest(self) -> None:
        """Give back the memory that saying lines took; the voices stay loaded."""
        for voice in self.voices.values():
            voice.rest()
        give_back()


def _words(line: Line) -> list[str]:
    return [word.spoken for word in line.words]
