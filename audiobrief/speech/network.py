"""A voice's network, ready to run: one session of one thread, its graph optimised once.

onnxruntime folds constants and joins nodes when it opens a graph, which takes longer than saying
a sentence. What it makes of a graph is kept, and opened as it is, in a quarter of the time: it is
the very graph that ran the first time. Kept graphs go no further than what all processors of a kind
understand (``EXTENDED``), so that a cache may be shared.
"""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from audiobrief.errors import UsageError, VoiceError

PROVIDERS = {"cpu": "CPUExecutionProvider", "cuda": "CUDAExecutionProvider"}
"""Where a network may run, and what onnxruntime calls that."""

_SETTINGS = {"cuda": {"cudnn_conv_algo_search": "DEFAULT", "use_tf32": "0"}}
"""How a device works. Convolutions take cuDNN's first choice: trying them out for each new length
of a sentence takes longer than the processor does. Numbers keep their 24 bits: with TensorFloat-32
words get other lengths, and the voice another sound."""

_ERRORS_ONLY = 3


def kept_as(device: str) -> str:
    """Return what tells graphs kept for ``device`` from others: its nodes are onnxruntime's own."""
    return f"{_onnxruntime().__version__}.{device}"


def optimised(model: bytes, device: str) -> bytes:
    """Return a graph as it is to be kept for :func:`open_kept`.

    For another device than the processor that is the graph itself.

    Raises:
        VoiceError: the graph is damaged.
    """
    if device != "cpu":
        return model
    options = _options()
    level = _onnxruntime().GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.graph_optimization_level = level
    with TemporaryDirectory(prefix="audiobrief-") as folder:
        path = Path(folder) / "graph.onnx"
        options.optimized_model_filepath = str(path)
        _opened(model, options, device)
        return path.read_bytes()


def open_kept(graph: Path, device: str) -> Any:
    """Return a session of a kept ``graph`` on a device, one of :data:`PROVIDERS`.

    Raises:
        VoiceError: the graph is damaged.
        UsageError: there is no such device here.
    """
    options = _options()
    if device == "cpu":
        level = _onnxruntime().GraphOptimizationLevel.ORT_DISABLE_ALL
        options.graph_optimization_level = level
    return _opened(graph, options, device)


def _opened(model: Path | bytes, options: Any, device: str) -> Any:
    onnxruntime = _onnxruntime()
    from onnxruntime.capi import onnxruntime_pybind11_state as faults

    wanted = PROVIDERS[device]
    if wanted not in onnxruntime.get_available_providers():
        raise _no_device(device, "this onnxruntime has no part for it")
    if device == "cuda":
        _load_cuda(onnxruntime)
    chosen = dict.fromkeys((device, "cpu"))
    providers = [(PROVIDERS[name], _SETTINGS.get(name, {})) for name in chosen]
    try:
        session = onnxruntime.InferenceSession(model, options, providers)
    except (
        faults.Fail,
        faults.InvalidArgument,
        faults.InvalidGraph,
        faults.InvalidProtobuf,
        faults.NotImplemented,
        faults.RuntimeException,
    ) as error:
        raise VoiceError("the network cannot be loaded: it is damaged") from error
    # Where the driver or a library of it is missing, onnxruntime takes the processor instead.
    if session.get_providers()[0] != wanted:
        raise _no_device(device, "it cannot be started here")
    return session


def last_run() -> Any:
    """Return options of a run on the processor, after which no memory is set aside for the next."""
    options = _onnxruntime().RunOptions()
    options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    return options


def _load_cuda(onnxruntime: Any) -> None:
    # The CUDA libraries that pip installs lie where no loader looks. What is missing is printed.
    with redirect_stdout(sys.stderr):
        onnxruntime.preload_dlls()


def _options() -> Any:
    options = _onnxruntime().SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = _ERRORS_ONLY
    # A plan of memory would be kept for each length of input, and no two sentences are as long.
    options.enable_mem_pattern = False
    return options


def _onnxruntime() -> Any:
    # onnxruntime reports its use over the network unless this is set before it loads.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    # CUDA's part warns, beside the session's own log, at each convolution of a new length.
    onnxruntime.set_default_logger_severity(_ERRORS_ONLY)
    return onnxruntime


def _no_device(device: str, reason: str) -> UsageError:
    return UsageError(
        f"voices cannot run on {device!r}: {reason}",
        where="--device",
        remedy="Install onnxruntime-gpu in place of onnxruntime, with the CUDA libraries that "
        "it asks for; or use --device cpu.",
    )
