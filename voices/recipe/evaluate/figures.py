"""All measures of all contestants in one run."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from voices.recipe.evaluate.contestants import PiperContestant, Recordings
from voices.recipe.evaluate.endings import Endings, before_commas, final
from voices.recipe.evaluate.harmonics import Harmonics, harmonics
from voices.recipe.evaluate.pitch import Likeness, Pitch, likeness, pitch
from voices.recipe.evaluate.recogniser import Ear, listen
from voices.recipe.evaluate.said import SHORTEST_SECONDS, Contestant, Said, analysed
from voices.recipe.evaluate.soundness import Soundness, soundness
from voices.recipe.evaluate.spectrum import Spectrum, spectrum
from voices.recipe.evaluate.speed import Speed, speed
from voices.recipe.evaluate.stability import Stability, stability
from voices.recipe.evaluate.texts import Texts, texts
from voices.recipe.evaluate.timbre import Timbre, timbre
from voices.recipe.evaluate.timing import Durations, Rhythm, durations, rhythm
from voices.recipe.evaluate.words import WordErrors
from voices.recipe.features import Features

_SPEED_LINES = 20
_TIMBRE_LINES = 20
"""Lines enough for these figures to settle."""


class Part(StrEnum):
    """What can be measured, each by itself."""

    WORDS = "words"
    HARMONICS = "harmonics"
    PITCH = "pitch"
    TIMING = "timing"
    SPECTRUM = "spectrum"
    ENDINGS = "endings"
    SOUNDNESS = "soundness"
    STABILITY = "stability"
    SPEED = "speed"
    TIMBRE = "timbre"


_COMPARED = frozenset({Part.HARMONICS, Part.PITCH, Part.TIMING, Part.SPECTRUM})
"""Parts that look at the recorded prompts."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure.

    ``news`` are the texts that words are counted on, besides the prompts; all are said once with
    each of ``seeds``.
    """

    parts: frozenset[Part] = frozenset(Part)
    news: Texts = Texts.NEWS_TEST
    seeds: tuple[int, ...] = (0, 1, 2)


@dataclass(frozen=True, slots=True)
class Measured:
    """One contestant's figures; None is what wasn't or cannot be measured."""

    name: str
    prompts: WordErrors | None = None
    news: WordErrors | None = None
    harmonics: Harmonics | None = None
    pitch: Pitch | None = None
    likeness: Likeness | None = None
    rhythm: Rhythm | None = None
    durations: Durations | None = None
    spectrum: Spectrum | None = None
    endings: Endings | None = None
    soundness: Soundness | None = None
    stability: Stability | None = None
    speed: Speed | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Everybody's figures side by side, and how the first voice's second speaker differs."""

    contestants: tuple[Measured, ...]
    timbre: Timbre | None = None

    def plain(self) -> dict[str, Any]:
        """Return the figures as JSON has them: dictionaries, lists, and null for no number."""
        made: dict[str, Any] = _plain(asdict(self))
        return made


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


Spoken = dict[str, tuple[Said, Features]]
"""Lines as somebody said them, analysed."""


@dataclass(slots=True)
class _Bench:
    """What is made once and used for everybody."""

    recordings: Recordings
    plan: Plan
    told: Callable[[str], None]
    _ear: Ear | None = None
    _natural: Spoken = field(default_factory=dict)

    @property
    def prompts(self) -> list[str]:
        return [self.recordings.texts[name] for name in self.recordings.samples]

    @property
    def ear(self) -> Ear:
        self._ear = self._ear or Ear()
        return self._ear

    @property
    def natural(self) -> Spoken:
        self._natural = self._natural or spoken(self.recordings, self.prompts)
        return self._natural


def spoken(contestant: Contestant, lines: Sequence[str], seed: int = 0) -> Spoken:
    """Return lines as somebody says them, analysed; a line too short for that is left out."""
    said = {line: contestant.say(line, seed) for line in lines}
    return {
        line: (one, analysed(one)) for line, one in said.items() if one.seconds >= SHORTEST_SECONDS
    }


