"""A graph that costs what a Piper voice of medium quality costs, and sounds like nothing.

Its decoder is that of Piper's medium voices, layer by layer (VITS with HiFi-GAN's second kind of
residual blocks: 256 channels, upsampled by 8, 8 and 4); so are the flow's convolutions. The
weights are small noise. What is left out, the text encoder and the duration predictor, takes a
few per cent of such a voice. Each phoneme id lasts as long as in the tiny voice of the tests.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save

import tiny_voice

_CHANNELS, _WIDE = 192, 256
_UPSAMPLING = ((8, 16), (8, 16), (4, 8))
_KERNELS = ((3, (1, 2)), (5, (2, 6)), (7, (3, 12)))
_FLOWS, _FLOW_LAYERS, _FLOW_KERNEL = 4, 4, 5
_RATE, _HOP = 22_050, 256


class _Graph:
    """Nodes and weights as they are added, one behind another."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.weights: list[Any] = []
        self._draws = np.random.default_rng(1)

    def node(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """Add a node; return its output."""
        name = f"value{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def constant(self, value: Any, kind: type = np.float32) -> str:
        """Add a constant; return its name."""
        name = f"weight{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.array(value, kind), name))
        return name

    def conv(self, sound: str, ins: int, outs: int, kernel: int, dilation: int = 1) -> str:
        """Add a convolution that keeps the length."""
        scale = 1 / np.sqrt(ins * kernel)
        weight = self.constant(self._draws.normal(0, scale, (outs, ins, kernel)))
        pad = dilation * (kernel - 1) // 2
        return self.node("Conv", sound, weight, dilations=[dilation], pads=[pad, pad])

    def upsample(self, sound: str, ins: int, stride: int, kernel: int) -> str:
        """Add a transposed convolution: half the channels, ``stride`` times the length."""
        scale = 1 / np.sqrt(ins * kernel / stride)
        weight = self.constant(self._draws.normal(0, scale, (ins, ins // 2, kernel)))
        pad = (kernel - stride) // 2
        return self.node("ConvTranspose", sound, weight, strides=[stride], pads=[pad, pad])

    def bent(self, sound: str) -> str:
        """Add the decoder's leaky rectifier."""
        return self.node("LeakyRelu", sound, alpha=0.1)


def write_medium(folder: Path) -> Path:
    """Write the voice as ``folder/en_US-stand_in-medium`` and return its model."""
    from .texts import MEDIUM

    model = tiny_voice.write_voice(folder, MEDIUM)
    settings = model.with_name(f"{model.name}.json")
    facts = json.loads(settings.read_text("utf-8"))
    facts["audio"]["sample_rate"] = _RATE
    settings.write_text(json.dumps(facts), "utf-8")
    save(_model(), model)
    return model


def _model() -> Any:
    graph = _Graph()
    frames = _frames(graph)
    wave = _decoder(graph, _flow(graph, frames))
    shape = graph.constant([1, 1, 1, -1], np.int64)
    graph.nodes.append(helper.make_node("Reshape", [wave, shape], ["output"]))
    info = helper.make_tensor_value_info
    inputs = [
        info("input", TensorProto.INT64, ["batch", "phonemes"]),
        info("input_lengths", TensorProto.INT64, ["batch"]),
        info("scales", TensorProto.FLOAT, [3]),
    ]
    output = [info("output", TensorProto.FLOAT, [1, 1, 1, "time"])]
    made = helper.make_graph(graph.nodes, "medium", inputs, output, graph.weights)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    checker.check_model(model)
    return model


def _frames(graph: _Graph) -> str:
    """Return a latent of noise, as many frames as the phonemes ask for: about 2 each."""
    sounding = graph.node("Cast", graph.node("Greater", "input", graph.constant(2, np.int64)), to=1)
    longer = graph.node(
        "Add", graph.node("Mul", sounding, graph.constant(2.0)), graph.constant(1.0)
    )
    slowness = graph.node("Gather", "scales", graph.constant(1, np.int64))
    scaled = graph.node("Mul", longer, slowness)
    shaped = graph.node("Reshape", scaled, graph.constant([1, 1, -1], np.int64))
    total = graph.node("ReduceSum", graph.node("Ceil", shaped), keepdims=0)
    whole = graph.node("Reshape", total, graph.constant([1], np.int64))
    length = graph.node("Cast", whole, to=TensorProto.INT64)
    ends = [graph.constant([1], np.int64), graph.constant([_CHANNELS], np.int64)]
    shape = graph.node("Concat", *ends, length, axis=0)
    empty = graph.node("ConstantOfShape", shape)
    return graph.node("RandomNormalLike", empty)


def _flow(graph: _Graph, sound: str) -> str:
    """Return the latent after the flow's convolutions: WaveNet's gates, as in VITS."""
    for _ in range(_FLOWS):
        for _ in range(_FLOW_LAYERS):
            both = graph.conv(sound, _CHANNELS, 2 * _CHANNELS, _FLOW_KERNEL)
            halves = graph.constant([_CHANNELS, _CHANNELS], np.int64)
            one, other = f"{both}a", f"{both}b"
            graph.nodes.append(helper.make_node("Split", [both, halves], [one, other], axis=1))
            gated = graph.node("Mul", graph.node("Tanh", one), graph.node("Sigmoid", other))
            sound = graph.node("Add", sound, graph.conv(gated, _CHANNELS, _CHANNELS, 1))
    return sound


def _decoder(graph: _Graph, sound: str) -> str:
    """Return samples: HiFi-GAN with residual blocks of the second kind."""
    width = _WIDE
    sound = graph.conv(sound, _CHANNELS, width, 7)
    for stride, kernel in _UPSAMPLING:
        sound = graph.upsample(graph.bent(sound), width, stride, kernel)
        width //= 2
        blocks = [_block(graph, sound, width, *shape) for shape in _KERNELS]
        mixed = graph.node("Sum", *blocks)
        sound = graph.node("Mul", mixed, graph.constant(1 / len(blocks)))
    return graph.node("Tanh", graph.conv(graph.bent(sound), width, 1, 7))


def _block(graph: _Graph, sound: str, width: int, kernel: int, dilations: tuple[int, ...]) -> str:
    for dilation in dilations:
        made = graph.conv(graph.bent(sound), width, width, kernel, dilation)
        sound = graph.node("Add", sound, made)
    return sound
