"""The tickets of a month, counted twice: what the deposit holds, and what the declared figures count.

The two are not the same: a ticket may stand in the files and be left out of a declared rate.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from slas.engine.left_out import LeftOut, late_left_out
from slas.engine.reconciliation import Cause
from slas.engine.verdicts import Verdict
from slas.models import CommitmentMonth, MonthRecord, TicketVerdict
from slas.selectors.calculation import CLOCKED
from slas.selectors.figures import declared_percent

COUNTED = (Verdict.MET, Verdict.BREACHED)


@dataclass(frozen=True)
class DepositCounts:
    """`held`: tickets the deposit in force tells of; `absent`: known open before it, and not in it."""

    known: int
    held: int
    absent: int


@dataclass(frozen=True)
class DeclaredCounts:
    """The tickets compared, each once: those judged on a commitment whose figure is declared, and those named.

    `absent`: judged, and left out of the declared figure, of which `late` out of time; `without_ticket`: counted by
    the provider beyond any ticket.
    """

    compared: int
    same: int
    different: int
    absent: int
    settled: int
    late: int
    without_ticket: int


def deposit_counts(record: MonthRecord) -> DepositCounts:
    """What the deposit of the month holds."""
    held = record.delivery.ticket_count if record.delivery else 0
    return DepositCounts(record.ticket_count, held, len(record.omissions.get("vanished", ())))


def declared_counts(record: MonthRecord, results: Iterable[CommitmentMonth]) -> DeclaredCounts | None:
    """What the declared figures count; None where none is declared on a delay (1 query)."""
    declared = [r for r in results if r.commitment.kind in CLOCKED and declared_percent(r) is not None]
    if not declared:
        return None
    rows = TicketVerdict.objects.filter(contract=record.contract_id, month=record.month, state__in=COUNTED)
    rows = rows.filter(commitment__code__in=[result.commitment.code for result in declared])
    judged = list(rows.values_list("commitment__code", "ticket__reference", "state"))
    late = {(code, reference) for code, reference, state in judged if state == Verdict.BREACHED}
    named, counted = Named.in_causes(declared), {reference for _, reference, _ in judged}
    absent = named.omitted & counted
    different = (named.different | named.omitted) - absent
    settled = named.settled - absent - different
    unnamed = sum(one.count for one in named.left_out if not one.is_named)
    whole = counted | absent | different | settled
    return DeclaredCounts(
        compared=len(whole),
        same=len(whole - absent - different - settled) - unnamed,
        different=len(different),
        absent=len(absent) + unnamed,
        settled=len(settled),
        late=late_left_out(named.left_out, late),
        without_ticket=named.without_ticket,
    )


@dataclass
class Named:
    """The references that the causes of some lines name."""

    left_out: list[LeftOut] = field(default_factory=list)
    different: set[str] = field(default_factory=set)
    settled: set[str] = field(default_factory=set)
    without_ticket: int = 0

    @classmethod
    def in_causes(cls, results: Iterable[CommitmentMonth]) -> Named:
        """Read from stored causes."""
        found = cls()
        for result in results:
            for cause in result.causes:
                if cause["cause"] == Cause.OMITTED:
                    found.left_out.append(LeftOut(result.commitment.code, cause["tickets"], cause["count"]))
                elif cause["cause"] == Cause.SETTLED:
                    found.settled |= set(cause["tickets"])
                else:
                    found.different |= set(cause["tickets"])
                if cause["cause"] == Cause.UNEXPLAINED:
                    found.without_ticket += max(-cause.get("counted", 0), 0)
        return found

    @property
    def omitted(self) -> set[str]:
        """Those left out by name."""
        return {reference for one in self.left_out if one.is_named for reference in one.tickets}
