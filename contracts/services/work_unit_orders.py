"""Purchase orders of work units: placed at the price of their day, changed only by whoever saw the last state."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from contracts.engine.unit_booking import BookedUnit
from contracts.models import Contract, WorkUnit, WorkUnitOrder
from contracts.selectors.lifetime import bookable_months
from contracts.selectors.quantities import trimmed
from contracts.selectors.work_unit_book import unit_book
from core.engine import formats
from core.engine.months import Month
from journal import services as journal


class UnitRefused(Exception):
    """What was asked of the work units cannot be written; the message is in French, with the remedy.

    `field` is the name of the value at fault.
    """

    def __init__(self, message: str, field: str = "quantity") -> None:
        self.field = field
        super().__init__(message)


class StaleQuantity(Exception):
    """The row changed since it was shown: what was typed, what is stored now, its version."""

    def __init__(self, typed: Decimal, stored: Decimal, version: int) -> None:
        self.typed, self.stored, self.version = typed, stored, version
        super().__init__(f"{typed} against {stored}")


@transaction.atomic
def place_order(
    *,
    contract: Contract,
    unit: WorkUnit,
    level: str,
    title: str,
    quantity: Decimal,
    ordered_on: date,
    valid_until: date | None = None,
    user: Any = None,
    role: str = "",
) -> WorkUnitOrder:
    """A new order, numbered after the last one. Raises UnitRefused outside the contract, or without a price."""
    Contract.objects.select_for_update().get(pk=contract.pk)  # two orders placed at once take two numbers
    booked = unit_book(contract).units[unit.pk]
    unit_price = price_or_refuse(booked, level, ordered_on)
    _refuse_order(contract, quantity, ordered_on, valid_until)
    last = WorkUnitOrder.objects.filter(contract=contract).aggregate(last=Max("number"))["last"]
    order = WorkUnitOrder.objects.create(
        contract=contract, number=(last or 0) + 1, unit=unit, level=level, title=title.strip(),
        quantity=quantity, unit_price=unit_price, ordered_on=ordered_on, valid_until=valid_until,
    )  # fmt: skip
    journal.record(
        contract_id=contract.pk,
        action="work_units.ordered",
        subject=f"bon {order.number}",
        actor=user,
        role=role,
        details={
            "unit": unit.name,
            "level": level,
            "quantity": str(quantity),
            "amount": str(quantity * unit_price),
        },
    )
    return order


def _refuse_order(contract: Contract, quantity: Decimal, ordered_on: date, valid_until: date | None) -> None:
    if ordered_on < contract.starts_on:
        raise UnitRefused(
            f"Le contrat prend effet le {formats.date_short(contract.starts_on)}\u00a0: datez le bon d’après.",
            "ordered_on",
        )
    months = bookable_months(contract, ordered_on)
    month = Month.of(ordered_on)
    if month in months.closed:
        opened = formats.date_short(months.open_after(month).first_day)
        raise UnitRefused(
            f"Le mois {formats.month_of(month)} est clos\u00a0: un bon n’en change plus les montants. "
            f"Datez-le du {opened} ou après.",
            "ordered_on",
        )
    if valid_until and valid_until < ordered_on:
        raise UnitRefused("La fin de validité précède la date du bon.", "valid_until")
    if quantity <= 0:
        raise UnitRefused("Commandez une quantité supérieure à 0.")


@transaction.atomic
def change_order(
    *, order: WorkUnitOrder, quantity: Decimal, version: int, user: Any = None, role: str = ""
) -> WorkUnitOrder:
    """Change the quantity of an order, never under what was used of it; 0 gives up an unused one.

    Raises StaleQuantity when someone else changed it first, UnitRefused otherwise.
    """
    row = WorkUnitOrder.objects.select_for_update().get(pk=order.pk)
    refuse_stale(row, quantity, version)
    booked = unit_book(row.contract).accounts[row.unit_id]
    _refuse_less_than_used(row, booked, quantity)
    before, row.quantity, row.version = row.quantity, quantity, row.version + 1
    row.save()
    journal.record(
        contract_id=row.contract_id,
        action="work_units.order_changed",
        subject=f"bon {row.number}",
        actor=user,
        role=role,
        details={"before": str(before), "after": str(quantity)},
    )
    return row


def _refuse_less_than_used(row: WorkUnitOrder, booked: BookedUnit, quantity: Decimal) -> None:
    used = booked.drawn(row.number)
    if quantity < 0:
        raise UnitRefused(
            "Une quantité ne peut pas être négative. Écrivez 0 pour abandonner un bon inutilisé."
        )
    if quantity < used:
        raise UnitRefused(
            f"Le bon {row.number} est déjà consommé à hauteur de {formats.number(used)}\u00a0: "
            "corrigez d’abord la consommation, ou gardez au moins cette quantité."
        )


def refuse_month(contract: Contract, month: Month, today: date) -> None:
    """Raises UnitRefused for a month outside the contract, still to come, or closed."""
    refusal = bookable_months(contract, today).refusal(month)
    if refusal:
        raise UnitRefused(" ".join(refusal), "month")


def refuse_stale(row: Any, quantity: Decimal, version: int) -> None:
    """Raises StaleQuantity when a row is not any more the one that the form showed."""
    if row.version != version:
        raise StaleQuantity(quantity, trimmed(row.quantity), row.version)


def price_or_refuse(booked: BookedUnit, level: str, day: date) -> Decimal:
    """The price in force. Raises UnitRefused when the catalogue has none, naming the levels it has."""
    found = booked.terms.price_at(level, day)
    if found is None:
        known = ", ".join(name or "sans niveau" for name in booked.terms.levels) or "aucun"
        raise UnitRefused(
            f"« {booked.terms.name} » n’a pas de prix à ce niveau le {formats.date_short(day)}. "
            f"Niveaux du catalogue\u00a0: {known}.",
            "level",
        )
    return found


def refuse_blocked(booked: BookedUnit, month: Month, level: str, quantity: Decimal) -> None:
    """Raises UnitRefused when that use would go further beyond the orders of a line that does not allow it."""
    missing = booked.missing_for(month, level, quantity)
    if missing:
        raise UnitRefused(
            f"« {booked.terms.name} » ne se consomme que sur bon de commande\u00a0: il en manque "
            f"{formats.number(missing)}. Passez un bon, ou réduisez la quantité."
        )
