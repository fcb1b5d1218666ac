"""A Piper voice that says the same line with the same samples, every time.

This is the only module that imports piper. Piper's own loader takes every core and lets
the graph draw its noise; here each voice has one session of one thread, shared by all
threads of a build, and its noise comes from a seed of the line's own and the caller's.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import threading
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobrief.errors import VoiceError
from audiobrief.files import digest, digest_file, write_whole
from audiobrief.heap import give_back
from audiobrief.kept import touch
from audiobrief.speech.align import Range, samples_each, word_samples
from audiobrief.speech.espeak_text import for_espeak, parts_of
from audiobrief.speech.espeak_voice import choose_once
from audiobrief.speech.network import kept_as, last_run, open_kept, optimised
from audiobrief.speech.pieces import cut
from audiobrief.speech.prepare import NOISE_INPUT, PREPARATION, prepare

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CARRIER = "Bob"
"""Said behind a text that goes on with given phonemes, and cut off: espeak reads a last "a"
as the letter."""

SEED_INPUT = "seed"
"""An input that a graph may have with a default (int64, one value), so that piper itself
need not feed it: it decides what the graph leaves to chance."""

_WORDS_KEPT = 2_000
"""Words whose phonemes are remembered: those of an hour of news. Each takes a kilobyte."""

_LITTLE = 10
"""Phonemes: a word or two."""

_NOISE_PER_ID = 640
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Utterance:
    """Mono float32 samples at ``rate`` Hz, and the sample range of each word asked for."""

    samples: NDArray[np.float32]
    rate: int
    words: tuple[Range, ...]


class Voice:
    """A voice on disk; its network loads when the first line is not in the cache.

    Args:
        name: the voice's name, for messages.
        model: the ``.onnx`` file; ``<model>.json`` is its configuration.
        prepared: folder that keeps prepared graphs.
        device: one of :data:`~audiobrief.speech.network.PROVIDERS`, where the network runs.
    """

    def __init__(self, name: str, model: Path, prepared: Path, device: str = "cpu") -> None:
        self.name = name
        self.model = model
        self.device = device
        self._prepared = prepared
        self._loading = threading.Lock()
        self._loaded: Any = None
        self._said: list[str] = []
        self._pronounce = lru_cache(_WORDS_KEPT)(self._phonemes)

    @cached_property
    def fingerprint(self) -> str:
        """A digest of all that decides how the voice sounds, its speaker aside.

        Raises:
            VoiceError: a file is missing.
        """
        try:
            parts = (PREPARATION, digest_file(self.model), digest_file(self._config))
        except OSError as error:
            raise VoiceError(
                f"voice {self.name!r} is incomplete ({error.strerror})",
                where=error.filename,
                remedy=f"Fetch it again with `audiobrief voices get {self.name}`.",
            ) from error
        return digest(":".join(parts).encode())

    def say(
        self,
        words: Sequence[str],
        speed: float = 1.0,
        seed: int = 0,
        speaker: int | None = None,
    ) -> Utterance:
        """Say ``words`` as one utterance: the same arguments give the same samples.

        Args:
            words: each may hold several spoken words or none; its range spans them all.
                Letters to spell are capitals parted by spaces; phonemes stand in double
                brackets.
            speed: 2.0 takes half the time.
            seed: from 0 to :data:`~audiobrief.model.MAX_SEED`; another gives another take.
            speaker: the number of one of the voice's speakers; None for its default.

        Raises:
            VoiceError: the voice is damaged, or knows no sound for the words.
        """
        import numpy as np

        piper = self._piper()
        words = [for_espeak(word) for word in words]
        text = " ".join(word for word in words if word)
        phonemes = self._known(self._phonemes(text))
        if not any(phoneme.isalpha() for phoneme in phonemes):
            raise VoiceError(
                f"the voice finds nothing to say in {text!r}",
                where=f"voice {self.name}",
                remedy="Reword the line, or use a voice of its language.",
            )
        pieces = [self._infer(piece, speed, seed, speaker) for piece in cut(phonemes)]
        self._said = phonemes[:_LITTLE]
        samples = np.concatenate([audio for audio, _ in pieces])
        edges = np.concatenate([[0], np.cumsum(np.concatenate([ends for _, ends in pieces]))])
        ranges = word_samples(words, phonemes, edges.tolist(), self._pronounce)
        return Utterance(samples, piper.config.sample_rate, ranges)

    def pronounce(self, text: str) -> str:
        """Return the phonemes that a word or phrase is said with.

        Raises:
            VoiceError: the voice is damaged.
        """
        return "".join(self._phonemes(for_espeak(text)))

    def rest(self) -> None:
        """Give back the memory that saying lines took; the network stays loaded.

        onnxruntime does so at the end of a run alone, so a little is said again. Another device
        has memory of its own, which is left to it.
        """
        phonemes, self._said = self._said, []
        if phonemes and self.device == "cpu":
            self._infer(phonemes, 1.0, 0, None, last_run())

    def _phonemes(self, text: str) -> tuple[str, ...]:
        """Return the phonemes of ``text`` as one utterance: espeak's, and those given in it."""
        found = parts_of(text)
        joined: list[str] = []
        for number, part in enumerate(found, start=1):
            if part.raw:
                said = list(unicodedata.normalize("NFD", part.text))
            else:
                said = self._read(part.text, goes_on=number < len(found))
            joined += [" ", *said] if joined else said
        return tuple(joined)

    def _read(self, text: str, *, goes_on: bool) -> list[str]:
        """Return espeak's phonemes of ``text``; ``goes_on`` where it is not the end."""
        if goes_on:
            carrier = self._read(_CARRIER, goes_on=False)
            said = self._read(f"{text} {_CARRIER}", goes_on=False)
            if said[-len(carrier) - 1 :] == [" ", *carrier]:
                return said[: -len(carrier) - 1]
        joined: list[str] = []
        for sentence in self._piper().phonemize(text):
            joined += [" ", *sentence] if joined else sentence
        return joined

    def unheard(self, phonemes: str) -> tuple[str, ...]:
        """Return those of given ``phonemes`` that the voice has no sound for.

        Raises:
            VoiceError: the voice is damaged.
        """
        known = self._piper().config.phoneme_id_map
        apart = unicodedata.normalize("NFD", phonemes)
        return tuple(sorted({phoneme for phoneme in apart if phoneme not in known}))

    def _known(self, phonemes: Sequence[str]) -> list[str]:
        known = self._piper().config.phoneme_id_map
        unknown = sorted({phoneme for phoneme in phonemes if phoneme not in known})
        if unknown:
            _LOG.warning("voice %s has no sound for %s", self.name, " ".join(unknown))
        return [phoneme for phoneme in phonemes if phoneme in known]

    def _infer(
        self,
        phonemes: list[str],
        speed: float,
        seed: int,
        speaker: int | None,
        options: Any = None,
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Return the samples of ``phonemes`` and how many of them each phoneme takes."""
        import numpy as np

        piper = self._piper()
        ids = piper.phonemes_to_ids(phonemes)
        feed = self._feed(ids, speed, seed, speaker)
        audio, *durations = piper.session.run(None, feed, options)
        samples = np.clip(audio.reshape(-1), -1.0, 1.0).astype(np.float32)
        frames = durations[0].reshape(-1) if durations else None
        id_map = piper.config.phoneme_id_map
        return samples, samples_each(phonemes, id_map, frames, samples.size)

    def _feed(
        self, ids: list[int], speed: float, seed: int, speaker: int | None
    ) -> dict[str, NDArray[Any]]:
        """Return a value for each input of the graph."""
        import numpy as np

        session, config = self._piper().session, self._piper().config
        scales = [config.noise_scale, config.length_scale / speed, config.noise_w_scale]
        feed: dict[str, NDArray[Any]] = {
            "input": np.array([ids], np.int64),
            "input_lengths": np.array([len(ids)], np.int64),
            "scales": np.array(scales, np.float32),
        }
        for extra in (*session.get_inputs(), *session.get_overridable_initializers()):
            if extra.name == "sid":
                chosen = config.default_speaker_id if speaker is None else speaker
                feed["sid"] = np.array([chosen], np.int64)
            elif extra.name == SEED_INPUT:
                feed[SEED_INPUT] = np.array([seed], np.int64)
            elif extra.name == NOISE_INPUT:
                own = hashlib.sha256(f"{self.fingerprint}:{scales}:{ids}".encode()).digest()
                draws = np.random.default_rng(int.from_bytes(own[:16], "big") ^ seed)
                size = (extra.shape[0], _NOISE_PER_ID * len(ids))
                feed[NOISE_INPUT] = draws.standard_normal(size, np.float32)
        return feed

    def _piper(self) -> Any:
        with self._loading:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    def _load(self) -> Any:
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before piper loads onnxruntime
        from piper import PiperVoice, espeakbridge
        from piper.config import PiperConfig

        choose_once(espeakbridge)
        try:
            settings = json.loads(self._config.read_text("utf-8"))
            config = PiperConfig.from_dict(settings)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise self._damaged(self._config) from error
        session = self._session()
        give_back()  # the graph as it was read, by now laid out anew
        return PiperVoice(session=session, config=config)

    def _session(self) -> Any:
        """Open the prepared graph, made and kept where there is none or a damaged one."""
        graph = self._prepared / f"{self.fingerprint}.{kept_as(self.device)}.onnx"
        if graph.exists():
            with suppress(VoiceError):
                session = open_kept(graph, self.device)
                touch(graph)
                return session
        try:
            made = prepare(self.model.read_bytes())
        except VoiceError as error:
            raise VoiceError(error.what, where=self.model, remedy=error.remedy) from error
        try:
            # The session that optimises takes twice the memory of one that opens what it made.
            write_whole(graph, optimised(made, self.device))
            return open_kept(graph, self.device)
        except VoiceError as error:
            raise self._damaged(self.model) from error

    @property
    def _config(self) -> Path:
        return self.model.with_name(f"{self.model.name}.json")

    def _damaged(self, where: Path) -> VoiceError:
        return VoiceError(
            f"voice {self.name!r} cannot be loaded: it is damaged, or no Piper voice",
            where=where,
            remedy=f"Fetch it again with `audiobrief voices get {self.name}`.",
        )
