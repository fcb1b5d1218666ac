"""What all training shares: a schedule, a running mean of the weights, and helpers that resume.

Several processes may learn on the same weights in shared memory without locks (Niu et al. 2011,
"Hogwild!"): on processors this beats threads inside one process, whose many small steps wait for
one another. A graphics processor takes one process.
"""

from __future__ import annotations

import io
import math
import multiprocessing
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from audiobrief.files import write_whole

Weights = dict[str, Tensor]
Worker = Callable[[int], None]
"""Learns as worker number 0 (which keeps the record), 1, 2, …"""

_LOWEST = 0.04
"""Share of the peak learning rate that is left at the end."""
_WARM = 150
"""Steps until the learning rate has risen."""


def device() -> torch.device:
    """Return a graphics processor where there is one, else the processor."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def worker_count() -> int:
    """Return how many processes should learn side by side here."""
    if torch.cuda.is_available() or "fork" not in multiprocessing.get_all_start_methods():
        return 1
    return max(1, min(4, os.cpu_count() or 1))


def rate_at(share: float, step: int, peak: float) -> float:
    """Return the learning rate after ``share`` of training: a ramp, then half a cosine."""
    falling = 0.5 * (1.0 + math.cos(math.pi * min(share, 1.0)))
    return peak * (_LOWEST + (1.0 - _LOWEST) * falling) * min(1.0, (step + 1) / _WARM)


def step(optimiser: torch.optim.Optimizer, loss: Tensor, rate: float) -> None:
    """Take one step down a loss at a learning rate, its gradient bounded."""
    for group in optimiser.param_groups:
        group["lr"] = rate
    optimiser.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    for group in optimiser.param_groups:
        nn.utils.clip_grad_norm_(group["params"], 1.0)
    optimiser.step()


@contextmanager
def frozen(network: nn.Module) -> Iterator[None]:
    """Keep gradients out of a network's weights for a while."""
    network.requires_grad_(requires_grad=False)
    try:
        yield
    finally:
        network.requires_grad_(requires_grad=True)


class RunningMean:
    """An exponential mean of a network's weights: steadier than any moment of training."""

    def __init__(self, network: nn.Module, keep: float) -> None:
        self.weights: Weights = {
            name: value.detach().clone() for name, value in network.state_dict().items()
        }
        self._keep = keep
        self._steps = 0

    @torch.no_grad()
    def follow(self, network: nn.Module) -> None:
        """Take one step towards the network's weights."""
        self._steps += 1
        keep = min(self._keep, self._steps / (self._steps + 19))
        for name, value in network.state_dict().items():
            self.weights[name].lerp_(value, 1.0 - keep)


def together(work: Worker, workers: int) -> None:
    """Run ``work`` as worker 0 here and as the others in processes that share its weights.

    The others end with this one, and are ended where it fails.
    """
    context = multiprocessing.get_context("fork" if workers > 1 else None)
    others = [context.Process(target=work, args=(k,), daemon=True) for k in range(1, workers)]
    for other in others:
        other.start()
    try:
        work(0)
        for other in others:
            other.join()
    finally:
        for other in others:
            other.terminate()


def save(path: Path, state: object) -> None:
    """Write a state whole or not at all."""
    kept = io.BytesIO()
    torch.save(state, kept)
    write_whole(path, kept.getvalue())


def load(path: Path) -> Any:
    """Read what :func:`save` wrote; tensors, numbers and names only."""
    return torch.load(path, map_location="cpu", weights_only=True)
