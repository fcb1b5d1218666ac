"""A voice made from a few seconds of generated recordings, by the recipe's own command."""

from __future__ import annotations

import recipe_needs

recipe_needs.need()

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from click.testing import CliRunner
from onnx import load_model
from piper import PiperVoice

from recipe_samples import write_corpus
from voices.recipe import tuning
from voices.recipe.__main__ import main
from voices.recipe.corpus import RecordingError
from voices.recipe.delivery import Wishes
from voices.recipe.evaluate.contestants import PiperContestant
from voices.recipe.learn_acoustics import AcousticsPlan
from voices.recipe.learn_prosody import ProsodyPlan
from voices.recipe.making import Making, Order
from voices.recipe.sound import FRAME
from voices.recipe.speaking import Tuning
from voices.recipe.workshop import Workshop

TAKES = 24
SOME = "She has seen the sea, so she says."
PLANS = ProsodyPlan(members=2, passes=2), AcousticsPlan(plain_passes=1, jury_passes=1)


def order(recordings: Path) -> Order:
    """Return an order for the smallest voice of ``recordings``."""
    wishes = Wishes(recordings, "en_US-hum-small", "en-us", "generated", "CC0", "CC0", "", (), True)
    return replace(wishes.order, prosody=PLANS[0], acoustics=PLANS[1])


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of generated recordings."""
    return write_corpus(tmp_path_factory.mktemp("corpus"), TAKES)


@pytest.fixture(scope="module")
def made(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Making, Path]:
    """Return a voice made of them, all stages done once, and its model."""
    torch.set_num_threads(1)
    making = Making(order(corpus), Workshop(tmp_path_factory.mktemp("work"), lambda _: None))
    with pytest.MonkeyPatch.context() as patch:
        # Each makes a voice; more come nearer to the recordings, which no test here asks.
        patch.setattr(tuning, "_ROUNDS", 2)
        return making, making.voice(tmp_path_factory.mktemp("voice"))


def test_piper_loads_it(made: tuple[Making, Path]) -> None:
    """Piper's own loader takes the voice; durations sum to samples; a line is said alike twice."""
    voice = PiperVoice.load(made[1])
    (chunk,) = voice.synthesize(SOME, include_alignments=True)
    (again,) = voice.synthesize(SOME)
    assert chunk.phoneme_id_samples is not None
    assert chunk.phoneme_id_samples.sum() == len(chunk.audio_float_array)
    assert np.isfinite(chunk.audio_float_array).all()
    assert np.array_equal(chunk.audio_float_array, again.audio_float_array)


def test_the_graph_is_as_promised(made: tuple[Making, Path]) -> None:
    """Inputs and outputs have Piper's names, the seed a default, and no node draws by itself."""
    graph = load_model(made[1]).graph
    assert [given.name for given in graph.input] == [
        *("input", "input_lengths", "scales", "sid", "seed"),
    ]
    assert [out.name for out in graph.output] == ["output", "durations"]
    assert "seed" in {kept.name for kept in graph.initializer}
    assert not [node.op_type for node in graph.node if node.op_type.startswith("Random")]
    assert made[1].stat().st_size <= 15_000_000


def test_seeds_speakers_and_scales(made: tuple[Making, Path]) -> None:
    """Another seed is another take, another speaker is lower, a longer scale is slower."""
    first, second = PiperContestant(made[1]), PiperContestant(made[1], speaker=1)
    one, other = first.say(SOME, 0), first.say(SOME, 1)
    assert not np.array_equal(one.samples, other.samples)
    assert np.array_equal(one.samples, first.say(SOME, 0).samples)
    assert sum(one.frames) * FRAME == len(one.samples)
    assert not np.array_equal(one.samples, second.say(SOME, 0).samples)
    voice = PiperVoice.load(made[1])
    voice.config.length_scale = 2.0
    (slow,) = voice.synthesize(SOME)
    assert len(slow.audio_float_array) > 1.5 * len(one.samples)


