"""When a gap is explained: the recomputed figure is accepted, or every cause of it is answered for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from slas.engine.reconciliation import Cause

LEAST_TEXT = 10
UNASKED = frozenset({Cause.ROUNDING.value, Cause.SETTLED.value})
WHOLE = ""
"""The key of an answer to a whole line."""


def is_explained(causes: Iterable[str], settled: Mapping[str, bool]) -> bool:
    """Whether the answers in force explain a line of these causes.

    `settled`: by cause (`WHOLE` for the line), whether the answer is settled: the recomputed figure accepted by
    the provider, or a justification accepted by the referent. The rounding of a figure needs no answer, nor does
    a verdict that the parties decided. An answer to the whole line that is still open leaves the causes to speak.
    """
    if settled.get(WHOLE):
        return True
    told = set(causes)
    asked = told - UNASKED
    return bool(asked or Cause.SETTLED in told) and all(settled.get(cause, False) for cause in asked)
