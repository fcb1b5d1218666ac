"""The stages in order: recordings → takes → features → alignment → learning → tuning → voice."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import torch

from audiobrief.files import digest_file
from voices.recipe.alignment import Alignment, align, doubtful
from voices.recipe.corpus import Recording, RecordingError, Take, read_listing, take_all
from voices.recipe.evaluate.contestants import PiperContestant, Recordings
from voices.recipe.evaluate.said import Said
from voices.recipe.examples import Batch, Material, Norms, example
from voices.recipe.export import Identity, write_voice
from voices.recipe.features import Features, analyse
from voices.recipe.holdout import Split, split
from voices.recipe.learn_acoustics import AcousticsPlan, learn_acoustics
from voices.recipe.learn_prosody import ProsodyPlan, learn_prosody, restored
from voices.recipe.learning import load, save
from voices.recipe.networks import Acoustics
from voices.recipe.sound import Floats
from voices.recipe.speaking import Learned, Tuning
from voices.recipe.symbols import Token, alphabet, tokens
from voices.recipe.timbres import Timbre
from voices.recipe.tuning import as_plain, from_plain, target, tuned
from voices.recipe.workshop import Workshop, key_of

LEARNED = "learned.json"
"""How learning went: the seconds it took, and of prosody the losses after each pass."""
_MOST_DOUBTFUL = 0.1
"""Share of takes whose words don't fit, above which the list itself must be wrong."""
_TUNED_ON = 50
"""Takes that a voice is tuned with."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made of which recordings."""

    recordings: Path
    identity: Identity
    timbres: tuple[Timbre, ...]
    prosody: ProsodyPlan = field(default_factory=ProsodyPlan)
    acoustics: AcousticsPlan = field(default_factory=AcousticsPlan)


