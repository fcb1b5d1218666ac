"""Piper graphs made reproducible: their random draws become an input.

A VITS graph as Piper exports it holds ``RandomNormal*`` nodes whose draws depend on
call order, so no two builds sound alike to the byte. Each such node is replaced by a
slice of an extra input, ``noise`` (float32, one row a node, any length; repeated where a
node wants more), which the caller fills from a seed of its own. The predicted number of
frames of each phoneme id becomes a second output where the graph has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audiobrief.errors import VoiceError

NOISE_INPUT = "noise"
DURATIONS_OUTPUT = "durations"
PREPARATION = "1"
"""Raised when a prepared graph would come out different: old ones are then made anew."""

_DRAWS = frozenset({"RandomNormal", "RandomNormalLike"})


@dataclass(frozen=True, slots=True)
class _Names:
    """Names for the values that stand in for one random node."""

    row: int

    def __call__(self, part: str) -> str:
        return f"audiobrief/noise{self.row}/{part}"


def prepare(model: bytes) -> bytes:
    """Return the ONNX ``model`` with its random draws fed by the ``noise`` input.

    Raises:
        VoiceError: the bytes are no ONNX model, or draw numbers in a way not known here.
    """
    import onnx
    from google.protobuf.message import DecodeError

    try:
        proto = onnx.load_model_from_string(model)
    except DecodeError as error:
        raise VoiceError(
            "the model is not an ONNX file, or a damaged one",
            remedy="Fetch it again with `audiobrief voices get`.",
        ) from error
    _expose_durations(proto.graph)
    _feed_noise(proto.graph)
    prepared: bytes = proto.SerializeToString()
    return prepared


def _feed_noise(graph: Any) -> None:
    from onnx import TensorProto, helper

    nodes: list[Any] = []
    rows = 0
    for node in graph.node:
        if node.op_type in _DRAWS:
            nodes += _noise_slice(graph, node, _Names(rows))
            rows += 1
        elif node.op_type.startswith("Random"):
            raise VoiceError(
                f"the model draws numbers by {node.op_type}, which cannot be made reproducible",
                remedy="Use a voice exported by Piper's own trainer.",
            )
        else:
            nodes.append(node)
    if not rows:
        return
    del graph.node[:]
    graph.node.extend(nodes)
    graph.input.append(
        helper.make_tensor_value_info(NOISE_INPUT, TensorProto.FLOAT, [rows, "noise_length"])
    )


def _noise_slice(graph: Any, node: Any, name: _Names) -> list[Any]:
    """Return nodes that compute ``node``'s output: its row of noise, repeated, cut, shaped."""
    import numpy as np
    from onnx import helper, numpy_helper

    def constant(part: str, value: object, kind: type = np.int64) -> str:
        graph.initializer.append(numpy_helper.from_array(np.array(value, kind), name(part)))
        return name(part)

    def step(kind: str, inputs: list[str], part: str, **attributes: Any) -> str:
        nodes.append(helper.make_node(kind, inputs, [name(part)], **attributes))
        return name(part)

    settings = {item.name: helper.get_attribute_value(item) for item in node.attribute}
    nodes: list[Any] = []
    if node.op_type == "RandomNormalLike":
        shape = step("Shape", [node.input[0]], "shape")
    else:
        shape = constant("shape", list(settings["shape"]))
    size = step("ReduceProd", [shape], "size", keepdims=1)
    row = step("Gather", [NOISE_INPUT, constant("row", name.row)], "draws", axis=0)
    length = step("Shape", [row], "length")
    short = step("Sub", [step("Add", [size, length], "sum"), constant("one", [1])], "short")
    tiled = step("Tile", [row, step("Div", [short, length], "repeats")], "tiled")
    cut = step("Slice", [tiled, constant("start", [0]), size], "cut")
    scaled = step("Mul", [cut, constant("scale", settings.get("scale", 1.0), np.float32)], "scaled")
    moved = step("Add", [scaled, constant("mean", settings.get("mean", 0.0), np.float32)], "moved")
    nodes.append(helper.make_node("Reshape", [moved, shape], [node.output[0]]))
    return nodes


def _expose_durations(graph: Any) -> None:
    """Make a VITS graph's frame counts (its one ``Ceil``) an output, unless it has two."""
    from onnx import ValueInfoProto, helper

    ceilings = [node for node in graph.node if node.op_type == "Ceil"]
    if len(graph.output) == 1 and len(ceilings) == 1:
        node = helper.make_node("Identity", [ceilings[0].output[0]], [DURATIONS_OUTPUT])
        graph.node.append(node)
        graph.output.append(ValueInfoProto(name=DURATIONS_OUTPUT))
