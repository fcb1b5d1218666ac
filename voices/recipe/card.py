"""The voice card: where a voice comes from, what may be done with it, and how good it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voices.recipe.evaluate.figures import Figures
from voices.recipe.evaluate.table import table
from voices.recipe.export import Identity
from voices.recipe.timbres import Timbre
from voices.recipe.workshop import RECIPE

CARD = "VOICE_CARD.md"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a voice comes from; ``notes`` is Markdown that ends the card."""

    recordings: int
    minutes: float
    dataset_licence: str
    licence: str
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Effort:
    """What the voice took: seconds of training, parameters, bytes of the model."""

    seconds: float
    parameters: int
    size: int
    device: str


def card(
    identity: Identity,
    timbres: Sequence[Timbre],
    origin: Origin,
    effort: Effort,
    figures: Figures,
) -> str:
    """Return the card as Markdown."""
    speakers = ", ".join(f"{timbre.name} ({number})" for number, timbre in enumerate(timbres))
    return (
        f"""# {identity.name}

* Language: {identity.language}
* Speakers: {len(timbres)}: {speakers}
* Quality: medium (22,050 Hz)
* Size: {effort.size / 1e6:.1f} MB, {effort.parameters / 1e6:.1f} million parameters, half precision

## Dataset

* Source: {identity.dataset}: {origin.recordings:,} recordings, {origin.minutes:.0f} minutes
* License: {origin.dataset_licence}

## The voice's own licence

* License: {origin.licence}

## How it was made

By audiobrief's recipe {RECIPE} (`voices/recipe/`), from scratch, with no other voice as a base;
learning took {effort.seconds / 60:.0f} minutes on {effort.device}. A second output gives the
frames of each phoneme. `noise_scale` varies the pitch of words and `noise_w` the length of sounds;
the same text, settings and `seed` give the same samples.

## Figures

Measured in one run on takes and texts that nothing was learned from or chosen with. Word errors
are pocketsphinx's with its generic English model, the mean of three syntheses.

{table(figures)}
{origin.notes}""".rstrip()
        + "\n"
    )