class Making:
    """A voice in the making; each stage is made when its result is first asked for."""

    def __init__(self, order: Order, workshop: Workshop) -> None:
        self.order = order
        self.workshop = workshop
        self._tell = workshop.tell

    @cached_property
    def recordings(self) -> tuple[Recording, ...]:
        """The recordings that the list names."""
        return read_listing(self.order.recordings)

    @cached_property
    def texts(self) -> dict[str, str]:
        """What is said in each recording."""
        return {recording.name: recording.text for recording in self.recordings}

    @cached_property
    def _takes_key(self) -> str:
        listed = [(r.name, r.text, digest_file(r.path)) for r in self.recordings]
        return key_of("takes", listed)

    @cached_property
    def takes(self) -> Path:
        """The folder of takes, ``NAME.npy``: checked, trimmed, levelled."""

        def make(folder: Path) -> None:
            with _processes() as workers:
                for take in take_all(self.recordings, workers):
                    np.save(folder / f"{take.name}.npy", take.samples)

        return self.workshop.made("takes", self._takes_key, make)

    def samples(self, names: Sequence[str]) -> dict[str, Floats]:
        """Return takes by name."""
        return {name: np.load(self.takes / f"{name}.npy") for name in names}

    @cached_property
    def features(self) -> Path:
        """The folder of features, ``NAME.npz``."""

        def make(folder: Path) -> None:
            jobs = [(self.takes, name, folder) for name in self.texts]
            with _processes() as workers:
                for _ in workers.map(_analyse_one, jobs, chunksize=8):
                    pass

        return self.workshop.made("features", key_of("features", self._takes_key), make)

    @cached_property
    def tokens(self) -> dict[str, tuple[Token, ...]]:
        """What is said in each recording, as sounds."""
        say = phonemizer(self.order.identity.espeak_voice)
        return {name: tokens(say(text)) for name, text in self.texts.items()}

    @cached_property
    def _alignment_key(self) -> str:
        return key_of("alignment", self._takes_key, self.order.identity.espeak_voice)

    @cached_property
    def alignments(self) -> dict[str, Alignment]:
        """When each sound of each take is said."""

        def make(folder: Path) -> None:
            found = align({n: (self._feature(n), t) for n, t in self.tokens.items()})
            kept = {name: (one.frames, one.score) for name, one in found.items()}
            (folder / "alignments.json").write_text(json.dumps(kept))

        folder = self.workshop.made("alignment", self._alignment_key, make)
        kept = json.loads((folder / "alignments.json").read_text())
        return {
            name: Alignment(self.tokens[name], tuple(frames), score)
            for name, (frames, score) in kept.items()
        }

    def _feature(self, name: str) -> Features:
        return Features.load(self.features / f"{name}.npz")

    @cached_property
    def split(self) -> Split:
        """What is learned from, and what is held out.

        Raises:
            RecordingError: too many takes don't say what the list says.
        """
        odd = doubtful(self.alignments)
        if len(odd) > _MOST_DOUBTFUL * len(self.texts):
            shown = "".join(f"\n  {name}: {self.texts[name]}" for name in odd[:20])
            raise RecordingError(
                f"in {len(odd)} of {len(self.texts)} recordings other words are said than listed:"
                f"{shown}\n",
                where=self.order.recordings,
                remedy="Listen to these, and correct the list.",
            )
        for name in odd:
            self._tell(f"left out, its words don't fit: {name}: {self.texts[name]}")
        return split(self.texts, odd)

    @cached_property
    def alphabet(self) -> tuple[str, ...]:
        """The symbols that the voice knows."""
        return alphabet(self.tokens.values())

    @cached_property
    def norms(self) -> Norms:
        """The speaker's means and deviations."""
        return Norms.of([self._feature(name) for name in self.split.learned])

    def examples(self, names: Sequence[str]) -> list[Batch]:
        """Return takes as the networks learn them."""
        known = {symbol: number for number, symbol in enumerate(self.alphabet)}
        aligned = self.alignments
        return [example(self._feature(n), aligned[n], known, self.norms) for n in names]

    @cached_property
    def material(self) -> Material:
        """What the networks learn."""
        split = self.split
        learned, held = self.examples(split.learned), self.examples(split.choice)
        return Material(len(self.alphabet), learned, held)

    @cached_property
    def _learned_key(self) -> str:
        return key_of("learned", self._alignment_key)

    @cached_property
    def prosody(self) -> Path:
        """The folder of what is learned of pace and pitch, and of how that went."""
        plan = self.order.prosody

        def make(folder: Path) -> None:
            started = time.monotonic()
            weights, history = learn_prosody(self.material, plan, self._tell)
            save(folder / "members.pt", weights)
            passes = [[asdict(one) for one in member] for member in history]
            kept = {"seconds": time.monotonic() - started, "history": passes}
            (folder / LEARNED).write_text(json.dumps(kept, indent=1))

        return self.workshop.made("prosody", key_of("prosody", self._learned_key, plan), make)

    @cached_property
    def acoustics(self) -> Path:
        """The folder of what is learned of spectra."""
        plan = self.order.acoustics
        key = key_of("acoustics", self._learned_key, plan)

        def make(folder: Path) -> None:
            checkpoint = self.workshop.checkpoints("acoustics", key) / "weights.pt"
            weights, seconds = learn_acoustics(self.material, plan, checkpoint, self._tell)
            save(folder / "weights.pt", weights)
            (folder / LEARNED).write_text(json.dumps({"seconds": seconds}))

        return self.workshop.made("acoustics", key, make)

    @cached_property
    def learned(self) -> Learned:
        """All networks, ready to use."""
        symbols = len(self.alphabet)
        acoustics = Acoustics(symbols)
        acoustics.load_state_dict(load(self.acoustics / "weights.pt"))
        members = [restored(symbols, one) for one in load(self.prosody / "members.pt")]
        return Learned(self.alphabet, self.norms, members, acoustics.eval())

    @cached_property
    def _tuning_key(self) -> str:
        return key_of("tuning", self.prosody.name, self.acoustics.name)

    @cached_property
    def tuning(self) -> Tuning:
        """What is set by comparing with the takes held out for choices."""

        def make(folder: Path) -> None:
            names = self.split.choice[:_TUNED_ON]
            wanted = target(names, self.texts, self.samples(names), self.alignments)

            def build(tuning: Tuning) -> Callable[[str], Said]:
                voice = PiperContestant(self._write(folder, tuning))
                return lambda text: voice.say(text, 0)

            found = tuned(build, wanted, self._tell)
            for trial in folder.iterdir():
                trial.unlink()
            (folder / "tuning.json").write_text(json.dumps(as_plain(found), indent=1))

        folder = self.workshop.made("tuning", self._tuning_key, make)
        return from_plain(json.loads((folder / "tuning.json").read_text()))

    def voice(self, folder: Path) -> Path:
        """Write the finished voice into ``folder``; return its model."""
        return self._write(folder, self.tuning)

    def _write(self, folder: Path, tuning: Tuning) -> Path:
        order = self.order
        return write_voice(folder, self.learned, order.timbres, tuning, order.identity)

    def held_out(self) -> Recordings:
        """Return the takes that no choice was made with."""
        names = self.split.test
        texts: Mapping[str, str] = {name: self.texts[name] for name in names}
        return Recordings(self.samples(names), texts, self.alignments)


def phonemizer(voice: str) -> Callable[[str], list[str]]:
    """Return what turns a text into Piper's phonemes, its sentences joined by a space."""
    from piper.phonemize_espeak import EspeakPhonemizer

    espeak = EspeakPhonemizer()

    def say(text: str) -> list[str]:
        joined: list[str] = []
        for sentence in filter(None, espeak.phonemize(voice, text)):
            joined += [" ", *sentence] if joined else sentence
        return joined

    return say


def _analyse_one(job: tuple[Path, str, Path]) -> None:
    takes, name, folder = job
    analyse(Take(name, "", np.load(takes / f"{name}.npy"))).save(folder / f"{name}.npz")


@contextmanager
def _processes() -> Iterator[ProcessPoolExecutor]:
    """Yield processes, one a core, each of one thread."""
    torch.set_num_threads(1)
    with ProcessPoolExecutor(os.cpu_count()) as workers:
        yield workers
