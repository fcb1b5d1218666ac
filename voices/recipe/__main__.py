"""``python -m voices.recipe``: from a folder of recordings to a Piper voice."""

from __future__ import annotations

import os
import time
from pathlib import Path

import click

from audiobrief.commands.common import command
from audiobrief.errors import UsageError
from audiobrief.pipeline.workspace import open_workspace

_NEEDED = "torch, pyworld, praat-parselmouth and pocketsphinx"
_file = click.Path(exists=True, dir_okay=False, path_type=Path)
_folder = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("recordings", type=_folder)
@click.option("--name", required=True, help="Of the voice, as en_US-ada-small.")
@click.option("--into", type=_folder, default=Path("voices"), show_default=True)
@click.option("--work", type=_folder, show_default="the cache", help="Keeps what is made.")
@click.option("--espeak", default="en-us", show_default=True, help="espeak-ng's voice: phonemes.")
@click.option("--dataset", default="own recordings", show_default=True, help="For the card.")
@click.option("--dataset-licence", default="not stated", show_default=True, help="For the card.")
@click.option("--licence", default="not stated", show_default=True, help="Of the voice.")
@click.option("--notes", type=_file, help="Markdown to end the card with.")
@click.option("--beside", type=_file, multiple=True, help="Another Piper voice to measure too.")
@click.option("--quick", is_flag=True, help="A tenth of the learning: to try the recipe out.")
@command
def main(  # noqa: PLR0917 - one argument an option
    recordings: Path,
    name: str,
    into: Path,
    work: Path | None,
    espeak: str,
    dataset: str,
    dataset_licence: str,
    licence: str,
    notes: Path | None,
    beside: tuple[Path, ...],
    quick: bool,  # noqa: FBT001 - likewise
) -> None:
    """Make a Piper voice from the folder RECORDINGS and its metadata.csv."""
    # onnxruntime reports its use over the network unless this is set before it loads.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    try:
        from voices.recipe.delivery import Delivery, Wishes
    except ImportError as error:
        raise UsageError(
            f"the recipe needs {_NEEDED} ({error.name} is missing)",
            remedy='Install them with `pip install -e ".[train]"`.',
        ) from error
    wishes = Wishes(
        recordings=recordings,
        name=name,
        espeak=espeak,
        dataset=dataset,
        dataset_licence=dataset_licence,
        licence=licence,
        notes=notes.read_text("utf-8") if notes else "",
        beside=beside,
        quick=quick,
    )
    Delivery(wishes, work or open_workspace(Path()).cache / "recipe", tell).deliver(into / name)


_STARTED = time.monotonic()


def tell(what: str) -> None:
    """Print a line with the minutes since the start."""
    click.echo(f"{(time.monotonic() - _STARTED) / 60:6.1f} min  {what}")


if __name__ == "__main__":
    main()
