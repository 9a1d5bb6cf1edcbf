"""The truth of one month of many tickets, from stored facts to its bill: `python bench/truth.py [tickets]`.

The worst month there is: every ticket lies in it, nearly all are late, and the provider says of nearly all, one by
one, that they were in time; every commitment has a declared figure and a price. Judging, counting, reconciling and
pricing fifty thousand of them take five seconds of two processors at most; keeping the verdicts is timed beside it.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from typing import Any

from backtest import price
from judging import build
from store import own_store

MONTH, FIRST, DAYS = "2026-03", datetime(2026, 3, 1, tzinfo=UTC), 31
MOST = 5


def declare(contract: Any) -> None:
    """What the provider says of its month: each ticket's own verdict, and a flattering rate for each commitment."""
    from reports.models import DeclaredFigure, Delivery, Ticket
    from slas.models import Commitment

    tickets = list(Ticket.objects.filter(contract=contract).only("pk"))
    for rank, ticket in enumerate(tickets):
        ticket.declared_met = rank % 50 != 0
    Ticket.objects.bulk_update(tickets, ["declared_met"], batch_size=2000)
    delivery = Delivery.objects.get(contract=contract)
    for code in Commitment.objects.filter(contract=contract).values_list("code", flat=True):
        DeclaredFigure.objects.create(
            contract=contract,
            delivery=delivery,
            commitment_code=code,
            numerator=990,
            denominator=1000,
            rate=99,
        )


def measure(contract: Any) -> bool:
    from core.engine.months import Month
    from reports import selectors as reports
    from slas.models import MonthRecord
    from slas.services import compute_months, ensure_record
    from slas.services.months import count_month, ground_of

    month = Month.parse(MONTH)
    record = ensure_record(contract=contract, month=month)
    reports.ticket_columns(contract)  # a worker has its libraries in memory already
    began, worked = time.perf_counter(), time.process_time()
    ground = ground_of(contract, [month])
    judged = time.perf_counter()
    counted = count_month(contract, record, ground)
    ended, work = time.perf_counter(), time.process_time() - worked
    compute_months(contract=contract, months=[month])
    stored = time.perf_counter()
    causes = sum(len(result.causes or ()) for result in counted.results)
    assert causes, "a month without a gap measures nothing"
    assert MonthRecord.objects.get(pk=record.pk).penalty_gross > 0
    print(
        f"judging {judged - began:.2f} s; counting, reconciling ({causes} causes), pricing {ended - judged:.2f} s"
    )
    print(f"the truth of the month {ended - began:.2f} s, {work:.2f} s of processor ({MOST} s at most)")
    print(f"the whole act again, verdicts and results stored {stored - ended:.2f} s")
    return ended - began <= MOST


def main(count: int) -> int:
    with own_store():
        contract = build(count, FIRST, DAYS)
        declare(contract)
        price(contract)
        print(f"{count} tickets in one month, seven commitments")
        return 0 if measure(contract) else 1


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000))
