"""A voice handed over: made, measured beside others, and described on its card."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch

from audiobrief.files import write_whole
from voices.recipe.card import CARD, Effort, Origin, card
from voices.recipe.evaluate.contestants import EspeakContestant, PiperContestant, Recordings
from voices.recipe.evaluate.figures import Figures, Measured, Part, Plan, measure
from voices.recipe.evaluate.said import Contestant
from voices.recipe.evaluate.timbre import Timbre as Difference
from voices.recipe.export import Identity
from voices.recipe.learn_acoustics import AcousticsPlan
from voices.recipe.learn_prosody import ProsodyPlan
from voices.recipe.making import LEARNED, Making, Order
from voices.recipe.sound import RATE
from voices.recipe.timbres import REPORTER, Timbre
from voices.recipe.workshop import Workshop

_FIGURES = "figures.json"
Made = Callable[[], Contestant]
ALL = Plan()
MOST = Plan(frozenset(Part) - {Part.SOUNDNESS})
"""All of it, and what is worth measuring of others."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is asked for; ``name`` begins with the language, as in ``en_US-ada-small``."""

    recordings: Path
    name: str
    espeak: str
    dataset: str
    dataset_licence: str
    licence: str
    notes: str
    beside: tuple[Path, ...]
    quick: bool

    @property
    def order(self) -> Order:
        """The voice to make: the recorded speaker, and a second one from the same model."""
        language, _, rest = self.name.partition("-")
        speaker = rest.partition("-")[0] or "speaker"
        identity = Identity(self.name, language, self.espeak, self.dataset)
        timbres = (Timbre(speaker), REPORTER)
        if self.quick:
            plans = ProsodyPlan(members=1, passes=6), AcousticsPlan(plain_passes=3, jury_passes=1)
            return Order(self.recordings, identity, timbres, *plans)
        return Order(self.recordings, identity, timbres)


class Delivery:
    """Everything from wishes to the finished folder."""

    def __init__(self, wishes: Wishes, work: Path, tell: Callable[[str], None]) -> None:
        self.wishes = wishes
        self.tell = tell
        self.workshop = Workshop(work, tell)
        self.making = Making(wishes.order, self.workshop)

    def deliver(self, folder: Path) -> None:
        """Write the voice, its configuration and its card into ``folder``."""
        model = self.making.voice(folder)
        self.tell(f"{model}: {model.stat().st_size / 1e6:.1f} MB")
        figures = self.figures(model)
        write_whole(folder / _FIGURES, f"{json.dumps(figures.plain(), indent=1)}\n".encode())
        write_whole(folder / CARD, self.card(model, figures).encode())
        self.tell(f"{folder / CARD}: written")

    def figures(self, model: Path) -> Figures:
        """Return the figures of the voice, of the recordings, and of all it is measured beside.

        Each is measured in a process of its own; word by word, only the voice itself.
        """
        recordings = self.making.held_out()
        others: list[Made] = [partial(PiperContestant, path) for path in self.wishes.beside]
        if EspeakContestant.installed():
            others.append(partial(EspeakContestant, voice=self.wishes.espeak))
        voice = partial(PiperContestant, model, "this voice")
        second = partial(PiperContestant, model, "second speaker", speaker=1)
        rest: list[Made] = [second, *others]
        with ProcessPoolExecutor(os.cpu_count()) as workers:
            jobs = [workers.submit(_measured, recordings, voice, ALL)]
            jobs.append(workers.submit(_measured, recordings, None, ALL))
            jobs += [workers.submit(_measured, recordings, c, MOST) for c in rest]
            apart = workers.submit(_timbre, recordings, voice, second)
            measured = [self._told(job.result()) for job in jobs]
            return Figures((measured[1], measured[0], *measured[2:]), apart.result())

    def _told(self, measured: Measured) -> Measured:
        self.tell(f"figures of {measured.name}: done")
        return measured

    def card(self, model: Path, figures: Figures) -> str:
        """Return the voice's card."""
        making, wishes = self.making, self.wishes
        samples = sum(len(take) for take in making.samples(list(making.texts)).values())
        origin = Origin(
            len(making.texts),
            samples / RATE / 60,
            wishes.dataset_licence,
            wishes.licence,
            wishes.notes,
        )
        order = wishes.order
        return card(order.identity, order.timbres, origin, self._effort(model), figures)

    def _effort(self, model: Path) -> Effort:
        learned = self.making.learned
        networks = [learned.acoustics, *learned.prosody]
        parameters = sum(p.numel() for network in networks for p in network.parameters())
        where = torch.cuda.get_device_name() if torch.cuda.is_available() else platform.machine()
        seconds = sum(
            json.loads((stage / LEARNED).read_text())["seconds"]
            for stage in (self.making.prosody, self.making.acoustics)
        )
        return Effort(seconds, parameters, model.stat().st_size, where)


def _measured(recordings: Recordings, make: Made | None, plan: Plan) -> Measured:
    """Return one contestant's figures, or those of the recordings themselves."""
    contestant = make() if make else recordings
    return measure([contestant], recordings, plan).contestants[0]


def _timbre(recordings: Recordings, first: Made, second: Made) -> Difference | None:
    plan = Plan(frozenset({Part.TIMBRE}))
    return measure([], recordings, plan, speakers=(first(), second())).timbre
