"""What the grey-zone radar reads: the items of the scope as they were, and the tickets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from contracts.engine.allowances import Allowance
from contracts.engine.excluded import simplest_price
from contracts.engine.terms import FormerLine, ScopeLine
from contracts.models import Contract, ScopeItem
from contracts.selectors.catalogue import exclusion_terms
from contracts.selectors.lifetime import local_today
from core.engine.months import Month
from kpis.engine.grey import Element, Fact
from reports.models import Ticket

FIELDS = (
    *("reference", "opened_at", "category", "service", "title", "site", "status", "resolved_at"),
    *("cancelled_by", "cancel_reason", "parent_reference", "duplicate_of"),
)


def elements_of(contract: Contract, lines: Mapping[int, ScopeLine]) -> list[Element]:
    """The items as the radar reads them, and as an amendment found them, at the prices of today (3 queries)."""
    terms, today = exclusion_terms(contract), max(local_today(contract), contract.starts_on)

    def element(key: int, line: ScopeLine, one: FormerLine, was: Sequence[FormerLine] = ()) -> Element:
        paid = terms.get(one.number) if one.status == ScopeItem.Status.OUT else None
        level, price = (paid and simplest_price(paid, min(one.until, today))) or ("", one.unit_price)
        return Element(
            key,
            one.status,
            price,
            Allowance(paid.included, paid.included_per) if paid and paid.included else None,
            "support" in line.interventions,
            _there_since(line),
            tuple((former.until, element(key, line, former)) for former in was),
            level,
        )

    return [element(key, line, line.at(date.max), line.formers) for key, line in lines.items()]


def _there_since(line: ScopeLine) -> date | None:
    """From when its silence tells something: its first quantity, or the day it came from another section."""
    moves = [one.until + timedelta(days=1) for one in line.formers if one.status != line.status]
    told = [line.volumes[0][0]] if line.volumes else []
    return max(moves + told, default=None)


def facts_of(contract: Contract, window: Sequence[Month]) -> Iterator[Fact]:
    """Tickets in force opened in the window, or before it in its first year, in the order they were opened (1 query)."""
    zone = contract.timezone
    rows = Ticket.objects.filter(
        contract=contract,
        last_delivery__is_current=True,
        opened_at__gte=Month(window[0].year, 1).start(zone),
        opened_at__lt=window[-1].end(zone),
    ).order_by("opened_at", "reference")
    for row in rows.values(*FIELDS).iterator(chunk_size=5_000):
        yield Fact(
            reference=row["reference"],
            opened=Month.at(row["opened_at"], zone),
            category=row["category"],
            service=row["service"],
            title=row["title"],
            site=row["site"],
            is_resolved=row["resolved_at"] is not None or row["status"] in {"resolved", "closed"},
            is_cancelled=row["status"] == Ticket.Status.CANCELLED,
            cancelled_by=row["cancelled_by"],
            cancel_reason=row["cancel_reason"],
            is_repeat=bool(row["parent_reference"] or row["duplicate_of"]),
        )
