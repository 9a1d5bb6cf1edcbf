"""What a change of priority does to a ticket's delay: four policies, and a breach that stays acquired."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np

from slas.engine.clock import ServiceHours, Suspensions, elapsed

PriorityPolicy = Literal["restart", "retroactive", "proportional", "initial"]


@dataclass(frozen=True)
class TargetChange:
    """From this instant (UTC) the ticket has another target, in seconds."""

    at: np.datetime64
    target: int


@dataclass(frozen=True)
class TargetHistory:
    """The targets a ticket had: the first at its opening, then its changes in time order."""

    opened: np.datetime64
    target: int
    changes: tuple[TargetChange, ...] = ()

    def stretches(self) -> tuple[TargetChange, ...]:
        """Each target with the instant from which it held."""
        return (TargetChange(self.opened, self.target), *self.changes)


@dataclass(frozen=True)
class Terms:
    """What the ticket is judged on: the start of its clock and its target in seconds."""

    start: np.datetime64
    target: int


def default_policy(*, raised: bool, client_approved: bool) -> PriorityPolicy:
    """Raised: a new delay from the change. Lowered: retroactive if the client approved, else ignored."""
    if raised:
        return "restart"
    return "retroactive" if client_approved else "initial"


def terms_after_changes(
    hours: ServiceHours,
    history: TargetHistory,
    policy: PriorityPolicy,
    suspensions: Suspensions | None = None,
) -> Terms:
    """The terms a changed ticket is judged on (`suspensions`: those of this ticket, on row 0).

    `initial`: first target since opening. `retroactive`: last target since opening. `restart`: last target
    since the last change. `proportional`: since the last change, the share of its target that the earlier
    ones left. A breach acquired before a change is never erased by it: the terms are then those that were
    breached. Raises ValueError for another policy.
    """
    if policy not in {"initial", "retroactive", "restart", "proportional"}:
        raise ValueError(f"unknown policy of priority changes: {policy!r}")
    terms, left = Terms(history.opened, history.target), Fraction(1)
    if policy == "initial":
        return terms
    for change in history.changes:
        spent = _spent(hours, terms.start, change.at, suspensions)
        if spent > terms.target:
            return terms
        if policy == "retroactive":
            terms = Terms(history.opened, change.target)
        elif policy == "restart":
            terms = Terms(change.at, change.target)
        else:
            left = 1 - share_consumed(hours, history, change.at, suspensions)
            # Whole seconds on both sides: elapsed ≤ x is elapsed ≤ ⌊x⌋.
            terms = Terms(change.at, int(left * change.target))
    return terms


def share_consumed(
    hours: ServiceHours, history: TargetHistory, stop: np.datetime64, suspensions: Suspensions | None = None
) -> Fraction:
    """Σ of the shares of each target consumed until `stop`; over 1 is a breach under `proportional`."""
    stretches = [stretch for stretch in history.stretches() if stretch.at < stop]
    ends = [*(stretch.at for stretch in stretches[1:]), stop]
    return sum(
        (
            Fraction(_spent(hours, stretch.at, end, suspensions), stretch.target)
            for stretch, end in zip(stretches, ends, strict=False)
        ),
        Fraction(0),
    )


def _spent(
    hours: ServiceHours, start: np.datetime64, stop: np.datetime64, suspensions: Suspensions | None
) -> int:
    bounds = np.array([start, stop], dtype="datetime64[s]")
    return int(elapsed(hours, bounds[:1], bounds[1:], suspensions)[0])
