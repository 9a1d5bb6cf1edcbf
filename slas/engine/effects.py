"""What open disputes could do to the rate of a month: the firm part, and how far the rest may move it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from core.engine.ratios import Rate
from slas.engine.rates import VolumeClause, judge_month
from slas.engine.verdicts import Verdict

Change = tuple[str, str]
"""Verdict as computed, verdict proposed."""
COUNTED = (Verdict.MET, Verdict.BREACHED)


@dataclass(frozen=True)
class Effect:
    """The rate `now` and those that acceptances may lead to, the verdict as computed and those at both ends.

    `by_clause`: only the clause of small volumes keeps the verdict at the lowest rate.
    `firm` and `disputed`: judged tickets that no open dispute names, and those that one names.
    """

    now: Rate
    low: Rate
    high: Rate
    state: Verdict
    low_state: Verdict
    high_state: Verdict
    by_clause: bool
    firm: int
    disputed: int

    @property
    def flips(self) -> bool:
        """Whether the verdict of the month depends on what is decided."""
        return not self.low_state == self.high_state == self.state


def possible_effect(
    rate: Rate, changes: Iterable[Change], required: Decimal, clause: VolumeClause | None = None
) -> Effect:
    """The lowest and highest rates over every set of acceptances; `required` in percent.

    A change taken alone either raises the rate or lowers it, whatever the others: the bounds are reached by
    accepting all of one kind.
    """
    asked = [change for change in changes if change[0] != change[1]]
    high = _moved(rate, [change for change in asked if _raises(change)])
    low = _moved(rate, [change for change in asked if not _raises(change)])
    disputed = sum(before in COUNTED for before, _ in asked)
    low_state = judge_month(low, required, clause).state
    return Effect(
        now=rate,
        low=low,
        high=high,
        state=judge_month(rate, required, clause).state,
        low_state=low_state,
        high_state=judge_month(high, required, clause).state,
        by_clause=low_state == Verdict.MET and judge_month(low, required).state != Verdict.MET,
        firm=rate.total - disputed,
        disputed=disputed,
    )


def _raises(change: Change) -> bool:
    before, after = change
    return after == Verdict.MET or (before == Verdict.BREACHED and after not in COUNTED)


def _moved(rate: Rate, changes: Iterable[Change]) -> Rate:
    met, total = rate.met, rate.total
    for before, after in changes:
        met += (after == Verdict.MET) - (before == Verdict.MET)
        total += (after in COUNTED) - (before in COUNTED)
    return Rate(met, total)
