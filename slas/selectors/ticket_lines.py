"""The tickets of a commitment's month as lines of a table and as dots of a drawing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from contracts.models import Contract
from core.engine import formats
from core.engine.typography import NBSP
from core.svg import dots
from core.svg.drawing import Drawing, Figure, figure
from slas.engine.verdicts import Verdict
from slas.models import Commitment, Dispute, MonthRecord, TicketVerdict
from slas.models.disputes import PENDING
from slas.selectors.clocks import Watch, compact_clocks
from slas.selectors.tickets import is_open

KINDS: tuple[tuple[dots.Shape, str], ...] = (
    ("solid", "présent au rapport|présents au rapport"),
    ("hollow", "absent du rapport|absents du rapport"),
    ("open", "encore ouvert|encore ouverts"),
    ("decided", "autre verdict décidé par les parties|autres verdicts décidés par les parties"),
)


@dataclass(frozen=True)
class TicketLine:
    """One ticket of the month's page; `beyond` in seconds past the target."""

    verdict: TicketVerdict
    beyond: int | None
    clock: Drawing | None
    absent: bool
    still_open: bool
    disputed: Dispute | None = None


def ticket_lines(
    contract: Contract,
    record: MonthRecord | None,
    verdicts: list[TicketVerdict],
    watch: Watch | None = None,
    disputes: Iterable[Dispute] | None = None,
) -> list[TicketLine]:
    """The rows of the ticket table, with the dispute open on each; clocks, by a watch over them, on one scale.

    `disputes`: those of the commitment and month where they are known (1 query otherwise).
    """
    clocks = compact_clocks(watch, verdicts) if watch else {}
    pending = _pending(contract, verdicts) if disputes is None else [d for d in disputes if d.is_pending]
    disputed = {(row.commitment_code, row.ticket_id, row.life): row for row in pending}
    return [
        TicketLine(
            verdict=verdict,
            beyond=beyond_of(verdict),
            clock=clocks.get(verdict.pk),
            absent=verdict.ticket.reference in vanished_in(record),
            still_open=record is not None and is_open(verdict, record.month.end(contract.timezone)),
            disputed=disputed.get((verdict.commitment.code, verdict.ticket_id, verdict.life)),
        )
        for verdict in verdicts
    ]


def _pending(contract: Contract, verdicts: list[TicketVerdict]) -> QuerySet[Dispute]:
    """The disputes pending on the tickets, under any commitment (1 query)."""
    return Dispute.objects.filter(
        contract=contract, state__in=PENDING, ticket_id__in=[verdict.ticket_id for verdict in verdicts]
    )


def beyond_of(verdict: TicketVerdict) -> int | None:
    """Seconds past the target, as measured: a breached ticket, or one that the parties judged otherwise."""
    measured = verdict.state == Verdict.BREACHED or verdict.settled_by_dispute_id
    if not measured or verdict.elapsed_seconds is None:
        return None
    return max(verdict.elapsed_seconds - verdict.target_seconds, 0)


def is_overruled(verdict: TicketVerdict) -> bool:
    """Whether a decided verdict says otherwise than the measure."""
    return (verdict.state == Verdict.BREACHED) != bool(beyond_of(verdict))


def vanished_in(record: MonthRecord | None) -> frozenset[str]:
    """References known open before and absent from the month's files."""
    return frozenset(record.omissions.get("vanished", ())) if record else frozenset()


def delays_drawing(
    contract: Contract, record: MonthRecord, commitment: Commitment, verdicts: list[TicketVerdict]
) -> Figure | None:
    """One dot per judged ticket on an axis of counted time; none where targets differ or nothing was judged."""
    judged = [
        v for v in verdicts if v.state in {Verdict.MET, Verdict.BREACHED} and v.elapsed_seconds is not None
    ]
    targets = {v.target_seconds for v in judged}
    if len(targets) != 1:
        return None
    gone, end, month = vanished_in(record), record.month.end(contract.timezone), record.month
    late = sum(v.state == Verdict.BREACHED for v in judged)
    title = (
        f"{commitment.name}, {formats.month_long(month)}{NBSP}: {formats.count(late, 'ticket')} hors délai"
    )
    data = dots.Dots(
        title=title,
        cases=[
            dots.Case(v.subject, v.elapsed_seconds or 0, _shape(v, gone, still_open=is_open(v, end)))
            for v in judged
        ],
        limit=targets.pop(),
        kinds=list(KINDS),
    )
    return figure(dots.draw, data, 640)


def _shape(verdict: TicketVerdict, gone: frozenset[str], *, still_open: bool) -> dots.Shape:
    if verdict.settled_by_dispute_id and is_overruled(verdict):
        return "decided"
    if verdict.ticket.reference in gone:
        return "hollow"
    return "open" if still_open else "solid"
