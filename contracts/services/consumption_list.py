"""A list of consumptions written whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from contracts.engine.bookable import BookableMonths
from contracts.engine.consumption_list import MONTH, ListGround, read_use_list
from contracts.engine.list_faults import Fault, ListRefused
from contracts.engine.list_lines import Key, UseLine
from contracts.models import Consumption, Contract, VolumeBand
from contracts.selectors.excluded import excluded_by_number
from contracts.selectors.lifetime import bookable_months
from contracts.selectors.work_unit_book import unit_book
from contracts.services.rows import Counts
from core.engine.months import Month
from journal import services as journal

BATCH = 500


@transaction.atomic
def import_consumptions(
    *,
    contract: Contract,
    rows: Iterable[tuple[int, Mapping[str, str]]],
    today: date,
    month: Month | None = None,
    user: Any = None,
    role: str = "",
) -> Counts:
    """Write a list: what is known of a month takes the list's quantity and price, the rest stays.

    `rows`: line number and cells by column; `month`: the one of lines that say none. The same list twice changes
    nothing, closed months included. Raises ListRefused, naming every wrong line; nothing is stored then.
    """
    Contract.objects.select_for_update().get(pk=contract.pk)
    bands = {band.number: band for band in VolumeBand.objects.filter(contract=contract)}
    months = bookable_months(contract, today)
    lines = read_use_list(rows, _ground(contract, months, bands, month))
    present = _present(contract, lines)
    new, changed = _sorted_out(lines, present, months)
    Consumption.objects.bulk_create(
        (
            Consumption(
                contract=contract, month=line.month, unit_id=line.unit, level=line.level, exclusion=line.exclusion,
                band=line.band, label=line.label, quantity=line.quantity, unit_price=line.unit_price,
                covered=bands[line.band].upper if line.band else Decimal(0),
            )
            for line in new
        ),
        batch_size=BATCH,
    )  # fmt: skip
    Consumption.objects.bulk_update(changed, ["quantity", "unit_price", "version"], batch_size=BATCH)
    counts = Counts(len(new), len(changed), len(lines) - len(new) - len(changed))
    if counts.changed:
        _tell(contract, {line.month for line in lines}, counts, user, role)
    return counts


def _tell(contract: Contract, told: set[Month], counts: Counts, user: Any, role: str) -> None:
    journal.record(
        contract_id=contract.pk,
        action="work_units.imported",
        subject=str(min(told)) if len(told) == 1 else f"{min(told)} {max(told)}",
        actor=user,
        role=role,
        details={"created": counts.created, "updated": counts.updated},
    )


def _ground(
    contract: Contract, months: BookableMonths, bands: Mapping[int, VolumeBand], month: Month | None
) -> ListGround:
    return ListGround(
        month,
        months,
        {unit.terms.code: unit for unit in unit_book(contract).accounts.values()},
        excluded_by_number(contract),
        {number: band.unit_price for number, band in bands.items()},
    )


def _present(contract: Contract, lines: Sequence[UseLine]) -> dict[Key, Consumption]:
    months = {str(line.month) for line in lines}
    rows = Consumption.objects.select_for_update().filter(
        contract=contract, month__in=months, corrects__isnull=True
    )
    return {(row.month, row.unit_id, row.level, row.exclusion, row.band, row.label): row for row in rows}


def _sorted_out(
    lines: Iterable[UseLine], present: Mapping[Key, Consumption], months: BookableMonths
) -> tuple[list[UseLine], list[Consumption]]:
    """New lines, and rows brought to what the list says. Raises ListRefused for those of closed months."""
    new: list[UseLine] = []
    changed: list[Consumption] = []
    faults = []
    for line in lines:
        row = present.get(line.key)
        # A band keeps the price and the cover of the day it was booked.
        price = line.unit_price if row is None or row.band is None else row.unit_price
        if row is not None and (row.quantity, row.unit_price) == (line.quantity, price):
            continue
        if refusal := months.refusal(line.month):
            faults.append(Fault(line.line, MONTH, str(line.month), *refusal))
        elif row is None:
            new.append(line)
        else:
            row.quantity, row.unit_price, row.version = line.quantity, price, row.version + 1
            changed.append(row)
    if faults:
        raise ListRefused(faults)
    return new, changed
