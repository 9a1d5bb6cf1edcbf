"""What a month cost out of the fee: typed in, corrected in place while the month is open, corrected apart once closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from contracts.models import Consumption, Contract, VolumeBand, WorkUnit
from contracts.selectors.excluded import excluded_by_number
from contracts.selectors.lifetime import bookable_months
from contracts.selectors.work_unit_book import unit_book
from contracts.services.work_unit_orders import (
    UnitRefused,
    price_or_refuse,
    refuse_blocked,
    refuse_month,
    refuse_stale,
)
from core.engine import formats
from core.engine.months import Month
from core.scope import Audience
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
) -> Consumption:
    """The use of one unit in a month. Raises UnitRefused when it is told already, or cannot be."""
    Contract.objects.select_for_update().get(pk=contract.pk)
    refuse_month(contract, month, today)
    if Consumption.objects.filter(contract=contract, month=month, unit=unit, level=level).exists():
        raise UnitRefused(
            "Cette consommation est déjà saisie pour ce mois\u00a0: corrigez sa quantité.", "unit"
        )
    booked = unit_book(contract).accounts[unit.pk]
    price_or_refuse(booked, level, booked.terms.day_of(month))
    refuse_negative(quantity)
    refuse_blocked(booked, month, level, quantity)
    use = Consumption.objects.create(
        contract=contract, month=month, unit=unit, level=level, quantity=quantity
    )
    _tell(use, "used", {"unit": unit.name, "level": level, "quantity": str(quantity)}, user, role)
    return use


@transaction.atomic
def record_charge(
    *,
    contract: Contract,
    month: Month,
    target: tuple[str, int | None],
    label: str,
    quantity: Decimal,
    unit_price: Decimal | None,
    today: date,
    user: Any = None,
    role: str = "",
) -> Consumption:
    """A charge out of the catalogue. `target`: `unforeseen`, or `exclusion` or `band` with its number.

    A band is paid at its own price, beyond what it covers. Raises UnitRefused.
    """
    Contract.objects.select_for_update().get(pk=contract.pk)
    refuse_month(contract, month, today)
    refuse_negative(quantity)
    values = booked_on(contract, month, *target, unit_price)
    same = Consumption.objects.filter(contract=contract, month=month, label=label, unit=None, corrects=None)
    if same.filter(exclusion=values["exclusion"], band=values["band"]).exists():
        raise UnitRefused("Cette charge est déjà saisie pour ce mois\u00a0: corrigez sa quantité.", "label")
    made = Consumption.objects.create(
        contract=contract, month=month, label=label, quantity=quantity, **values
    )
    details = {"title": label, "quantity": str(quantity), "amount": str(quantity * values["unit_price"])}
    _tell(made, "used", details, user, role)
    return made


def booked_on(
    contract: Contract, month: Month, kind: str, number: int | None, unit_price: Decimal | None
) -> dict[str, Any]:
    """The columns of what a charge is booked on. Raises UnitRefused for an unknown line, or without a price."""
    values: dict[str, Any] = {
        "exclusion": None,
        "band": None,
        "unit_price": unit_price,
        "covered": Decimal(0),
    }
    if kind == "band":
        band = VolumeBand.objects.filter(contract=contract, number=number or 0).first()
        if band is None:
            raise UnitRefused("Cette tranche n’est pas au contrat. Choisissez-en une de la liste.", "target")
        return values | {"band": number, "unit_price": band.unit_price, "covered": band.upper}
    if unit_price is None:
        raise UnitRefused(
            "Le prix unitaire manque\u00a0: seul celui d’une tranche est au contrat.", "unit_price"
        )
    if kind == "exclusion":
        known = excluded_by_number(contract).get(number or 0)
        if known is None:
            raise UnitRefused(
                "Cette exclusion n’est pas au contrat. Choisissez-en une de la liste.", "target"
            )
        if not known.holds(month.first_day):
            raise UnitRefused(
                f"« {known.name} » n’est plus exclu depuis le {formats.date_short(known.ends)}. "
                "Choisissez un mois d’avant, ou une autre ligne.",
                "target",
            )
        values["exclusion"] = number
    return values


@transaction.atomic
def correct_closed(
    *,
    line: Consumption,
    month: Month,
    quantity: Decimal,
    reason: str,
    today: date,
    user: Any = None,
    role: str = "",
) -> Consumption:
    """Book in an open month what must be added to a line of a closed one, or taken from it (under 0).

    The closed month stays as it was. Raises UnitRefused.
    """
    contract = Contract.objects.select_for_update().get(pk=line.contract_id)
    if line.month not in bookable_months(contract, today).closed or line.corrects_id:
        raise UnitRefused("Le mois de cette ligne est ouvert\u00a0: corrigez sa quantité sur place.")
    refuse_month(contract, month, today)
    if month <= line.month:
        raise UnitRefused("Une correction se saisit après le mois qu’elle corrige.", "month")
    if Consumption.objects.filter(contract=contract, month=month, corrects=line).exists():
        raise UnitRefused("Cette ligne est déjà corrigée ce mois-là\u00a0: changez la correction.", "month")
    _refuse_correction(contract, line, quantity, Decimal(0))
    made = Consumption.objects.create(
        contract=contract, month=month, corrects=line, label=reason.strip(), quantity=quantity,
        audience=line.audience,
    )  # fmt: skip
    _tell(made, "corrected", {"line": str(line), "quantity": str(quantity)}, user, role, reason.strip())
    return made


def _refuse_correction(contract: Contract, line: Consumption, quantity: Decimal, former: Decimal) -> None:
    """`former`: what the same correction said before, and no longer says."""
    if not quantity and not former:
        raise UnitRefused(
            "Une correction ajoute ou retire quelque chose\u00a0: écrivez une autre quantité que 0."
        )
    book = unit_book(contract)
    target = next(use for use in book.uses if use.pk == line.pk)
    corrected = book.quantity_of(target) - former + quantity
    if corrected < 0:
        most = formats.number(book.quantity_of(target) - former)
        raise UnitRefused(f"La ligne ne porte que {most}\u00a0: retirez-en au plus cette quantité.")
    if target.unit_id is not None:
        refuse_blocked(book.accounts[target.unit_id], target.month, target.level, corrected)


@transaction.atomic
def change_use(
    *, use: Consumption, quantity: Decimal, version: int, today: date, user: Any = None, role: str = ""
) -> Consumption:
    """Change the quantity of a line of an open month. Raises StaleQuantity when someone else did first, or UnitRefused."""
    row = (
        Consumption.objects.select_for_update(of=("self",))
        .select_related("contract", "corrects")
        .get(pk=use.pk)
    )
    refuse_stale(row, quantity, version)
    refuse_month(row.contract, row.month, today)
    name = row.label
    if row.corrects is not None:
        _refuse_correction(row.contract, row.corrects, quantity, row.quantity)
    else:
        refuse_negative(quantity)
        if row.unit_id:
            booked = unit_book(row.contract).accounts[row.unit_id]
            refuse_blocked(booked, row.month, row.level, quantity)
            name = booked.terms.name
    before, row.quantity, row.version = row.quantity, quantity, row.version + 1
    row.save()
    details = {"unit": name, "level": row.level, "before": str(before), "after": str(quantity)}
    _tell(row, "use_changed", details, user, role)
    return row


def refuse_negative(quantity: Decimal) -> None:
    """Raises UnitRefused for a quantity under 0."""
    if quantity < 0:
        raise UnitRefused("Une quantité ne peut pas être négative. Écrivez 0 ou davantage.")


def _tell(
    use: Consumption, act: str, details: Mapping[str, Any], user: Any, role: str, reason: str = ""
) -> None:
    # What only the client may read is told by an act that only the client may read.
    action = f"work_units.{act}" if use.audience == Audience.BOTH else "charge.changed"
    journal.record(
        contract_id=use.contract_id,
        action=action,
        subject=str(use.month),
        actor=user,
        role=role,
        details=dict(details),
        reason=reason,
    )
