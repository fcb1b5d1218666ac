"""The learned voice as files that Piper loads: one ONNX graph and its JSON.

The graph's last input, ``seed``, has a default: Piper never feeds it, and whoever does gets
another take of the same line. Large weights are kept in half precision.
"""

from __future__ import annotations

import io
import json
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from audiobrief.files import write_whole
from voices.recipe.sound import FRAME, RATE
from voices.recipe.speaking import Learned, SpeakingVoice, Tuning
from voices.recipe.timbres import Timbre

SEED = "seed"
_INPUTS = ["input", "input_lengths", "scales", "sid", SEED]
_OUTPUTS = ["output", "durations"]
_AXES = {
    "input": {0: "batch", 1: "phonemes"},
    "input_lengths": {0: "batch"},
    "output": {0: "batch", 2: "time"},
    "durations": {2: "phonemes"},
}
_OPSET = 17
_HALVED_FROM = 4096
"""Values from which a weight is kept in half precision."""
_EXACT = "vocoder"
"""Matrices of transforms keep single precision: their error would be heard as noise."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a voice is called and speaks."""

    name: str
    language: str
    espeak_voice: str
    dataset: str
    noise_scale: float = 0.25
    noise_w: float = 0.2


def piper_ids() -> dict[str, int]:
    """Return Piper's number of each phoneme that is one character."""
    from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP

    return {p: ids[0] for p, ids in DEFAULT_PHONEME_ID_MAP.items() if len(p) == 1}


def assemble(learned: Learned, timbres: Sequence[Timbre], tuning: Tuning) -> SpeakingVoice:
    """Return the whole voice, ready to speak."""
    return SpeakingVoice(learned, piper_ids(), timbres, tuning).eval()


def write_voice(
    folder: Path,
    learned: Learned,
    timbres: Sequence[Timbre],
    tuning: Tuning,
    identity: Identity,
) -> Path:
    """Write ``folder/NAME.onnx`` and its JSON; return the path of the model."""
    model = folder / f"{identity.name}.onnx"
    write_whole(model, onnx_bytes(assemble(learned, timbres, tuning)))
    settings = json.dumps(configuration(identity, timbres), ensure_ascii=False, indent=1)
    write_whole(model.with_name(f"{model.name}.json"), f"{settings}\n".encode())
    return model


def onnx_bytes(voice: SpeakingVoice) -> bytes:
    """Return the voice as an ONNX model."""
    ids = torch.tensor([[1, 0, 20, 0, 120, 0, 14, 0, 74, 0, 8, 0, 3, 0, 59, 0, 10, 0, 2]])
    one = torch.tensor([0])
    example = (ids, torch.tensor([ids.shape[1]]), torch.tensor([0.5, 1.0, 0.5]), one, one)
    kept = io.BytesIO()
    with torch.no_grad(), warnings.catch_warnings():
        # The exporter that follows control flow by tracing is the one whose graphs Piper's
        # oldest supported onnxruntime loads; torch says so at every call.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            voice,
            example,
            kept,  # type: ignore[arg-type]  # written to as to a file
            input_names=_INPUTS,
            output_names=_OUTPUTS,
            dynamic_axes=_AXES,
            opset_version=_OPSET,
            dynamo=False,
        )
    return finished(kept.getvalue())


def finished(model: bytes) -> bytes:
    """Return an exported model with its default seed, large weights halved, and checked."""
    import onnx
    from onnx import numpy_helper

    proto = onnx.load_model_from_string(model)
    _halve(proto.graph)
    proto.graph.initializer.append(numpy_helper.from_array(np.zeros(1, np.int64), SEED))
    onnx.checker.check_model(proto)
    done: bytes = proto.SerializeToString()
    return done


def _halve(graph: Any) -> None:
    from onnx import TensorProto, helper, numpy_helper

    casts, kept = [], []
    for tensor in graph.initializer:
        values = numpy_helper.to_array(tensor)
        large = values.dtype == np.float32 and values.size >= _HALVED_FROM
        if not large or tensor.name.startswith(_EXACT):
            kept.append(tensor)
            continue
        half = f"{tensor.name}/half"
        kept.append(numpy_helper.from_array(values.astype(np.float16), half))
        casts.append(helper.make_node("Cast", [half], [tensor.name], to=TensorProto.FLOAT))
    nodes = [*casts, *graph.node]
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend(kept)
    graph.node.extend(nodes)


def configuration(identity: Identity, timbres: Sequence[Timbre]) -> dict[str, object]:
    """Return the JSON that Piper reads beside the model."""
    family, _, region = identity.language.partition("_")
    return {
        "audio": {"sample_rate": RATE, "quality": "medium"},
        "espeak": {"voice": identity.espeak_voice},
        "inference": {
            "noise_scale": identity.noise_scale,
            "length_scale": 1.0,
            "noise_w": identity.noise_w,
        },
        "phoneme_type": "espeak",
        "phoneme_map": {},
        "phoneme_id_map": {phoneme: [number] for phoneme, number in piper_ids().items()},
        "num_symbols": 256,
        "num_speakers": len(timbres),
        "speaker_id_map": {timbre.name: number for number, timbre in enumerate(timbres)}
        if len(timbres) > 1
        else {},
        "hop_length": FRAME,
        "language": {"code": identity.language, "family": family, "region": region},
        "dataset": identity.dataset,
    }