def measure(
    contestants: Sequence[Contestant],
    recordings: Recordings,
    plan: Plan | None = None,
    speakers: tuple[Contestant, Contestant] | None = None,
    told: Callable[[str], None] = lambda _: None,
) -> Figures:
    """Return the figures of all contestants.

    Args:
        contestants: who is measured; may have ``recordings`` among them.
        recordings: held-out takes, the measure of all comparison; their texts are the prompts.
        plan: what to measure; all of it unless given.
        speakers: two speakers of a voice, to compare in timbre.
        told: is told of each step done.
    """
    bench = _Bench(recordings, plan or Plan(), told)
    measured = tuple(_measured(bench, contestant) for contestant in contestants)
    apart = None
    if speakers is not None and Part.TIMBRE in bench.plan.parts:
        lines = bench.prompts[:_TIMBRE_LINES]
        first, second = ([one.say(line, 0) for line in lines] for one in speakers)
        apart = timbre(first, second)
        told(f"{speakers[0].name} and {speakers[1].name}: timbre compared")
    return Figures(measured, apart)


def _measured(bench: _Bench, contestant: Contestant) -> Measured:
    parts = bench.plan.parts
    found = Measured(contestant.name)
    if parts & _COMPARED:
        found = _compared(bench, contestant, found)
        bench.told(f"{contestant.name}: {len(bench.prompts)} prompts compared")
    if Part.WORDS in parts:
        found = _words(bench, contestant, found)
    if contestant.prompts_only:
        return found
    if Part.ENDINGS in parts:
        found = replace(found, endings=_endings(contestant))
        bench.told(f"{contestant.name}: endings measured")
    if Part.SOUNDNESS in parts:
        lines = texts(Texts.SOUNDNESS)
        found = replace(found, soundness=soundness(bench.ear, contestant, lines, told=bench.told))
    if Part.STABILITY in parts:
        found = replace(found, stability=stability(contestant, texts(Texts.STABILITY)))
    if Part.SPEED in parts and isinstance(contestant, PiperContestant):
        found = replace(found, speed=speed(contestant, texts(bench.plan.news)[:_SPEED_LINES]))
    return found


def _compared(bench: _Bench, contestant: Contestant, found: Measured) -> Measured:
    parts, natural = bench.plan.parts, bench.natural
    itself = contestant is bench.recordings
    ours = natural if itself else spoken(contestant, bench.prompts)
    pairs = [] if itself else [(ours[line], natural[line]) for line in ours if line in natural]
    said = [one for one, _ in ours.values()]
    if Part.HARMONICS in parts:
        found = replace(found, harmonics=harmonics(said))
    if Part.PITCH in parts:
        found = replace(found, pitch=pitch(list(ours.values())), likeness=likeness(pairs))
    if Part.TIMING in parts:
        lengths = durations([(one, other) for (one, _), (other, _) in pairs])
        found = replace(found, rhythm=rhythm(said), durations=lengths)
    if Part.SPECTRUM in parts:
        envelopes = [(one, other) for (_, one), (_, other) in pairs]
        found = replace(found, spectrum=spectrum(envelopes))
    return found


def _words(bench: _Bench, contestant: Contestant, found: Measured) -> Measured:
    seeds = bench.plan.seeds
    prompts, _ = listen(bench.ear, contestant, bench.prompts, seeds, bench.told)
    found = replace(found, prompts=prompts)
    if contestant.prompts_only:
        return found
    news, _ = listen(bench.ear, contestant, texts(bench.plan.news), seeds, bench.told)
    return replace(found, news=news)


def _endings(contestant: Contestant) -> Endings | None:
    kinds = (Texts.YES_NO, Texts.WH, Texts.LISTS, Texts.STATEMENTS)
    said = {kind: list(spoken(contestant, texts(kind)).values()) for kind in kinds}
    statements = final(said[Texts.STATEMENTS])
    if statements is None:
        return None
    return Endings(
        yes_no=final(said[Texts.YES_NO]),
        wh=final(said[Texts.WH]),
        more=before_commas(said[Texts.LISTS]),
        statements=statements,
    )
