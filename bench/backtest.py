"""A candidate amendment over many tickets: `python bench/backtest.py [tickets a month]`.

The database of `bench/judging.py`, twelve delivered months, a candidate that changes a target, a delay and the
accepted waiting. Twelve months of 50 000 tickets are to be replayed in less than thirty seconds of two
processors; the time told is the wall's.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from typing import Any

from judging import build
from store import own_store

CHANGE = """
[reglages]
motifs_suspension = ["attente_client"]

[[engagement]]
code = "E05"
taux_exige = 90
delai = [{ priorite = "P2", delai = 10, unite = "heures" }]
"""
MOST = 30


def deliver(contract: Any) -> None:
    """Eleven more months that were delivered; the tickets are those of the last one."""
    from core.engine.months import Month, month_range
    from reports.models import Delivery

    for month in month_range(Month(2025, 4), Month(2026, 2)):
        Delivery.objects.create(
            contract=contract, month=month, version=1, digest=str(month).ljust(64, "0"), is_current=True,
            state="published", received_at=datetime(2026, 4, 7, tzinfo=UTC),
        )  # fmt: skip


def price(contract: Any) -> None:
    from slas.models import Commitment, PenaltyRule

    for row in Commitment.objects.filter(contract=contract):
        PenaltyRule.objects.create(contract=contract, commitment=row, kind="fee_share", percent=1)


def main(count: int) -> int:
    with own_store():
        from slas.services.prices.backtesting import backtest

        contract = build(12 * count)
        deliver(contract)
        price(contract)
        began, worked = time.perf_counter(), time.process_time()
        found = backtest(contract=contract, change=CHANGE)
        spent, work = time.perf_counter() - began, time.process_time() - worked
    print(
        f"{12 * count} tickets, {len(found['months'])} months, {found['totals']['flipped']} verdicts flipped"
    )
    print(f"replayed in {spent:.1f} s, {work:.1f} s of processor ({MOST} s at most)")
    return 0 if spent <= MOST else 1


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000))
