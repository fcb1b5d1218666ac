"""Loudness and true peak by ITU-R BS.1770-4 / EBU R 128, measured by libav's ebur128.

A mono programme is measured as the one channel it is: a file that reads -16 LUFS here
reads -16 LUFS in other meters, with no dual-mono allowance.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from audiobrief.audio.pcm import Samples, filtered
from audiobrief.model import Loudness

SILENCE = -70.0
"""The absolute gate of BS.1770: nothing below it counts."""


def measure(blocks: Iterable[Samples], rate: int, *, peak: bool = True) -> Loudness:
    """Return the loudness of a programme given in blocks, in one pass and bounded memory.

    Without ``peak`` the true peak is not measured (it costs 4x oversampling) and is given
    as minus infinity, as for silence.
    """
    chain = [("ebur128", f"metadata=1:framelog=quiet:peak={'true' if peak else 'none'}")]
    integrated, highest = SILENCE, 0.0
    for made in filtered(blocks, rate, chain):
        # A last frame shorter than ebur128's 100 ms step carries no figures.
        integrated = float(made.metadata.get("lavfi.r128.I", integrated))
        highest = max(highest, float(made.metadata.get("lavfi.r128.true_peak", 0.0)))
    true_peak = 20.0 * math.log10(highest) if highest > 0 else -math.inf
    return Loudness(round(integrated, 2), round(true_peak, 2))
