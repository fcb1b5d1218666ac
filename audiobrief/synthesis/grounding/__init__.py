"""Whether a report says what its sources say: every sentence held against its passages.

There is no model and no network here. A sentence is read for what can be compared exactly
(figures, times, names, quotations), brought to one form, and looked for in the passages it
cites (:mod:`~audiobrief.synthesis.grounding.facts`). What is found must stand beside the same
things there (:mod:`~audiobrief.synthesis.grounding.placing`). Denials, directions, certainty,
speakers and the order of names about a verb are compared with those of the passage; so is the
sentence's share of words that come from it. The modules hold the checks by what they are about.

Like any check without understanding it errs both ways: ``python -m tests.bench grounding``
says how often.
"""

from __future__ import annotations

from audiobrief.synthesis.grounding.check import faults
from audiobrief.synthesis.grounding.evidence import evidence
from audiobrief.synthesis.grounding.fault import Fault
from audiobrief.synthesis.grounding.repair import MOST_DROPPED, Rewrite, ground, too_many_drops

__all__ = [
    "MOST_DROPPED",
    "Fault",
    "Rewrite",
    "evidence",
    "faults",
    "ground",
    "too_many_drops",
]
