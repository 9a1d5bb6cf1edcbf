"""Tickets of the lowest priorities left open past their deadline: what an export forgets first."""

from __future__ import annotations

from typing import Any

import numpy as np

from slas.engine.verdicts import Verdict
from slas.models import Commitment
from slas.services.counting.tallies import TicketCount
from slas.services.ground.contexts import MonthContext

LOWEST = 2
"""How many of the contract's priorities, from the lowest, are minor: P3 and P4 where there are four."""


def minors_left_open(context: MonthContext) -> dict[str, Any]:
    """Minor tickets still open at the end of the month though their resolution was due.

    `references`: all of them; `in_base`: those whose verdict falls in the month, so that they count in its rates;
    `lacking`: how many of these the declared bases lack (None: no base is declared).
    """
    minor = np.isin(context.judged.tickets.priority, list(minor_priorities(context.rules.priorities)))
    rows = [
        row for row in context.ground.book.begun_by(context.month) if row.kind == Commitment.Kind.RESOLUTION
    ]
    late = set[int]().union(*(_late_open(context, row.pk, minor) for row in rows))
    in_base: set[int] = set()
    lacking: int | None = None
    for code in {row.code for row in rows}:
        count = context.counts.get(code, TicketCount())
        own = {row for row in count.late_open if minor[row]}
        in_base |= own
        short = _shortage(context, code, count)
        if short is not None:
            lacking = (lacking or 0) + min(short, len(own))
    references = sorted(str(context.judged.references[row]) for row in late)
    return {"references": references, "in_base": len(in_base), "lacking": lacking}


def minor_priorities(priorities: tuple[str, ...]) -> tuple[str, ...]:
    """The lowest ones, never the highest of all."""
    return priorities[1:][-LOWEST:]


def _late_open(context: MonthContext, commitment: int, minor: np.ndarray) -> set[int]:
    """Rows breached by the end of the month and not ended then."""
    if commitment not in context.judged.by_commitment:
        return set()
    result = context.judged.by_commitment[commitment][0]
    own, ended = result.judgement, context.judged.tickets.ended[result.rows]
    late = (own.state == Verdict.BREACHED) & (own.verdict_at < context.end)
    still_open = np.isnat(ended) | (ended >= context.end)
    return set(result.rows[late & still_open & minor[result.rows]].tolist())


def _shortage(context: MonthContext, code: str, count: TicketCount) -> int | None:
    """Tickets the declared base lacks that are not compliant ones; None without a declared base."""
    declared = context.stated.declared.get(code)
    if declared is None or declared.denominator is None:
        return None
    more_met = max(count.met - (declared.numerator or 0), 0)
    return max(count.met + count.breached - declared.denominator - more_met, 0)
