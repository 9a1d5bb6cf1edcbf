"""What was used of the work units in a month: typed in, corrected in place, or read from a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from contracts.engine.dates import term
from contracts.engine.work_unit_list import UseLine, read_use_list
from contracts.models import Contract, WorkUnit, WorkUnitUse
from contracts.selectors.work_unit_book import unit_book
from contracts.services.rows import Counts
from contracts.services.work_unit_orders import (
    UnitRefused,
    price_or_refuse,
    refuse_blocked,
    refuse_stale,
)
from core.engine import formats
from core.engine.months import Month
from journal import services as journal


@transaction.atomic
def record_use(
    *,
    contract: Contract,
    month: Month,
    unit: WorkUnit,
    level: str,
    quantity: Decimal,
    today: date,
    user: Any = None,
    role: str = "",
) -> WorkUnitUse:
    """The use of one unit in a month. Raises UnitRefused when it is told already, or cannot be."""
    Contract.objects.select_for_update().get(pk=contract.pk)
    refuse_month(contract, month, today)
    if WorkUnitUse.objects.filter(contract=contract, month=month, unit=unit, level=level).exists():
        raise UnitRefused(
            "Cette consommation est déjà saisie pour ce mois\u00a0: corrigez sa quantité.", "unit"
        )
    booked = unit_book(contract).units[unit.pk]
    price_or_refuse(booked, level, month.first_day)
    refuse_negative(quantity)
    refuse_blocked(booked, month, level, quantity)
    use = WorkUnitUse.objects.create(
        contract=contract, month=month, unit=unit, level=level, quantity=quantity
    )
    _tell(use, {"unit": unit.name, "level": level, "quantity": str(quantity)}, user, role)
    return use


@transaction.atomic
def record_unplanned(
    *,
    contract: Contract,
    month: Month,
    label: str,
    quantity: Decimal,
    unit_price: Decimal,
    today: date,
    user: Any = None,
    role: str = "",
) -> WorkUnitUse:
    """A charge that no line of the catalogue covers, booked on « imprévu ». Raises UnitRefused."""
    Contract.objects.select_for_update().get(pk=contract.pk)
    refuse_month(contract, month, today)
    refuse_negative(quantity)
    if WorkUnitUse.objects.filter(contract=contract, month=month, unit=None, label=label).exists():
        raise UnitRefused("Cet imprévu est déjà saisi pour ce mois\u00a0: corrigez sa quantité.", "label")
    use = WorkUnitUse.objects.create(
        contract=contract, month=month, label=label, unit_price=unit_price, quantity=quantity
    )
    _tell(use, {"title": label, "quantity": str(quantity), "amount": str(quantity * unit_price)}, user, role)
    return use


@transaction.atomic
def change_use(
    *, use: WorkUnitUse, quantity: Decimal, version: int, user: Any = None, role: str = ""
) -> WorkUnitUse:
    """Correct the quantity of a month. Raises StaleQuantity when someone else did first, UnitRefused otherwise."""
    row = WorkUnitUse.objects.select_for_update().get(pk=use.pk)
    refuse_stale(row, quantity, version)
    refuse_negative(quantity)
    if row.unit_id:
        booked = unit_book(row.contract).units[row.unit_id]
        refuse_blocked(booked, row.month, row.level, quantity)
    before, row.quantity, row.version = row.quantity, quantity, row.version + 1
    row.save()
    journal.record(
        contract_id=row.contract_id,
        action="work_units.use_changed",
        subject=str(row.month),
        actor=user,
        role=role,
        details={
            "unit": row.label or booked.terms.name, "level": row.level, "before": str(before), "after": str(quantity),
        },
    )  # fmt: skip
    return row


@transaction.atomic
def import_uses(
    *,
    contract: Contract,
    month: Month,
    rows: Iterable[tuple[int, Mapping[str, str]]],
    today: date,
    user: Any = None,
    role: str = "",
) -> Counts:
    """Write a list of the month's use: what is known for the month takes the new quantity, the rest stays.

    `rows`: line number and cells by column. The same list twice changes nothing. Raises ListRefused, naming
    every wrong line, or UnitRefused for the month; nothing is stored then.
    """
    Contract.objects.select_for_update().get(pk=contract.pk)
    refuse_month(contract, month, today)
    lines = read_use_list(rows, month, unit_book(contract).units.values())
    present = {
        (use.unit_id, use.level, use.label): use
        for use in WorkUnitUse.objects.select_for_update().filter(contract=contract, month=month)
    }
    counts = Counts()
    for line in lines:
        counts += _write(contract, month, line, present.get((line.unit, line.level, line.label)))
    if counts.changed:
        journal.record(
            contract_id=contract.pk,
            action="work_units.imported",
            subject=str(month),
            actor=user,
            role=role,
            details={"created": counts.created, "updated": counts.updated},
        )
    return counts


def _write(contract: Contract, month: Month, line: UseLine, use: WorkUnitUse | None) -> Counts:
    values = {"quantity": line.quantity, "unit_price": line.unit_price}
    if use is None:
        WorkUnitUse.objects.create(
            contract=contract, month=month, unit_id=line.unit, level=line.level, label=line.label, **values
        )
        return Counts(created=1)
    if (use.quantity, use.unit_price) == (line.quantity, line.unit_price):
        return Counts(unchanged=1)
    use.quantity, use.unit_price, use.version = line.quantity, line.unit_price, use.version + 1
    use.save()
    return Counts(updated=1)


def refuse_month(contract: Contract, month: Month, today: date) -> None:
    """Raises UnitRefused for a month outside the contract, or still to come."""
    first = Month.of(contract.starts_on)
    last = min(Month.of(term(contract.clause, today).committed_until), Month.of(today))
    if not first <= month <= last:
        raise UnitRefused(
            f"Mois hors du contrat ou à venir. Choisissez un mois de {formats.month_long(first)} "
            f"à {formats.month_long(last)}.",
            "month",
        )


def refuse_negative(quantity: Decimal) -> None:
    """Raises UnitRefused for a quantity under 0."""
    if quantity < 0:
        raise UnitRefused("Une quantité ne peut pas être négative. Écrivez 0 ou davantage.")


def _tell(use: WorkUnitUse, details: dict[str, Any], user: Any, role: str) -> None:
    journal.record(
        contract_id=use.contract_id,
        action="work_units.used",
        subject=str(use.month),
        actor=user,
        role=role,
        details=details,
    )
