"""The tickets of one commitment over one month, by state."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from core.engine.ratios import Rate
from slas.engine.verdicts import Verdict
from slas.services.ground.judging import Part


@dataclass(frozen=True)
class TicketCount:
    """How many tickets stand in each state.

    `late` are the breached ones: row of the ticket table, life and seconds beyond the target; `late_open` those of
    them still open at the end of the month.
    """

    met: int = 0
    breached: int = 0
    pending: int = 0
    excluded: int = 0
    not_measurable: int = 0
    unverifiable: int = 0
    late: tuple[tuple[int, int, int], ...] = ()
    late_open: tuple[int, ...] = ()

    @property
    def rate(self) -> Rate:
        """met / (met + breached)."""
        return Rate(self.met, self.met + self.breached)

    def __add__(self, other: TicketCount) -> TicketCount:
        return TicketCount(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


def tally_rows(part: Part, month: str, bounds: tuple[np.datetime64, np.datetime64]) -> TicketCount:
    """The states of one promise's tickets in the month; `bounds` are its first and last instants, UTC."""
    result, months = part
    own, rows, end = result.judgement, result.rows, bounds[1]
    here = months == np.datetime64(month, "M")
    breached = here & (own.state == Verdict.BREACHED)
    based = np.isin(own.state, [Verdict.MET, Verdict.BREACHED, Verdict.PENDING])
    # A verdict decided by the parties has no instant at which a clock acquired it.
    undecided = np.where(np.isnat(own.verdict_at), own.state == Verdict.PENDING, own.verdict_at >= end)
    still_open = breached & (np.isnat(result.ended) | (result.ended >= end))
    beyond = np.maximum(own.elapsed - result.target, 0)
    return TicketCount(
        met=int((here & (own.state == Verdict.MET)).sum()),
        breached=int(breached.sum()),
        pending=int((based & (result.opened < end) & undecided).sum()),
        excluded=int((here & (own.state == Verdict.NOT_APPLICABLE)).sum()),
        not_measurable=int((here & (own.state == Verdict.NOT_MEASURABLE)).sum()),
        unverifiable=int((here & result.unverifiable).sum()),
        late=tuple(zip(*(column[breached].tolist() for column in (rows, result.life, beyond)), strict=True)),
        late_open=tuple(rows[still_open].tolist()),
    )
