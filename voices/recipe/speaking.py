"""The whole voice as one graph: Piper's phoneme ids in, samples and durations out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor, nn

from voices.recipe.context import Spoken
from voices.recipe.contour import curve
from voices.recipe.examples import Norms
from voices.recipe.intonation import WH_WORDS, Rises, asks, intoned, tail
from voices.recipe.networks import KNOTS, Acoustics, Prosody
from voices.recipe.sound import APERIODICITY, ENVELOPE, SPECTRUM, SUBFRAMES
from voices.recipe.symbols import BEGIN, END, LONG, PAUSES, SPACE, STRESS, VOWELS, nearest
from voices.recipe.timbres import Timbre, tables
from voices.recipe.vocoder import Vocoder, draws

_SEMITONE = math.log(2.0) / 12.0
_TOKEN, _PRIMARY, _SECONDARY, _LONG = 1, 2, 3, 4
_DRAWN = 2**16
_LIVELY = 1.0
"""Deviation in semitones of a word's pitch at a ``noise_scale`` of 1."""
_SLOPES = 3
"""Cepstral coefficients that tell level, slope and bow."""
_PITCHED = (-9.0, 11.0)
"""Semitones about the mean, beyond which nobody speaks."""
_UNEVEN = 0.15
"""Deviation of log durations at a ``noise_w`` of 1."""

SHORTEST = {",": 12.0, ";": 16.0, ".": 24.0, BEGIN: 4.0, END: 10.0, SPACE: 0.0}
LONGEST = {",": 40.0, ";": 45.0, ".": 60.0, BEGIN: 8.0, END: 20.0, SPACE: 0.0}
"""Frames of pauses; within a line, only marks make any."""
_SHORTEST_SOUND, _LONGEST_SOUND = 3.0, 60.0


@dataclass(frozen=True, slots=True)
class Tuning:
    """What is set after training, by comparing with held-out recordings.

    ``liveliness`` stretches predicted pitch to the speaker's own spread; ``noisiness`` (8,) is
    added to log aperiodicity; ``contrast`` stretches formants against the spectrum's slope, which
    training flattens; ``steadiness``, 0 to 1, smooths the envelope over neighbouring sub-frames;
    ``pace`` stretches time.
    """

    liveliness: float = 1.0
    noisiness: tuple[float, ...] = (0.0,) * APERIODICITY
    contrast: float = 1.0
    steadiness: float = 0.0
    pace: float = 1.0
    rises: Rises = field(default_factory=Rises)


@dataclass(frozen=True, slots=True)
class Learned:
    """All that training gives."""

    alphabet: tuple[str, ...]
    norms: Norms
    prosody: Sequence[Prosody]
    acoustics: Acoustics


