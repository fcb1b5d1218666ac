"""Learning how sentences are paced and intoned: several small networks, each stopped in time.

An hour of speech has some thousand sentences, soon known by heart. What generalises is kept by
strong dropout, by stopping where the held-out loss is least, and by the mean of several networks
that started differently (Hansen and Salamon 1990).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count

import torch
from torch import Tensor

from voices.recipe.context import Spoken
from voices.recipe.examples import Batch, Material, batches
from voices.recipe.learning import RunningMean, Weights, rate_at, step
from voices.recipe.networks import Prosody

_LITTLE = 1e-3
"""Keeps a sentence without voice from dividing by nothing."""


@dataclass(frozen=True, slots=True)
class ProsodyPlan:
    """How prosody is learned: ``passes`` over all takes by each of ``members`` networks."""

    members: int = 3
    passes: int = 16
    frames: int = 6000
    peak: float = 1.5e-3
    decay: float = 0.1
    keep: float = 0.99
    duration: float = 2.0
    pitch: float = 0.2
    shape: float = 0.8
    unlike: float = 1.0
    """Weights of the losses."""
    hide: float = 0.15
    """Share of words whose sounds are hidden at each step."""
    patience: int = 6
    """Passes without a better held-out loss before a member stops."""


@dataclass(frozen=True, slots=True)
class Pass:
    """Losses after one pass, on what was learned and on held-out takes.

    Those of pitch are of its shape; what is learned is seen with words hidden.
    """

    learned_pitch: float
    learned_duration: float
    held_pitch: float
    held_duration: float


@dataclass(frozen=True, slots=True)
class Losses:
    """How far told prosody is from recorded, each a scalar tensor.

    ``duration`` and ``pitch`` are mean squared errors of log durations and of normalised pitch
    over voiced sub-frames; ``shape`` is that of pitch about each sentence's own mean, since a
    speaker's mean drifts between sittings; ``unlike`` is one minus the correlation of contours.
    """

    duration: Tensor
    pitch: Tensor
    shape: Tensor
    unlike: Tensor


def prosody_losses(batch: Batch, told: Tensor) -> Losses:
    """Return the losses of what was ``told`` (takes, tokens, PROSODY)."""
    mask = batch.token_mask[..., 0]
    duration = ((told[..., 0] - torch.log1p(batch.frames)) ** 2 * mask).sum() / mask.sum()
    weight = batch.weights * mask[..., None]
    ours, theirs = told[..., 1:], batch.knots
    apart = ((ours - theirs) ** 2 * weight).sum() / weight.sum()
    ours, theirs = _about_mean(ours, weight), _about_mean(theirs, weight)
    shape = ((ours - theirs) ** 2 * weight).sum() / weight.sum()
    together, own, other = (
        (a * b * weight).sum((1, 2)) for a, b in ((ours, theirs), (ours, ours), (theirs, theirs))
    )
    likeness = together / torch.sqrt((own + _LITTLE) * (other + _LITTLE))
    return Losses(duration, apart, shape, (1.0 - likeness).mean())


def _about_mean(knots: Tensor, weight: Tensor) -> Tensor:
    total = weight.sum((1, 2), keepdim=True).clamp(min=_LITTLE)
    return knots - (knots * weight).sum((1, 2), keepdim=True) / total


def hidden(spoken: Spoken, share: float, symbols: int) -> Spoken:
    """Return a sentence with a share of its words' sounds unknown, their place and stress kept.

    So the networks cannot know sentences by their words alone.
    """
    word = torch.cumsum(spoken.pause, 1).long()
    chosen = torch.rand(word.shape[0], int(word.max()) + 1, device=word.device) < share
    unknown = chosen.gather(1, word) & (spoken.pause == 0.0)
    symbol = torch.where(unknown, torch.full_like(spoken.symbol, symbols), spoken.symbol)
    return replace(spoken, symbol=symbol)


def learn_prosody(
    material: Material, plan: ProsodyPlan, tell: Callable[[str], None]
) -> tuple[list[Weights], list[list[Pass]]]:
    """Return the weights of every member, and how its losses went."""
    weights, histories = [], []
    for member in range(plan.members):
        best, history = _learn_member(material, plan, member)
        last = history[-1]
        tell(
            f"prosody {member + 1} of {plan.members}: {len(history)} passes, held-out pitch "
            f"{min(h.held_pitch for h in history):.3f}, last {last.held_pitch:.3f}"
        )
        weights.append(best)
        histories.append(history)
    return weights, histories


def _learn_member(material: Material, plan: ProsodyPlan, seed: int) -> tuple[Weights, list[Pass]]:
    torch.manual_seed(seed)
    chance = random.Random(seed)
    network = Prosody(material.symbols)
    mean = RunningMean(network, plan.keep)
    optimiser = torch.optim.AdamW(
        network.parameters(), plan.peak, betas=(0.9, 0.98), weight_decay=plan.decay
    )
    best: Weights = mean.weights
    history: list[Pass] = []
    steps = count()
    for number in range(plan.passes):
        losses = []
        for batch in batches(material.learned, plan.frames, chance):
            told = network(hidden(batch.spoken, plan.hide, material.symbols))
            found = prosody_losses(batch, told)
            loss = (
                plan.duration * found.duration
                + plan.pitch * found.pitch
                + plan.shape * found.shape
                + plan.unlike * found.unlike
            )
            step(optimiser, loss, rate_at(number / plan.passes, next(steps), plan.peak))
            mean.follow(network)
            losses.append(_told(found))
        history.append(Pass(*_mean(losses), *_held_out(material, mean.weights)))
        totals = [h.held_pitch + plan.duration * h.held_duration for h in history]
        if totals[-1] == min(totals):
            best = {name: value.clone() for name, value in mean.weights.items()}
        if len(totals) - totals.index(min(totals)) > plan.patience:
            break
    return best, history


@torch.no_grad()
def _held_out(material: Material, weights: Weights) -> tuple[float, float]:
    network = restored(material.symbols, weights)
    return _mean([_told(prosody_losses(take, network(take.spoken))) for take in material.held])


def _told(losses: Losses) -> tuple[float, float]:
    return losses.shape.item(), losses.duration.item()


def _mean(losses: Sequence[tuple[float, float]]) -> tuple[float, float]:
    pitch, duration = torch.tensor(losses).mean(0).tolist()
    return pitch, duration


def restored(symbols: int, weights: Weights) -> Prosody:
    """Return a network with these weights, ready to use."""
    network = Prosody(symbols)
    network.load_state_dict(weights)
    return network.eval()
