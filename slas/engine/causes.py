"""Which tickets make a declared figure differ, and why: the declared standing of each against ours.

A *standing* says what a ticket is worth in the rate of one commitment over one month: out of the base, missed,
or met. A *reading* is the standing every ticket would have if one rule were relaxed, as a provider's tool may
do: the cause of a difference is the first rule whose relaxing gives what the provider declares.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from core.engine.ratios import Rate, round_half_up
from slas.engine.reconciliation import Cause, Correction, split_gap

OUT, MISSED, MET = 0, 1, 2
PLACES = 4  # decimals of a declared rate, as stored
Standing = NDArray[np.int8]
Flags = NDArray[np.bool_]

SETTLES_THE_BASE = {Cause.SETTLED, Cause.REQUALIFIED, Cause.REDATED, Cause.DUPLICATE, Cause.CANCELLED}
"""Readings that say whether a ticket belongs to a base; the others only move its verdict."""
ORDER = {cause: place for place, cause in enumerate(Cause)}


@dataclass(frozen=True, eq=False)
class Reading:
    """The standing of each ticket when the rule of a cause is relaxed.

    `traced`: it changes tickets by what their own facts hold; else by a habit of counting, whatever they hold.
    `weak`: what they hold is nothing unusual, so that another trace is believed first.
    """

    cause: Cause
    standing: Standing
    traced: bool = True
    weak: bool = False


@dataclass(frozen=True)
class Effect:
    """What one cause changes: exact points, the correction of the declared counts."""

    cause: Cause
    points: Fraction
    correction: Correction


def tally(standing: Standing) -> Rate:
    """met / counted of the standings."""
    return Rate(int((standing == MET).sum()), int((standing != OUT).sum()))


def correction_of(before: Standing, after: Standing) -> Correction:
    """What leads from one set of standings to another."""
    first, last = tally(before), tally(after)
    return Correction(last.met - first.met, last.total - first.total)


def ticket_causes(
    ours: Standing, stated: Standing, readings: Iterable[Reading], gone: Flags
) -> NDArray[np.str_]:
    """The cause of each ticket's difference, by the fixed order of causes; "" where both sides agree.

    `gone`: known tickets that the month's files no longer hold. A ticket that the provider leaves out takes a
    cause that settles the base (requalified, redated, duplicate, cancelled) where one fits; it is omitted
    otherwise. What no reading gives stays `unexplained`.
    """
    found = np.where(ours == stated, "", Cause.UNEXPLAINED).astype("U18")
    left_out = (ours != OUT) & (stated == OUT)
    found[left_out & gone] = Cause.OMITTED
    for reading in sorted(readings, key=lambda reading: ORDER[reading.cause]):
        fits = (found == Cause.UNEXPLAINED) & (reading.standing == stated)
        found[fits if reading.cause in SETTLES_THE_BASE else fits & ~left_out] = reading.cause
    found[(found == Cause.UNEXPLAINED) & left_out] = Cause.OMITTED
    return found


def effects_of(
    declared: Rate, recomputed: Rate, corrections: Mapping[Cause, Correction], printed: Decimal | None
) -> list[Effect]:
    """The effect of each cause in exact points; they sum to the gap between the printed and the recomputed rate.

    A correction that cannot be applied to the declared counts (more met than counted, nothing left) has no
    effect of its own. What the causes leave is the rounding of the printed figure, where it is one, and
    `unexplained`. Raises ValueError when the declared or the recomputed rate has no ticket.
    """
    shown = declared.percent if printed is None else Fraction(printed)
    if declared.percent is None or shown is None or recomputed.percent is None:
        raise ValueError("a gap needs at least one ticket on both sides")
    told = {cause: corrections[cause] for cause in Cause if cause in corrections}
    doubt = told.pop(Cause.UNEXPLAINED, None)
    split = split_gap(
        declared, _applicable(declared, told), printed if _is_rounding(declared, printed) else None
    )
    effects = [Effect(cause, split.effects.get(cause, Fraction(0)), told[cause]) for cause in told]
    if rounding := split.effects.get(Cause.ROUNDING):
        effects.append(Effect(Cause.ROUNDING, rounding, Correction(0, 0)))
    rest = shown - recomputed.percent - sum(split.effects.values(), Fraction(0))
    if rest or doubt:
        reached = split.recomputed
        left = Correction(recomputed.met - reached.met, recomputed.total - reached.total)
        effects.append(Effect(Cause.UNEXPLAINED, rest, left))
    return effects


def _applicable(declared: Rate, corrections: Mapping[Cause, Correction]) -> dict[Cause, Correction]:
    """The corrections that keep a rate, replayed in the fixed order."""
    kept: dict[Cause, Correction] = {}
    rate = declared
    for cause in corrections:
        met, total = rate.met + corrections[cause].met, rate.total + corrections[cause].counted
        if 0 <= met <= total and total:
            kept[cause], rate = corrections[cause], Rate(met, total)
    return kept


def _is_rounding(declared: Rate, printed: Decimal | None) -> bool:
    """Whether a printed rate is its own fraction, rounded or cut at some decimal."""
    if printed is None or declared.percent is None:
        return False
    rounded = {round_half_up(declared.percent, places) for places in range(PLACES + 1)}
    finest = round_half_up(declared.percent, PLACES + 4)
    cut = {finest.quantize(Decimal(1).scaleb(-places), ROUND_DOWN) for places in range(1, PLACES + 1)}
    return printed in rounded | cut
