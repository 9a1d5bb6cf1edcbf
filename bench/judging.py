"""Judging a month of many tickets, part by part: `python bench/judging.py [tickets]`.

A database of its own, in a temporary folder; seven commitments, two sites, two years of tickets, a pause on
every other one. Times are those of the processor, so that a busy machine changes them less. Judging the month is
`judge_tickets` and the counts of one month: two seconds at most for 100 000 tickets. Keeping the verdicts is
timed beside it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from store import own_store

EPOCH, DAYS = datetime(2024, 4, 1, tzinfo=UTC), 729
PROMISES = (
    ("E01", "response", "24x7", (("P1", 15, "minutes"),)),
    ("E02", "response", "ho", (("P2", 30, "minutes"),)),
    ("E03", "response", "ho", (("P3", 2, "hours"), ("P4", 4, "hours"))),
    ("E04", "resolution", "24x7", (("P1", 4, "hours"),)),
    ("E05", "resolution", "ho", (("P2", 8, "hours"),)),
    ("E06", "resolution", "ho", (("P3", 2, "business_days"),)),
    ("E07", "resolution", "ho", (("P4", 5, "business_days"),)),
)


def build(count: int, first: datetime = EPOCH, days: int = DAYS) -> Any:
    """A contract and its tickets opened over some days, stored."""
    from accounts.models import Organisation
    from contracts.models import Contract, ContractVersion, ServiceCalendar, ServiceWindow, Site
    from slas.models import Commitment, CommitmentTarget

    contract = Contract.objects.create(
        reference="BANC", title="Banc", starts_on=date(2024, 1, 1), ends_on=date(2026, 12, 31),
        client=Organisation.objects.create(name="Client", kind="client"),
        provider=Organisation.objects.create(name="Prestataire", kind="provider"),
    )  # fmt: skip
    ContractVersion.objects.create(
        contract=contract, number=0, effective_on=date(2024, 1, 1), title="Origine", monthly_fee=18500
    )
    calendars = {
        "ho": ServiceCalendar.objects.create(contract=contract, code="ho", name="8 h – 18 h"),
        "24x7": ServiceCalendar.objects.create(
            contract=contract, code="24x7", name="24 h/24", always_open=True
        ),
    }
    for weekday in range(5):
        ServiceWindow.objects.create(
            contract=contract, calendar=calendars["ho"], weekday=weekday, opens=480, closes=1080
        )
    Site.objects.create(contract=contract, code="siege", name="Siège")
    Site.objects.create(contract=contract, code="sxb", name="Strasbourg", holiday_zone="alsace-moselle")
    for rank, (code, kind, hours, delays) in enumerate(PROMISES):
        promise = Commitment.objects.create(
            contract=contract, code=code, name=code, kind=kind, calendar=calendars[hours], position=rank,
            required_rate=95, effective_from=date(2024, 1, 1),
        )  # fmt: skip
        for priority, amount, unit in delays:
            CommitmentTarget.objects.create(
                contract=contract, commitment=promise, priority=priority, amount=amount, unit=unit
            )
    fill(contract, count, first, days)
    return contract


def fill(contract: Any, count: int, first: datetime, days: int) -> None:
    """Tickets that the delivery of March 2026 tells."""
    from reports.models import Delivery, Ticket, TicketPause

    delivery = Delivery.objects.create(
        contract=contract, month="2026-03", version=1, digest="0" * 64, is_current=True, state="published",
        received_at=datetime(2026, 4, 7, tzinfo=UTC),
    )  # fmt: skip
    rng = Random(20260331)
    tickets = []
    for n in range(count):
        opened = first + timedelta(seconds=rng.randrange(days * 86_400))
        resolved = opened + timedelta(seconds=rng.randrange(60, 8 * 86_400)) if rng.random() < 0.98 else None
        changed = rng.random() < 0.01
        tickets.append(
            Ticket(
                contract=contract, reference=f"INC{n:07}", type="incident", status="closed" if resolved else "new",
                priority=rng.choices(["P1", "P2", "P3", "P4"], [2, 8, 50, 40])[0], opened_at=opened,
                initial_priority="P3" if changed else "",
                priority_changed_at=opened + timedelta(hours=2) if changed else None,
                picked_up_at=opened + timedelta(seconds=rng.randrange(60, 7200)), resolved_at=resolved,
                closed_at=resolved, site=rng.choice(["Siège", "Siège", "Strasbourg"]), first_delivery=delivery,
                last_delivery=delivery,
            )
        )  # fmt: skip
    Ticket.objects.bulk_create(tickets, batch_size=2000)
    TicketPause.objects.bulk_create(
        [
            TicketPause(
                contract=contract, ticket=ticket, reason="waiting_user", started_at=ticket.opened_at + timedelta(hours=1),
                ended_at=ticket.opened_at + timedelta(hours=rng.randrange(2, 60)),
            )
            for ticket in tickets[::2]
        ],
        batch_size=2000,
    )  # fmt: skip


def timed(label: str, act: Callable[[], Any]) -> tuple[Any, float]:
    start = time.process_time()
    result = act()
    spent = time.process_time() - start
    print(f"{label:44} {spent:7.3f} s")
    return result, spent


def measure(contract: Any) -> bool:
    """Each part once; True when judging and counting keep to their two seconds."""
    from core.engine.months import Month
    from reports import selectors as reports
    from slas.services import compute_months
    from slas.services.counting.results import results_of
    from slas.services.ground.contexts import Ground, MonthContext, MonthFacts
    from slas.services.ground.facts import JUDGED_ON, Facts
    from slas.services.ground.judging import judge_facts
    from slas.services.ground.promising import PromiseBook
    from slas.services.verdicts import store_verdicts

    month = Month(2026, 3)
    reports.ticket_columns(contract)  # a worker has its libraries in memory already
    timed("  of which reading tickets", lambda: reports.ticket_columns(contract, JUDGED_ON))
    timed("  of which reading pauses", lambda: reports.pause_columns(contract))

    def judge() -> Ground:
        facts, book = Facts.of(contract), PromiseBook.of(contract)
        return Ground(facts, book, judge_facts(facts, book, month))

    ground, judging = timed("judging every ticket", judge)
    judged = ground.judged

    def count() -> Any:
        return results_of(MonthContext(month, ground, MonthFacts.of(contract, month)))

    results, counting = timed("counting the month", count)
    assert sum(result.counted for result in results) > 0
    timed("keeping the verdicts, all new", lambda: store_verdicts(contract=contract, judged=judged))
    written, _ = timed(
        "keeping the verdicts, none new", lambda: store_verdicts(contract=contract, judged=judged)
    )
    assert written == 0
    timed("compute_months, one month, nothing new", lambda: compute_months(contract=contract, months=[month]))
    print(f"{'judging the month (2 s at most)':44} {judging + counting:7.3f} s")
    return judging + counting <= 2


def main(count: int) -> int:
    with own_store():
        print(f"{count} tickets, seven commitments")
        return 0 if measure(build(count)) else 1


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
