"""Who is measured: Piper voices, espeak-ng, and the recordings a voice was made from."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from audiobrief.audio.pcm import decode
from audiobrief.errors import AudiobriefError, VoiceError
from voices.recipe.alignment import Alignment
from voices.recipe.evaluate.said import Said
from voices.recipe.sound import RATE, Floats
from voices.recipe.symbols import LONG, STRESS, Token, tokens

_PIPER_HOP = 256
"""Samples a frame of a Piper voice that doesn't say."""
_SCALES = ("noise_scale", "length_scale", "noise_w")
_SEED = "seed"
_SPEAKER = "sid"
_ESPEAK = "espeak-ng"


class ContestantError(AudiobriefError):
    """A contestant cannot be had, or cannot say what it is asked to."""


class PiperContestant:
    """A voice in Piper's format, run on one thread; ``seed`` is fed where the voice takes one."""

    prompts_only = False
    varies = True

    def __init__(self, model: Path, name: str = "", speaker: int = 0) -> None:
        self.name = name or model.stem
        self._speaker = speaker
        self._config = _configuration(model)
        self._session = _session(model)
        self._inputs = {given.name for given in self._session.get_inputs()}
        self._seeded = _SEED in {
            given.name for given in self._session.get_overridable_initializers()
        }
        from piper.phonemize_espeak import EspeakPhonemizer

        self._phonemizer = EspeakPhonemizer()

    @property
    def rate(self) -> int:
        """Samples a second."""
        return int(self._config["audio"]["sample_rate"])

    def phonemes(self, text: str) -> list[str]:
        """Return the phonemes of a text; its sentences are joined by a space."""
        sentences = self._phonemizer.phonemize(self._config["espeak"]["voice"], text)
        joined: list[str] = []
        for sentence in filter(None, sentences):
            joined += [" ", *sentence] if joined else sentence
        return joined

    def run(self, phonemes: Sequence[str], seed: int) -> list[Floats]:
        """Return the model's outputs: samples, and frames of each id where it tells."""
        from piper.phoneme_ids import phonemes_to_ids

        ids = phonemes_to_ids(list(phonemes), self._known(phonemes))
        scales = [float(self._config["inference"][scale]) for scale in _SCALES]
        feed: dict[str, Any] = {
            "input": np.array([ids], np.int64),
            "input_lengths": np.array([len(ids)], np.int64),
            "scales": np.array(scales, np.float32),
        }
        if _SPEAKER in self._inputs:
            feed[_SPEAKER] = np.array([self._speaker], np.int64)
        if self._seeded:
            feed[_SEED] = np.array([seed], np.int64)
        return [np.asarray(made, np.float32).reshape(-1) for made in self._session.run(None, feed)]

    def say(self, text: str, seed: int) -> Said:
        """Return ``text`` as sound; nothing where there is nothing to pronounce."""
        phonemes = self.phonemes(text)
        if not phonemes:
            return Said(np.zeros(0, np.float32), self.rate)
        samples, *told = self.run(phonemes, seed)
        if not told:
            return Said(samples, self.rate)
        known = self._known(phonemes)
        lengths = [len(known[phoneme]) if phoneme in known else 0 for phoneme in phonemes]
        said, frames = by_token(phonemes, lengths, told[0])
        hop = int(self._config.get("hop_length", _PIPER_HOP))
        return Said(samples, self.rate, said, frames, hop)

    def _known(self, phonemes: Sequence[str]) -> Mapping[str, Sequence[int]]:
        """Return the ids of the phonemes that this voice knows, and of Piper's own marks."""
        ids: Mapping[str, Sequence[int]] = self._config["phoneme_id_map"]
        wanted = {*phonemes, "^", "_", "$"}
        return {phoneme: ids[phoneme] for phoneme in wanted if phoneme in ids}


def by_token(
    phonemes: Sequence[str], lengths: Sequence[int], frames: Floats
) -> tuple[tuple[Token, ...], tuple[int, ...]]:
    """Return the tokens of Piper phonemes and how many frames each lasts.

    ``lengths`` are the ids of each phoneme, 0 where the voice doesn't know it; ``frames`` (ids,)
    are the frames of each id. Piper puts a pad behind the begin and behind each phoneme it knows;
    a pad belongs to what it follows, a stress mark to the sound it stands before.
    """
    said = tokens(phonemes)
    taken = np.zeros(len(said))
    taken[0] = frames[:2].sum()
    at = 2
    for k, (phoneme, length) in enumerate(zip(phonemes, lengths, strict=True)):
        if not length:
            continue
        reached = len(tokens(phonemes[: k + 1])) - 2
        opens = phoneme in STRESS and phoneme != LONG
        taken[min(reached + opens, len(said) - 1)] += frames[at : at + length + 1].sum()
        at += length + 1
    taken[-1] += frames[at:].sum()
    edges = np.round(np.cumsum(taken)).astype(int)
    return said, tuple(int(frame) for frame in np.diff(edges, prepend=0))


@dataclass(frozen=True)
class EspeakContestant:
    """The espeak-ng program: rules and formants, the floor that any voice should be above."""

    name: str = _ESPEAK
    voice: str = "en-us"
    prompts_only: bool = False
    varies: bool = False

    @staticmethod
    def installed() -> bool:
        """Return whether the program is there."""
        return shutil.which(_ESPEAK) is not None

    def say(self, text: str, seed: int) -> Said:
        """Return ``text`` as sound, the same for every ``seed``."""
        del seed
        program = shutil.which(_ESPEAK)
        if program is None:
            raise ContestantError(
                "espeak-ng is not installed",
                where=self.name,
                remedy="Install it with your system's packages, or leave it out.",
            )
        with tempfile.TemporaryDirectory() as folder:
            sound = Path(folder) / "said.wav"
            command = [program, "-v", self.voice, "-w", str(sound), "--stdin"]
            subprocess.run(command, input=text.encode(), check=True)  # noqa: S603 - our own words
            return Said(np.concatenate([np.zeros(0, np.float32), *decode(sound, RATE)]), RATE)


@dataclass(frozen=True)
class Recordings:
    """The speaker: recordings by name, samples at ``RATE``, with their texts and alignments."""

    samples: Mapping[str, Floats]
    texts: Mapping[str, str]
    alignments: Mapping[str, Alignment]
    name: str = "recordings"
    prompts_only: bool = True
    varies: bool = False
    _names: dict[str, str] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self._names.update({self.texts[name]: name for name in self.samples})

    def say(self, text: str, seed: int) -> Said:
        """Return the recording of ``text``, the same for every ``seed``."""
        del seed
        if text not in self._names:
            raise ContestantError(
                f"nobody recorded {text[:60]!r}",
                where=self.name,
                remedy="Ask recordings only for the prompts they were made from.",
            )
        name = self._names[text]
        aligned = self.alignments.get(name)
        if aligned is None:
            return Said(self.samples[name], RATE)
        return Said(self.samples[name], RATE, aligned.tokens, aligned.frames)


def _configuration(model: Path) -> dict[str, Any]:
    beside = model.with_name(f"{model.name}.json")
    try:
        read: dict[str, Any] = json.loads(beside.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise VoiceError(
            f"the voice's configuration cannot be read ({error})",
            where=beside,
            remedy="Piper voices are two files: MODEL.onnx and MODEL.onnx.json.",
        ) from error
    return read


def _session(model: Path) -> Any:
    """Return an onnxruntime session of one thread that reports nothing to its maker."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    try:
        return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own exceptions share no public base
        raise VoiceError(
            f"the voice's model cannot be loaded ({error})",
            where=model,
            remedy="Give a voice exported for Piper.",
        ) from error
