"""Learning what sounds look like: first the mean spectrum, then what a jury takes for recorded.

Mean absolute error alone gives spectra that are right and too smooth; discriminators on the
spectra (not on the sound, which would ask for a graphics processor) bring the detail back. They
see everything through a little noise, or they would know an hour of recordings by heart.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from voices.recipe.discriminators import Jury
from voices.recipe.examples import Batch, Material, batches
from voices.recipe.learning import (
    RunningMean,
    Weights,
    device,
    frozen,
    load,
    rate_at,
    save,
    step,
    together,
    worker_count,
)
from voices.recipe.networks import Acoustics
from voices.recipe.sound import ENVELOPE, SPECTRUM, SUBFRAMES

_CHANNELS = 192


@dataclass(frozen=True, slots=True)
class AcousticsPlan:
    """How acoustics are learned: passes over all takes without a jury, then with one."""

    plain_passes: int = 14
    jury_passes: int = 14
    frames: int = 1900
    peak: float = 8e-4
    jury_rate: float = 2e-4
    keep: float = 0.998
    adversarial: float = 0.08
    matching: float = 0.5
    veil: float = 0.15
    """Deviation of the noise through which the jury sees."""
    excerpt: int = 96
    """Frames that the jury sees at a time."""

    @property
    def passes(self) -> int:
        """All passes."""
        return self.plain_passes + self.jury_passes


@dataclass(slots=True)
class _Learner:
    """The networks being learned, shared by all workers, and how far each has come."""

    network: Acoustics
    jury: Jury
    mean: RunningMean
    done: float = 0.0
    seconds: float = 0.0


Tell = Callable[[str], None]


def learn_acoustics(
    material: Material, plan: AcousticsPlan, checkpoint: Path, tell: Tell
) -> tuple[Weights, float]:
    """Return the acoustic model's weights, and the seconds that learning took.

    Goes on from ``checkpoint`` where there is one.
    """
    torch.manual_seed(0)
    network = Acoustics(material.symbols, _CHANNELS).to(device())
    jury = Jury(_CHANNELS + 2 * SUBFRAMES).to(device())
    learner = _Learner(network, jury, RunningMean(network, plan.keep))
    if checkpoint.exists():
        _resume(learner, checkpoint)
        tell(f"acoustics: going on after {learner.done:.0%}")
    network.share_memory()
    jury.share_memory()
    workers = worker_count()

    def work(number: int) -> None:
        _Worker(learner, plan, number, workers).run(material, checkpoint, tell)

    together(work, workers)
    weights = {name: value.cpu() for name, value in learner.mean.weights.items()}
    return weights, learner.seconds


def _resume(learner: _Learner, checkpoint: Path) -> None:
    kept = load(checkpoint)
    learner.network.load_state_dict(kept["network"])
    learner.jury.load_state_dict(kept["jury"])
    learner.mean.weights = {name: v.to(device()) for name, v in kept["mean"].items()}
    learner.done, learner.seconds = kept["done"], kept["seconds"]


class _Worker:
    """One of the processes that learn; number 0 keeps the running mean and the record."""

    def __init__(self, learner: _Learner, plan: AcousticsPlan, number: int, workers: int) -> None:
        self.learner, self.plan, self.number, self.workers = learner, plan, number, workers
        self.chance = random.Random(number)
        torch.manual_seed(number)
        self.optimiser = torch.optim.AdamW(
            learner.network.parameters(), plan.peak, betas=(0.9, 0.98), weight_decay=1e-2
        )
        self.jury_optimiser = torch.optim.AdamW(
            learner.jury.parameters(), plan.jury_rate, betas=(0.8, 0.99)
        )
        self.steps = 0

    def run(self, material: Material, checkpoint: Path, tell: Tell) -> None:
        """Make this worker's share of the passes that are still to be made."""
        own = self.plan.passes / self.workers
        started = time.monotonic() - self.learner.seconds
        while self.learner.done < 1.0:
            groups = list(batches(material.learned, self.plan.frames, self.chance))
            for batch in groups:
                self._learn(batch.to(device()), self.learner.done)
                self.learner.done += 1.0 / (own * len(groups))
                if self.learner.done >= 1.0:
                    break
            self.learner.seconds = time.monotonic() - started
            if self.number == 0:
                self._record(checkpoint)
                loss = held_out(material.symbols, self.learner.mean.weights, material.held)
                minutes = self.learner.seconds / 60
                tell(f"acoustics: {self.learner.done:.0%}, {minutes:.0f} min, held-out {loss:.4f}")

    def _learn(self, batch: Batch, done: float) -> None:
        network = self.learner.network
        network.train()
        spread, voiced, spectrum = run_through(network, batch)
        loss = acoustic_loss(batch, voiced, spectrum)
        jury_from = self.plan.plain_passes / self.plan.passes
        if done >= jury_from:
            entry = min(1.0, (done - jury_from) / 0.03)
            loss = loss + entry * self._judged(batch, spread.detach(), spectrum)
        step(self.optimiser, loss, rate_at(done, self.steps, self.plan.peak))
        self.steps += 1
        if self.number == 0:
            self.learner.mean.follow(network)

    def _judged(self, batch: Batch, spread: Tensor, spectrum: Tensor) -> Tensor:
        """Let the jury learn from an excerpt, and return what it makes of the spectrum."""
        cut = self._excerpts(batch)
        condition = torch.cat([cut(spread), cut(batch.pitch), cut(batch.voiced)], 2)
        recorded, made = cut(batch.spectrum), cut(spectrum)
        recorded = recorded + self.plan.veil * torch.randn_like(recorded)
        made = made + self.plan.veil * torch.randn_like(made)
        jury = self.learner.jury
        mistakes = jury.mistakes(recorded, made.detach(), condition)
        step(self.jury_optimiser, mistakes, self.plan.jury_rate)
        with frozen(jury):
            adversarial, matching = jury.suspicion(recorded, made, condition)
        return self.plan.adversarial * adversarial + self.plan.matching * matching

    def _excerpts(self, batch: Batch) -> Callable[[Tensor], Tensor]:
        """Return what cuts one excerpt, at the same place, out of each take's values."""
        lengths = [int(length) for length in batch.frame_mask.sum((1, 2))]
        size = min(self.plan.excerpt, *lengths, lengths[0])
        starts = torch.tensor([self.chance.randint(0, length - size) for length in lengths])
        at = (starts[:, None] + torch.arange(size))[..., None].to(batch.pitch.device)
        return lambda values: torch.gather(values, 1, at.expand(-1, -1, values.shape[2]))

    def _record(self, checkpoint: Path) -> None:
        learner = self.learner
        state = {
            "network": learner.network.state_dict(),
            "jury": learner.jury.state_dict(),
            "mean": learner.mean.weights,
            "done": learner.done,
            "seconds": learner.seconds,
        }
        save(checkpoint, state)


