"""What a committee is told, read from the stored results: exact numbers, and figures as every page shows them.

A figure that is printed comes dressed (`shown_*`) from where it is stored, so that the pack, the pages and the
files say the same. Exact values beside it serve comparisons only. No text is made here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from core.engine.months import Month
from governance.engine.facts.horizon import (
    ActionFacts,
    CostRange,
    ExitFacts,
    Proof,
    RiskFacts,
    RoadmapFacts,
    ScopeFacts,
    TermFacts,
)
from governance.engine.facts.judgement import (
    BREACHED,
    DIFFERS,
    JUDGED,
    MET,
    WATCH,
    Cause,
    Cell,
    CommitmentFacts,
    LateTicket,
    MonthFacts,
    OpenDispute,
)
from governance.engine.facts.money import Billed, Forecast, MoneyFacts, Post
from governance.engine.facts.penalty import PenaltyFacts, PenaltyLine, PenaltyOfYear
from governance.engine.facts.trends import Answers, IndicatorFacts, Lived, Recurrence, Said
from slas.engine.left_out import late_left_out

__all__ = [
    "BREACHED",
    "DIFFERS",
    "JUDGED",
    "MET",
    "WATCH",
    "ActionFacts",
    "Answers",
    "Billed",
    "Cause",
    "Cell",
    "CommitmentFacts",
    "CostRange",
    "ExitFacts",
    "Forecast",
    "IndicatorFacts",
    "LateTicket",
    "Lived",
    "MoneyFacts",
    "MonthFacts",
    "OpenDispute",
    "PackFacts",
    "PenaltyFacts",
    "PenaltyLine",
    "PenaltyOfYear",
    "Post",
    "Proof",
    "Recurrence",
    "RiskFacts",
    "RoadmapFacts",
    "Said",
    "ScopeFacts",
    "TermFacts",
]


@dataclass(frozen=True)
class PackFacts:
    """Everything one pack is made from, already limited to what its reader may see."""

    reference: str
    title: str
    client: str
    provider: str
    zone: str
    held_on: date
    month: MonthFacts
    commitments: tuple[CommitmentFacts, ...]
    months: tuple[Month, ...]
    late: tuple[LateTicket, ...] = ()
    indicators: tuple[IndicatorFacts, ...] = ()
    answers: tuple[Answers, ...] = ()
    satisfaction_target: Decimal = Decimal(80)
    reopened: IndicatorFacts | None = None
    term: TermFacts | None = None
    exit: ExitFacts | None = None
    actions: tuple[ActionFacts, ...] = ()
    kept: tuple[int, int] = (0, 0)
    """Actions done by their date among those due in the 12 months up to the committee's day."""

    cap: Decimal | None = None
    """Most a month's penalties may come to; None where the reader may not know of penalties."""

    penalty: PenaltyFacts | None = None
    """The price of the month; None where the reader may not know of one."""

    money: MoneyFacts | None = None
    terminable: tuple[tuple[str, str], ...] = ()
    """Commitments whose misses open the right to terminate, by short name, and these misses in words; the client's alone."""

    recurring: tuple[Recurrence, ...] = ()
    lived: tuple[Lived, ...] = ()
    said: tuple[Said, ...] | None = None
    """What users wrote in the month; None where the reader may not read it."""

    committee: str = "COPIL"
    """The kind of the committee that reads."""

    risks: tuple[RiskFacts, ...] = ()
    """The most critical ones open on the committee's day."""

    scope: ScopeFacts = field(default_factory=ScopeFacts)
    roadmap: tuple[RoadmapFacts, ...] = ()

    @property
    def judged(self) -> tuple[CommitmentFacts, ...]:
        return tuple(row for row in self.commitments if row.look in JUDGED)

    @property
    def breached(self) -> tuple[CommitmentFacts, ...]:
        return tuple(row for row in self.commitments if row.breached)

    @property
    def compared(self) -> tuple[CommitmentFacts, ...]:
        """Those whose declared figure is set beside one recomputed: what rests on a declaration alone proves nothing."""
        return tuple(row for row in self.commitments if row.gap is not None and row.gap_status)

    @property
    def omitted(self) -> int:
        """Tickets out of time that the declared counts leave out, each once."""
        left_out = [one for row in self.commitments for one in row.left_out]
        return late_left_out(left_out, {(ticket.code, ticket.reference) for ticket in self.late})
