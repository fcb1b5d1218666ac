"""When each sound is said: a monophone hidden Markov model, trained on the recordings alone.

Three states a sound, each a mixture of Gaussians, grown by splitting, fitted by Viterbi training
(Young et al., The HTK Book). Pauses are optional. All takes are aligned in batches, by torch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray

from voices.recipe.features import Features
from voices.recipe.sound import ENVELOPE, SUBFRAMES, Array
from voices.recipe.symbols import BEGIN, END, SPACE, Token

STATES = 3
_CEPSTRA = 14
_VARIANCE_FLOOR = 0.03
_NEVER = -1e30
_BATCH = 96
_SILENCE = "pause"
_SHORTEST_PAUSE = 6
"""Frames; a shorter gap between words belongs to the sound behind it."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """When the tokens of a take are said.

    ``frames`` are those of each token, 0 for pauses not made; ``score`` is the mean log
    likelihood of a sub-frame, comparable between takes.
    """

    tokens: tuple[Token, ...]
    frames: tuple[int, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Schedule:
    """How many times the takes are aligned with mixtures of each size."""

    rounds: Sequence[tuple[int, int]] = ((1, 10), (2, 4), (4, 5))


@dataclass(frozen=True, slots=True)
class _Unit:
    """A model in a take's chain, and the token whose duration it gives."""

    name: str
    token: int

    @property
    def optional(self) -> bool:
        return self.name == _SILENCE


@dataclass(slots=True)
class _Mixtures:
    """Gaussians of all states: means and variances (states, size, values), weights likewise."""

    means: Array
    variances: Array
    weights: Array

    def likelihood(self, observed: Array) -> torch.Tensor:
        """Return the log likelihood (observations, states)."""
        states, size, values = self.means.shape
        precision = 1.0 / self.variances.reshape(-1, values)
        means = self.means.reshape(-1, values)
        constant = np.log(np.maximum(self.weights.reshape(-1), 1e-8)) - 0.5 * (
            np.log(self.variances.reshape(-1, values)) + means**2 * precision
        ).sum(1)
        x = torch.from_numpy(observed).float()
        score = x @ torch.from_numpy((means * precision).T).float()
        score -= 0.5 * (x * x) @ torch.from_numpy(precision.T).float()
        score += torch.from_numpy(constant).float()
        return torch.logsumexp(score.reshape(len(x), states, size), 2)

    def split(self) -> _Mixtures:
        """Return mixtures of twice the size, each Gaussian parted along its deviation."""
        apart = 0.2 * np.sqrt(self.variances)
        means = np.concatenate([self.means - apart, self.means + apart], 1)
        return _Mixtures(
            means, np.tile(self.variances, (1, 2, 1)), np.tile(self.weights / 2, (1, 2))
        )


@dataclass(frozen=True, slots=True)
class _Chain:
    """A take ready to align: what was observed, and its states in order."""

    observed: Array
    units: tuple[_Unit, ...]
    states: NDArray[np.int64]
    skips: NDArray[np.bool_]


def align(
    takes: Mapping[str, tuple[Features, tuple[Token, ...]]], schedule: Schedule | None = None
) -> dict[str, Alignment]:
    """Return the alignment of each take, by name."""
    chains, names = _chains(takes)
    paths = [_even(chain) for chain in chains]
    mixtures = _first(chains, paths, STATES * len(names))
    scores: list[float] = []
    for size, rounds in (schedule or Schedule()).rounds:
        while mixtures.means.shape[1] < size:
            mixtures = mixtures.split()
        for _ in range(rounds):
            paths, scores = _viterbi(chains, mixtures)
            mixtures = _fit(chains, paths, mixtures)
    return {
        name: Alignment(tokens, tuple(_frames(chain, path, tokens)), score)
        for (name, (_, tokens)), chain, path, score in zip(
            takes.items(), chains, paths, scores, strict=True
        )
    }


def _chains(
    takes: Mapping[str, tuple[Features, tuple[Token, ...]]],
) -> tuple[list[_Chain], list[str]]:
    observed = [_observe(features) for features, _ in takes.values()]
    everything = np.concatenate(observed)
    mean, deviation = everything.mean(0), everything.std(0) + 1e-6
    units = [_units(tokens) for _, tokens in takes.values()]
    names = sorted({unit.name for chain in units for unit in chain})
    number = {name: at for at, name in enumerate(names)}
    chains = []
    for seen, chain in zip(observed, units, strict=True):
        first = STATES * np.array([number[unit.name] for unit in chain])
        states = (first[:, None] + np.arange(STATES)).reshape(-1)
        skips = np.zeros((len(chain), STATES), bool)
        skips[1:, 0] = [unit.optional for unit in chain[:-1]]
        chains.append(_Chain((seen - mean) / deviation, chain, states, skips.reshape(-1)))
    return chains, names