def run_through(network: Acoustics, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
    """Return token knowledge at frames, voicing logits and spectrum, given what was recorded."""
    read = network.read(batch.spoken)
    spread = network.spread(read, batch.owner, batch.offset, batch.length)
    voiced = network.voiced(spread, batch.pitch, batch.frame_mask)
    spectrum = network.spectrum(spread, batch.pitch, batch.voiced, batch.frame_mask)
    return spread, voiced, spectrum


def acoustic_loss(batch: Batch, voiced: Tensor, spectrum: Tensor) -> Tensor:
    """Return how far voicing and spectrum, and the spectrum's movement, are from recorded."""
    mask = batch.frame_mask
    frames = mask.sum()
    voicing = functional.binary_cross_entropy_with_logits(voiced, batch.voiced, reduction="none")
    weight = torch.ones(SPECTRUM, device=mask.device)
    weight[ENVELOPE:] = 0.5
    weight = weight.repeat(SUBFRAMES)
    apart = ((spectrum - batch.spectrum).abs() * weight * mask).sum() / frames
    movement = (spectrum - batch.spectrum).diff(dim=1).abs()
    moved = (movement * mask[:, 1:]).sum() / frames
    values = weight.numel()
    return 0.15 * (voicing * mask).sum() / frames + (2.0 * apart + 0.5 * moved) / values


@torch.no_grad()
def held_out(symbols: int, weights: Weights, held: Sequence[Batch]) -> float:
    """Return the mean loss of ``weights`` on takes that are not learned from."""
    network = Acoustics(symbols, _CHANNELS).to(device())
    network.load_state_dict(weights)
    network.eval()
    losses = []
    for take in held:
        batch = take.to(device())
        _, voiced, spectrum = run_through(network, batch)
        losses.append(acoustic_loss(batch, voiced, spectrum).item())
    return sum(losses) / len(losses)
