"""A Piper voice of two kilobytes: a hum with a little noise, as long as its phonemes ask.

It has what matters about a real one: drawn noise, a ``Ceil`` of predicted durations, ids
with pads between, and espeak phonemes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, checker, helper, numpy_helper, save
from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP

RATE = 16_000
HOP = 256
NAME = "en_US-hum-tiny"


def write_voice(
    folder: Path,
    name: str = NAME,
    pitch: float = 180.0,
    *,
    speakers: Sequence[str] = (),
    seeded: bool = False,
) -> Path:
    """Write the voice as ``folder/name/name.onnx`` and return that path.

    It speaks the language that its name begins with, as Piper's voices do. Of ``speakers``
    each hums by half of ``pitch`` above the one before. A ``seeded`` voice draws no noise:
    it makes it from an input ``seed``, which is 0 where it is not fed.
    """
    code = name.partition("-")[0]
    home = folder / name
    home.mkdir(parents=True, exist_ok=True)
    model = home / f"{name}.onnx"
    pitches = [pitch * (1 + number / 2) for number in range(max(1, len(speakers)))]
    save(_graph(pitches, seeded=seeded), model)
    config = {
        "audio": {"sample_rate": RATE, "quality": "tiny"},
        "espeak": {"voice": "en-us" if code.startswith("en") else code.partition("_")[0]},
        "inference": {"noise_scale": 0.667, "length_scale": 1.0, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "phoneme_id_map": DEFAULT_PHONEME_ID_MAP,
        "num_symbols": 256,
        "num_speakers": len(pitches),
        "speaker_id_map": {speaker: number for number, speaker in enumerate(speakers)},
        "hop_length": HOP,
        "language": {"code": code},
    }
    model.with_name(f"{name}.onnx.json").write_text(json.dumps(config), encoding="utf-8")
    (home / "MODEL_CARD").write_text("* License: CC0 1.0\n", encoding="utf-8")
    return model


def _graph(pitches: Sequence[float], *, seeded: bool) -> ModelProto:
    """Return a graph: one to two frames an id, a sine of a speaker's pitch (Hz), 1 % of noise."""

    def constant(name: str, value: object, kind: type) -> None:
        constants.append(numpy_helper.from_array(np.array(value, kind), name))

    constants: list[TensorProto] = []
    constant("two", 2, np.int64)
    constant("one_and_a_half", 1.5, np.float32)
    constant("half", 0.5, np.float32)
    constant("hop", float(HOP), np.float32)
    constant("zero", 0, np.int64)
    constant("one", 1, np.int64)
    constant("first", [1], np.int64)
    constant("turns", [2 * np.pi * pitch / RATE for pitch in pitches], np.float32)
    constant("only", [0], np.int64)
    constant("salt", 12.9898, np.float32)
    constant("loud", 0.3, np.float32)
    constant("faint", 0.01, np.float32)
    constant("wave_shape", [1, 1, 1, -1], np.int64)
    constant("ids_shape", [1, 1, -1], np.int64)
    node = helper.make_node
    nodes = [
        node("Greater", ["input", "two"], ["sounding"]),
        node("Cast", ["sounding"], ["sounding_f"], to=TensorProto.FLOAT),
        node("Mul", ["sounding_f", "one_and_a_half"], ["longer"]),
        node("Add", ["longer", "half"], ["frames_f"]),
        node("Gather", ["scales", "first"], ["slowness"]),
        node("Mul", ["frames_f", "slowness"], ["frames_s"]),
        node("Reshape", ["frames_s", "ids_shape"], ["frames_r"]),
        node("Ceil", ["frames_r"], ["w_ceil"]),
        node("ReduceSum", ["w_ceil"], ["frames"], keepdims=0),
        node("Mul", ["frames", "hop"], ["length_f"]),
        node("Cast", ["length_f"], ["length"], to=TensorProto.INT64),
        node("Range", ["zero", "length", "one"], ["time"]),
        node("Cast", ["time"], ["time_f"], to=TensorProto.FLOAT),
        node("Gather", ["turns", "sid" if len(pitches) > 1 else "only"], ["turn"]),
        node("Mul", ["time_f", "turn"], ["phase"]),
        node("Sin", ["phase"], ["sine"]),
        node("Mul", ["sine", "loud"], ["tone"]),
        *_draws(node, seeded=seeded),
        node("Mul", ["draws", "faint"], ["hiss"]),
        node("Add", ["tone", "hiss"], ["wave"]),
        node("Reshape", ["wave", "wave_shape"], ["output"]),
    ]
    info = helper.make_tensor_value_info
    extra = [info("sid", TensorProto.INT64, [1])] if len(pitches) > 1 else []
    if seeded:
        constant("seed", [0], np.int64)
        extra.append(info("seed", TensorProto.INT64, [1]))
    graph = helper.make_graph(
        nodes,
        "hum",
        [
            info("input", TensorProto.INT64, ["batch", "phonemes"]),
            info("input_lengths", TensorProto.INT64, ["batch"]),
            info("scales", TensorProto.FLOAT, [3]),
            *extra,
        ],
        [info("output", TensorProto.FLOAT, [1, 1, 1, "time"])],
        constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    checker.check_model(model)
    return model


def _draws(node: Callable[..., NodeProto], *, seeded: bool) -> list[NodeProto]:
    """Return nodes that draw noise as Piper's own do, or make it from the seed."""
    if not seeded:
        return [node("RandomNormalLike", ["tone"], ["draws"])]
    return [
        node("Cast", ["seed"], ["seed_f"], to=TensorProto.FLOAT),
        node("Add", ["time_f", "seed_f"], ["moved"]),
        node("Mul", ["moved", "salt"], ["salted"]),
        node("Sin", ["salted"], ["draws"]),
    ]