def _observe(features: Features) -> Array:
    """Return cepstra, noisiness and their slopes, one row a sub-frame."""
    order = np.arange(ENVELOPE)
    cosines = np.cos(np.pi * np.outer(order + 0.5, np.arange(_CEPSTRA)) / ENVELOPE) / ENVELOPE
    noisy = 0.5 * features.aperiodicity[:, :3].mean(1, keepdims=True)
    values = np.concatenate([features.envelope @ cosines, noisy], 1)
    padded = np.pad(values, ((4, 4), (0, 0)), "edge")
    slopes = padded[6:-2] - padded[2:-6] + 0.5 * (padded[8:] - padded[:-8])
    return np.concatenate([values, slopes], 1)


def _units(tokens: Sequence[Token]) -> tuple[_Unit, ...]:
    """Return a take's models; a run of pauses is one, owned by its most telling token."""
    units: list[_Unit] = []
    at = 0
    while at < len(tokens):
        if not tokens[at].pause:
            units.append(_Unit(tokens[at].symbol + ":" * tokens[at].long, at))
            at += 1
            continue
        end = at
        while end < len(tokens) and tokens[end].pause:
            end += 1
        units.append(_Unit(_SILENCE, max(range(at, end), key=lambda k: _telling(tokens[k]))))
        at = end
    return tuple(units)


def _telling(token: Token) -> int:
    return 3 if token.symbol in (BEGIN, END) else int(token.symbol != SPACE)


def _even(chain: _Chain) -> NDArray[np.int64]:
    """Return a first guess: sounds of equal length between the silences at both ends."""
    total, lead, tail = len(chain.observed), 14, 26
    sounds = np.flatnonzero([not unit.optional for unit in chain.units])
    states = (STATES * sounds[:, None] + np.arange(STATES)).reshape(-1)
    share = (np.arange(total) - lead) / max(1, total - lead - tail)
    path: NDArray[np.int64] = states[np.clip((share * len(states)).astype(int), 0, len(states) - 1)]
    path[:lead] = np.arange(lead) * STATES // lead
    last = STATES * (len(chain.units) - 1)
    path[total - tail :] = last + np.arange(tail)[-total:] * STATES // tail
    return path


def _first(chains: list[_Chain], paths: list[NDArray[np.int64]], states: int) -> _Mixtures:
    values = chains[0].observed.shape[1]
    shape = (states, 1, values)
    return _fit(chains, paths, _Mixtures(np.zeros(shape), np.ones(shape), np.ones((states, 1))))


def _fit(chains: list[_Chain], paths: list[NDArray[np.int64]], old: _Mixtures) -> _Mixtures:
    """Return mixtures fitted to the observations of each state, by one step of EM."""
    seen = np.concatenate([chain.observed for chain in chains])
    state = np.concatenate([c.states[path] for c, path in zip(chains, paths, strict=True)])
    states, size = old.weights.shape
    counts = np.zeros((states, size))
    sums, squares = np.zeros_like(old.means), np.zeros_like(old.means)
    share = _shares(seen, state, old)
    for k in range(size):
        weighted = share[:, k : k + 1] * seen
        counts[:, k] = np.bincount(state, share[:, k], states)
        sums[:, k] = _summed(weighted, state, states)
        squares[:, k] = _summed(weighted * seen, state, states)
    enough = counts > 8.0  # noqa: PLR2004 - observations, as a Gaussian of 30 values needs some
    held = np.maximum(counts, 1.0)[..., None]
    means = np.where(enough[..., None], sums / held, old.means)
    variances = np.where(enough[..., None], squares / held - means**2, old.variances)
    weights = (counts + 1e-3) / (counts.sum(1, keepdims=True) + 1e-3 * size)
    return _Mixtures(means, np.maximum(variances, 0.0) + _VARIANCE_FLOOR, weights)


def _shares(seen: Array, state: NDArray[np.int64], old: _Mixtures) -> Array:
    """Return how much of each observation belongs to each Gaussian of its state."""
    size = old.means.shape[1]
    if size == 1:
        return np.ones((len(seen), 1))
    score = np.empty((len(seen), size))
    for k in range(size):
        offset = seen - old.means[state, k]
        variance = old.variances[:, k]
        constant = np.log(np.maximum(old.weights[:, k], 1e-8)) - 0.5 * np.log(variance).sum(1)
        score[:, k] = constant[state] - 0.5 * (offset**2 / variance[state]).sum(1)
    share = np.exp(score - score.max(1, keepdims=True))
    return np.asarray(share / share.sum(1, keepdims=True))


def _summed(values: Array, state: NDArray[np.int64], states: int) -> Array:
    total = torch.zeros(states, values.shape[1], dtype=torch.float64)
    total.index_add_(0, torch.from_numpy(state), torch.from_numpy(values))
    return total.numpy()


