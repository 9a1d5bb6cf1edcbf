"""The budget of a long contract: `python bench/budget.py [lines] [months]`.

Sixty months of two hundred lines of work units, each with a quota carried over: what is read from the database, the
figures of a year and the whole value of its page are to take a tenth of a second of a processor, whatever else the
machine does. The first reading, which also compiles the queries, is told apart.
"""

from __future__ import annotations

import sys
import time
from datetime import date
from decimal import Decimal
from typing import Any

from store import own_store

MOST, RUNS = 0.1, 7
TODAY, YEAR = date(2025, 11, 30), 2025


def build(lines: int, months: int) -> Any:
    """No two months alike; a budget, fees, an exclusion off the catalogue each month."""
    from accounts.models import Organisation
    from contracts.models import Consumption, Contract, ContractVersion, WorkUnit, WorkUnitPrice
    from core.engine.months import Month

    start = date(2021, 1, 1)
    contract = Contract.objects.create(
        reference="BANC", title="Banc", starts_on=start, ends_on=date(2025, 12, 31), yearly_budget=900_000,
        client=Organisation.objects.create(name="Client", kind="client"),
        provider=Organisation.objects.create(name="Prestataire", kind="provider"),
    )  # fmt: skip
    ContractVersion.objects.create(contract=contract, number=0, effective_on=start, monthly_fee=18_500)
    units = WorkUnit.objects.bulk_create(
        WorkUnit(contract=contract, code=f"uo-{n}", name=f"UO {n}", unit="acte", included=5, carry_months=3)
        for n in range(lines)
    )
    WorkUnitPrice.objects.bulk_create(
        WorkUnitPrice(contract=contract, unit=unit, effective_on=start, amount=45 + rank)
        for rank, unit in enumerate(units)
    )
    first = Month.of(start)
    Consumption.objects.bulk_create(
        Consumption(contract=contract, month=first.shift(month), unit=unit, quantity=(month * 7 + rank) % 11)
        for month in range(months)
        for rank, unit in enumerate(units)
    )
    Consumption.objects.bulk_create(
        Consumption(
            contract=contract, month=first.shift(month), label="Transport", quantity=Decimal("1.5"), unit_price=80
        )
        for month in range(months)
    )  # fmt: skip
    return contract


def timed(work: Any) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def main(lines: int = 200, months: int = 60) -> int:
    with own_store():
        from contracts.selectors.budget_facts import budget_facts
        from contracts.selectors.budget_page import budget_page

        contract = build(lines, months)
        first = timed(lambda: budget_page(contract, YEAR, TODAY))
        figures = min(timed(lambda: budget_facts(contract, YEAR, TODAY).figures) for _ in range(RUNS))
        page = min(timed(lambda: budget_page(contract, YEAR, TODAY)) for _ in range(RUNS))
    print(f"{months} months x {lines} lines: reading and figures {figures * 1000:.0f} ms, ", end="")
    print(
        f"whole page {page * 1000:.0f} ms (at most {MOST * 1000:.0f} ms), the first time {first * 1000:.0f} ms"
    )
    return int(page > MOST)


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:])))
