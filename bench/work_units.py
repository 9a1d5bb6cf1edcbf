"""The work units of a long contract: `python bench/work_units.py [lines] [months]`.

200 lines over 60 months, with quotas and orders. Settling them, which the budget waits for, is to take 100 ms at
most of a processor; what reading them from the database and telling the charges take is told beside.
"""

from __future__ import annotations

import sys
import time
from datetime import date
from decimal import Decimal
from typing import Any

from store import own_store

MOST = 0.1


def build(lines: int, months: int) -> Any:
    from accounts.models import Organisation
    from contracts.models import (
        Consumption,
        Contract,
        ContractVersion,
        WorkUnit,
        WorkUnitOrder,
        WorkUnitPrice,
    )
    from core.engine.months import Month

    start = date(2021, 1, 1)
    contract = Contract.objects.create(
        reference="BANC", title="Banc", starts_on=start, ends_on=date(2026, 12, 31),
        client=Organisation.objects.create(name="Client", kind="client"),
        provider=Organisation.objects.create(name="Prestataire", kind="provider"),
    )  # fmt: skip
    ContractVersion.objects.create(contract=contract, number=0, effective_on=start, title="", monthly_fee=1)
    units = WorkUnit.objects.bulk_create(
        WorkUnit(contract=contract, code=f"uo-{n}", name=f"UO {n}", unit="UO", included=15 * (n % 4 == 0))
        for n in range(lines)
    )
    WorkUnitPrice.objects.bulk_create(
        WorkUnitPrice(contract=contract, unit=unit, effective_on=start, amount=Decimal("45.50"))
        for unit in units
    )
    WorkUnitOrder.objects.bulk_create(
        WorkUnitOrder(
            contract=contract, number=n, unit=unit, title="", quantity=300, unit_price=40, ordered_on=start
        )
        for n, unit in enumerate(units, 1)
    )
    Consumption.objects.bulk_create(
        Consumption(contract=contract, month=Month.of(start).shift(rank), unit=unit, quantity=Decimal("19.5"))
        for unit in units
        for rank in range(months)
    )
    return contract


def main(lines: int = 200, months: int = 60) -> int:
    with own_store():
        from contracts.engine.work_units import settle
        from contracts.selectors.charges import book_charges
        from contracts.selectors.work_unit_book import unit_book

        contract = build(lines, months)
        begun = time.process_time()
        book = unit_book(contract)
        read = time.process_time()
        for unit in book.units.values():
            settle(unit.terms, unit.uses, unit.orders, unit.first)
        settled = time.process_time()
        charges = [
            c for year in range(2021, 2027) for c in book_charges(contract, book, year, date(2026, 6, 1))
        ]
        told = time.process_time()
    print(f"{lines} lignes, {months} mois, {len(charges)} charges")
    print(f"lecture et calcul {1000 * (read - begun):.0f} ms, dont calcul {1000 * (settled - read):.0f} ms")
    print(f"charges de six années {1000 * (told - settled):.0f} ms")
    return int(settled - read > MOST)


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:])))