def _viterbi(
    chains: list[_Chain], mixtures: _Mixtures
) -> tuple[list[NDArray[np.int64]], list[float]]:
    """Return each take's best path (positions in its chain) and mean log likelihood."""
    order = sorted(range(len(chains)), key=lambda k: len(chains[k].observed))
    paths: list[NDArray[np.int64]] = [np.zeros(0, np.int64)] * len(chains)
    scores = [0.0] * len(chains)
    for start in range(0, len(order), _BATCH):
        batch = order[start : start + _BATCH]
        for k, (path, score) in zip(
            batch, _best([chains[k] for k in batch], mixtures), strict=True
        ):
            paths[k], scores[k] = path, score
    return paths, scores


def _best(batch: list[_Chain], mixtures: _Mixtures) -> Iterator[tuple[NDArray[np.int64], float]]:
    times = max(len(chain.observed) for chain in batch)
    width = max(len(chain.states) for chain in batch)
    emitted = torch.zeros(times, len(batch), width)
    barred = torch.full((len(batch), width), _NEVER)
    best = torch.full((len(batch), width), _NEVER)
    for row, chain in enumerate(batch):
        seen = mixtures.likelihood(chain.observed)
        emitted[: len(seen), row, : len(chain.states)] = seen[:, chain.states]
        barred[row, : len(chain.skips)][torch.from_numpy(chain.skips)] = 0.0
        best[row, 0] = 0.0
        if chain.units[0].optional:
            best[row, STATES] = 0.0
    best += emitted[0]
    came = torch.zeros(times, len(batch), width, dtype=torch.int8)
    reached = torch.zeros(times, len(batch), 2)
    ends = torch.tensor([[len(c.states) - 1, len(c.states) - 1 - STATES] for c in batch])
    reached[0] = best.gather(1, ends)
    for time in range(1, times):
        step = torch.nn.functional.pad(best[:, :-1], (1, 0), value=_NEVER)
        leap = torch.nn.functional.pad(best[:, : -STATES - 1], (STATES + 1, 0), value=_NEVER)
        leap += barred
        stepped = torch.maximum(best, step)
        came[time] = (step > best).to(torch.int8)
        came[time].masked_fill_(leap > stepped, 2)
        best = torch.maximum(stepped, leap) + emitted[time]
        reached[time] = best.gather(1, ends)
    jumps = np.array([0, 1, STATES + 1])
    steps = came.numpy()
    for row, chain in enumerate(batch):
        length = len(chain.observed)
        final = reached[length - 1, row]
        early = chain.units[-1].optional and bool(final[1] > final[0])
        state = len(chain.states) - 1 - STATES * early
        path = np.zeros(length, np.int64)
        for time in range(length - 1, -1, -1):
            path[time] = state
            state -= jumps[steps[time, row, state]]
        yield path, float(final[int(early)]) / length


def _frames(chain: _Chain, path: NDArray[np.int64], tokens: Sequence[Token]) -> Iterable[int]:
    """Return the frames of each token: sub-frames rounded, each sound at least one frame."""
    owner = np.array([unit.token for unit in chain.units])[path // STATES]
    fine = np.bincount(owner, minlength=len(tokens))
    edges = np.round(np.cumsum(fine) / SUBFRAMES).astype(int)
    edges[-1] = len(path) // SUBFRAMES
    frames = np.diff(edges, prepend=0)
    for at, token in enumerate(tokens):
        after = min(at + 1, len(tokens) - 1)
        if not token.pause and frames[at] < 1:
            giver = after if frames[after] > 1 else at - 1
            frames[at] += 1
            frames[giver] -= 1
        elif token.symbol == SPACE and 0 < frames[at] < _SHORTEST_PAUSE:
            frames[after] += frames[at]
            frames[at] = 0
    return map(int, frames)


def doubtful(alignments: Mapping[str, Alignment]) -> tuple[str, ...]:
    """Return the takes whose words can't be what was said: far less likely than the others."""
    scores = np.array([alignment.score for alignment in alignments.values()])
    middle = np.median(scores)
    spread = 1.4826 * np.median(np.abs(scores - middle)) + 1e-6
    return tuple(
        name
        for name, alignment in alignments.items()
        if alignment.score < middle - 5.0 * spread or _drawn_out(alignment)
    )


def _drawn_out(alignment: Alignment) -> bool:
    """Return whether a sound lasts longer than anybody speaks."""
    edges = pairwise([0, *np.cumsum(alignment.frames)])
    return any(
        end - start > 45 and not token.pause  # noqa: PLR2004 - frames
        for token, (start, end) in zip(alignment.tokens, edges, strict=True)
    )
