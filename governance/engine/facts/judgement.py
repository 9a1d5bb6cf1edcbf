"""How the month was judged: commitments, penalties, tickets out of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from core.engine.months import Month
from slas.engine.left_out import LeftOut

BREACHED, WATCH, MET = "breached", "watch", "met"
JUDGED = frozenset({BREACHED, WATCH, MET})
DIFFERS = frozenset({"to_justify", "explained", "incomplete"})
"""States of a reconciliation that the committee must look at."""


@dataclass(frozen=True)
class Cell:
    """A commitment over one month: its look (a verdict or `watch`), « 97,9 », and whether it has few tickets."""

    look: str
    text: str = ""
    small_volume: bool = False


@dataclass(frozen=True)
class Cause:
    """One part of the gap between the declared and the recomputed rate, in points."""

    code: str
    effect: Fraction
    count: int = 0
    tickets: tuple[str, ...] = ()


@dataclass(frozen=True)
class LateTicket:
    """A ticket that missed a commitment in the month. Instants are aware; delays in seconds."""

    reference: str
    code: str
    priority: str
    opened_at: datetime
    resolved_at: datetime | None
    elapsed: int
    target: int
    paused: int
    category: str
    anomaly: str = ""
    declared_met: bool | None = None
    omitted: bool = False

    @property
    def declared(self) -> str:
        """What the report makes of it."""
        if self.omitted:
            return "omis"
        return {True: "dans le délai", False: "hors délai", None: "—"}[self.declared_met]


@dataclass(frozen=True)
class CommitmentFacts:
    """One commitment: its twelve cells (the last one is the month), and the month's figures."""

    code: str
    name: str
    short: str
    in_seconds: bool
    cells: tuple[Cell, ...]
    shown_target: str
    shown_rate: str
    shown_tally: str
    shown_declared: str
    shown_gap: str
    shown_margin: str
    streak: int
    failures: int = 0
    allowed: int | None = None
    late_open: int = 0
    percent: Fraction | None = None
    declared: Fraction | None = None
    required: Decimal = Decimal(0)
    decimals: int | None = None
    gap: Fraction | None = None
    gap_status: str = ""
    flipped: bool = False
    causes: tuple[Cause, ...] = ()
    penalty: Decimal | None = None
    reason: str = ""

    @property
    def look(self) -> str:
        return self.cells[-1].look

    @property
    def breached(self) -> bool:
        return self.look == BREACHED

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What the declared count omits."""
        return tuple(
            LeftOut(self.code, cause.tickets, cause.count) for cause in self.causes if cause.code == "omitted"
        )

    @property
    def label(self) -> str:
        """« E06 GTR P3 »."""
        return f"{self.code} {self.short}"


@dataclass(frozen=True)
class OpenDispute:
    """A dispute still open on the month: « Contestation n° 12 », what it is about, what it may change; `referred` to the committee."""

    number: int
    title: str
    about: str
    effect: str
    referred: bool = False


@dataclass(frozen=True)
class MonthFacts:
    """The month under review: its state, when it was computed, from what, and what its deposit leaves out."""

    month: Month
    closed: bool
    computed_at: datetime
    data_as_of: datetime
    facts_digest: str
    tickets: int
    stock: tuple[int, int, int, int, int] | None = None
    """Open at start, opened, resolved, cancelled, open at end."""
    holes: tuple[str, ...] | None = None
    vanished: tuple[str, ...] | None = None
    disputes: tuple[OpenDispute, ...] = ()
    pending: int = 0
    """Disputes that wait for an end today, whatever the day of the committee."""