def test_the_exported_graph_says_what_the_networks_say(made: tuple[Making, Path]) -> None:
    """Half precision changes little: durations are the same, and so is the sound."""
    from voices.recipe.export import assemble
    from voices.recipe.timbres import Timbre

    making, model = made
    voice = PiperContestant(model)
    phonemes = voice.phonemes(SOME)
    samples, frames = voice.run(phonemes, 0)
    from piper.phoneme_ids import phonemes_to_ids

    ids = torch.tensor([phonemes_to_ids(phonemes)])
    whole = assemble(making.learned, making.order.timbres, making.tuning)
    assert isinstance(making.order.timbres[0], Timbre)
    zero = torch.tensor([0])
    scales = torch.tensor([making.order.identity.noise_scale, 1.0, making.order.identity.noise_w])
    with torch.no_grad():
        wanted, told = whole(ids, torch.tensor([ids.shape[1]]), scales, zero, zero)
    assert np.array_equal(told.reshape(-1).numpy(), frames)
    assert np.corrcoef(wanted.reshape(-1).numpy(), samples)[0, 1] > 0.99


def test_stages_are_kept(made: tuple[Making, Path], corpus: Path) -> None:
    """A second making does no stage again, and gives the same model to the byte."""
    told: list[str] = []
    folder = made[0].workshop.folder
    again = Making(order(corpus), Workshop(folder, told.append))
    model = again.voice(folder / "again")
    assert model.read_bytes() == made[1].read_bytes()
    assert [line for line in told if "kept from before" not in line] == []


def test_learning_goes_on_after_a_break(made: tuple[Making, Path], tmp_path: Path) -> None:
    """A checkpoint half-way is gone on from, not begun anew."""
    from voices.recipe.learn_acoustics import learn_acoustics
    from voices.recipe.learning import load, save

    told: list[str] = []
    plan = AcousticsPlan(plain_passes=2, jury_passes=0)
    checkpoint = tmp_path / "weights.pt"
    learn_acoustics(made[0].material, plan, checkpoint, told.append)
    kept = load(checkpoint)
    save(checkpoint, {**kept, "done": 0.5})
    learn_acoustics(made[0].material, plan, checkpoint, told.append)
    assert "acoustics: going on after 50%" in told


def test_learning_learns(made: tuple[Making, Path]) -> None:
    """Held-out loss falls while prosody is learned, and the record of it says so."""
    kept = json.loads((made[0].prosody / "learned.json").read_text())
    (first, *_, last) = kept["history"][0]
    assert last["held_duration"] < first["held_duration"]
    assert kept["seconds"] > 0


def test_a_wrong_list_is_refused(made: tuple[Making, Path], corpus: Path) -> None:
    """Where many recordings hold other words than the list, they are named and nothing is made."""
    making = Making(order(corpus), made[0].workshop)
    names = list(making.alignments)[:5]
    for name in names:
        unlikely = replace(making.alignments[name], score=-1000.0)
        making.alignments[name] = unlikely
    with pytest.raises(RecordingError, match="other words are said than listed") as refused:
        _ = making.split
    assert all(name in str(refused.value) for name in names)


def test_a_single_wrong_text_is_left_out(made: tuple[Making, Path], corpus: Path) -> None:
    """One recording whose words don't fit is told and not learned from."""
    told: list[str] = []
    making = Making(order(corpus), Workshop(made[0].workshop.folder, told.append))
    name = next(iter(set(making.alignments) - set(making_held(made[0]))))
    making.alignments[name] = replace(making.alignments[name], score=-1000.0)
    assert name not in making.split.learned
    assert any(name in line for line in told)


def making_held(making: Making) -> tuple[str, ...]:
    """Return the takes that are not learned from."""
    return (*making.split.choice, *making.split.test)


def test_the_command_tells_what_is_wrong(tmp_path: Path) -> None:
    """A folder without a list is one message and a non-zero exit."""
    result = CliRunner().invoke(main, [str(tmp_path), "--name", "en_US-x-small"])
    assert result.exit_code == 1
    assert "metadata.csv" in result.output
    assert "Traceback" not in result.output


def test_tuning_survives_being_written_down(made: tuple[Making, Path]) -> None:
    """A tuning comes back from JSON as it was, and differs from none at all."""
    found = made[0].tuning
    assert tuning.from_plain(json.loads(json.dumps(tuning.as_plain(found)))) == found
    assert found != Tuning()