class SpeakingVoice(nn.Module):
    """A Piper voice: ids (1, n), their count (1,), scales (3,), speaker (1,), seed (1,)."""

    meanings: Tensor
    wh_words: Tensor
    mean: Tensor
    deviation: Tensor
    noisiness: Tensor
    bounds: Tensor
    warps: Tensor
    slopes: Tensor
    breaths: Tensor
    shifts: Tensor
    ranges: Tensor
    paces: Tensor

    def __init__(
        self, learned: Learned, ids: dict[str, int], timbres: Sequence[Timbre], tuning: Tuning
    ) -> None:
        super().__init__()
        self.prosody = nn.ModuleList(learned.prosody)
        self.acoustics = learned.acoustics
        self.vocoder = Vocoder()
        self.tuning = tuning
        self.pitch_mean = learned.norms.pitch_mean
        self.pitch_deviation = learned.norms.pitch_deviation
        self._number("meanings", meanings(learned.alphabet, ids))
        self._number("wh_words", _wh_words(learned.alphabet))
        self.question, self.exclamation = ids["?"], ids["!"]
        self._keep("mean", learned.norms.mean)
        self._keep("deviation", learned.norms.deviation)
        self._keep("noisiness", np.array(tuning.noisiness))
        self._keep("bounds", _bounds(learned.alphabet))
        for name, table in tables(timbres).items():
            self._keep(name, table)
        self.warps @= torch.tensor(sharpening(tuning.contrast), dtype=torch.float32)

    def _keep(self, name: str, values: object) -> None:
        tensor = torch.tensor(np.asarray(values), dtype=torch.float32)
        self.register_buffer(name, tensor, persistent=False)

    def _number(self, name: str, values: np.ndarray) -> None:
        self.register_buffer(name, torch.tensor(values), persistent=False)

    def forward(
        self, ids: Tensor, count: Tensor, scales: Tensor, speaker: Tensor, seed: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Return samples (1, 1, n) and the frames of each id (1, 1, ids)."""
        spoken, at = self.understood(ids, count)
        chance = seed + (ids * (torch.arange(ids.shape[1]) * 2 + 1)).sum() % 2**20
        told = torch.stack([member(spoken) for member in self.prosody]).mean(0)
        frames = self.paced(spoken, told[..., 0], scales, speaker, chance)
        owner, offset, length = places(frames)
        semitones = told[..., 1:] * self.pitch_deviation / _SEMITONE * self.tuning.liveliness
        semitones = semitones + self.lively(spoken, scales, chance)
        knots = self.pitched(spoken, semitones, frames, self.marked(ids))
        tones = self.shifts[speaker] + knots * self.ranges[speaker]
        pitch = curve(knots * _SEMITONE / self.pitch_deviation, owner, offset, length)
        f0 = curve(tones, owner, offset, length) * _SEMITONE + self.pitch_mean
        envelope, noisy, voiced = self.coloured(spoken, pitch, owner, offset, length)
        envelope = steadied(envelope, self.tuning.steadiness)
        envelope = envelope @ self.warps[speaker[0]].T + self.slopes[speaker]
        noisy = noisy + self.noisiness + self.breaths[speaker]
        samples = self.vocoder(envelope, noisy, torch.exp(f0), voiced, chance)
        durations = torch.zeros(ids.shape[1]).scatter(0, at, frames[0])
        return samples[:, None], durations[None, None]

    def understood(self, ids: Tensor, count: Tensor) -> tuple[Spoken, Tensor]:
        """Return the tokens that ids stand for, and the place of each among the ids."""
        within = torch.arange(ids.shape[1]) < count[0]
        safe = ids[0].clamp(0, self.meanings.shape[0] - 1)
        kind = self.meanings[safe, 0] * within
        at = torch.nonzero(kind)[:, 0]
        kind = kind[at]
        none = torch.zeros_like(kind[:1])
        before, behind = torch.cat([none, kind[:-1]]), torch.cat([kind[1:], none])
        token = torch.nonzero(kind == _TOKEN)[:, 0]
        at = at[token]
        symbol, vowel, sound = self.meanings[safe[at], 1:].unbind(1)
        stress = (before[token] == _PRIMARY).long() + 2 * (before[token] == _SECONDARY).long()
        long = (behind[token] == _LONG).long() * sound
        mask = torch.ones_like(symbol).float()[None, :, None]
        return Spoken(symbol[None], (stress * sound)[None], long[None], vowel[None], mask), at

    def paced(
        self, spoken: Spoken, told: Tensor, scales: Tensor, speaker: Tensor, chance: Tensor
    ) -> Tensor:
        """Return whole frames (1, tokens), the rounding carried on so that tempo is kept."""
        uneven = uniform(chance + 1, told.shape[1]) * _UNEVEN * scales[2]
        low, high = self.bounds[spoken.symbol].unbind(2)
        frames = torch.exp(told + uneven * (1.0 - spoken.pause)) - 1.0
        frames = torch.minimum(torch.maximum(frames, low), high)
        frames = frames * scales[1] * self.tuning.pace * self.paces[speaker]
        ends = torch.round(torch.cumsum(frames, 1))
        whole = torch.cat([ends[:, :1], ends[:, 1:] - ends[:, :-1]], 1)
        return torch.maximum(whole, 1.0 - spoken.pause)

    def pitched(self, spoken: Spoken, told: Tensor, frames: Tensor, marks: Tensor) -> Tensor:
        """Return the knots' pitch (1, tokens, 3) in semitones about the speaker's mean.

        ``told`` is likewise, without the ending that ``marks``, those of :meth:`marked`, ask for.
        """
        starts = torch.cumsum(frames, 1) - frames
        thirds = (torch.arange(KNOTS) + 0.5) / KNOTS
        reached = tail(spoken, starts[..., None] + frames[..., None] * thirds)
        wh = asks(spoken, self.wh_words)
        ended = intoned(told, reached, marks, wh, self.tuning.rises)
        return ended.clamp(*_PITCHED)

    def marked(self, ids: Tensor) -> Tensor:
        """Return whether the text asks, and whether it exclaims (2,), as 0.0 or 1.0."""
        asked, cried = (ids == self.question).any(), (ids == self.exclamation).any()
        return torch.stack([asked, cried]).float()

    def lively(self, spoken: Spoken, scales: Tensor, chance: Tensor) -> Tensor:
        """Return semitones (1, tokens, 1) by which chance lifts each word."""
        word = torch.cumsum(spoken.pause, 1).long()[0]
        lifts = uniform(chance + 2, word.shape[0])[:, word]
        return (lifts * _LIVELY * scales[0])[..., None]

    def coloured(
        self, spoken: Spoken, pitch: Tensor, owner: Tensor, offset: Tensor, length: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return envelope and aperiodicity (1, subframes, …) and voicing (1, subframes)."""
        mask = torch.ones_like(offset).float()[..., None]
        pairs = pitch.reshape(1, -1, SUBFRAMES)
        acoustics = self.acoustics
        spread = acoustics.spread(acoustics.read(spoken), owner, offset, length)
        voiced = (acoustics.voiced(spread, pairs, mask) > 0).float()
        spectrum = acoustics.spectrum(spread, pairs, voiced, mask).reshape(1, -1, SPECTRUM)
        spectrum = spectrum * self.deviation + self.mean
        return spectrum[..., :ENVELOPE], spectrum[..., ENVELOPE:], voiced.reshape(1, -1)


def places(frames: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return each frame's token, its number in it, and how many frames that has."""
    ends = torch.cumsum(frames, 1)[0].long()
    time = torch.arange(ends[-1])  # type: ignore[call-overload]  # traced, so that it is not fixed
    owner = (time[:, None] >= ends[None, :]).long().sum(1)
    length = frames[0].long()[owner]
    offset = time - (ends[owner] - length)
    return owner[None], offset[None], length[None]


def steadied(envelope: Tensor, share: float) -> Tensor:
    """Return an envelope (1, subframes, 80) nearer to the mean of each sub-frame's neighbours.

    A jury of discriminators leaves a flutter from sub-frame to sub-frame that is heard as
    roughness of the harmonics.
    """
    before = torch.cat([envelope[:, :1], envelope[:, :-1]], 1)
    behind = torch.cat([envelope[:, 1:], envelope[:, -1:]], 1)
    return envelope + share * (0.5 * (before + behind) - envelope) / 2.0


def uniform(seed: Tensor, count: int) -> Tensor:
    """Return (1, count) draws of mean 0 and deviation 1, evenly spread."""
    share = (draws(seed, count, _DRAWN).float() + 0.5) / _DRAWN
    return ((share - 0.5) * math.sqrt(12.0))[None]


def sharpening(contrast: float) -> np.ndarray:
    """Return the matrix (80, 80) that stretches an envelope but for level, slope and bow."""
    at = np.arange(ENVELOPE)
    cosines = np.cos(np.pi * np.outer(at + 0.5, at) / ENVELOPE) * np.sqrt(2.0 / ENVELOPE)
    cosines[:, 0] /= np.sqrt(2.0)
    stretch = np.where(at < _SLOPES, 1.0, contrast)
    return np.asarray(cosines @ np.diag(stretch) @ cosines.T)


def meanings(alphabet: Sequence[str], ids: dict[str, int]) -> np.ndarray:
    """Return, for each id, its kind, symbol, and whether it is a vowel, a sound (ids, 4)."""
    table = np.zeros((max(ids.values()) + 1, 4), np.int64)
    marks = {LONG: _LONG} | {mark: 1 + number for mark, number in STRESS.items()}
    for phoneme, number in ids.items():
        if phoneme in marks:
            table[number, 0] = marks[phoneme]
        elif phoneme in PAUSES:
            table[number] = _TOKEN, alphabet.index(PAUSES[phoneme]), 0, 0
        elif len(phoneme) == 1 and (symbol := nearest(phoneme, alphabet)) is not None:
            table[number] = _TOKEN, alphabet.index(symbol), phoneme in VOWELS, 1
    return table


def _wh_words(alphabet: Sequence[str]) -> np.ndarray:
    known = {symbol: number for number, symbol in enumerate(alphabet)} | {"": -1}
    rows = [[known[symbol] for symbol in word] for word in WH_WORDS if set(word) <= set(known)]
    return np.array(rows, np.int64).reshape(-1, 3)


def _bounds(alphabet: Sequence[str]) -> np.ndarray:
    return np.array(
        [
            (SHORTEST.get(symbol, _SHORTEST_SOUND), LONGEST.get(symbol, _LONGEST_SOUND))
            for symbol in alphabet
        ]
    )
