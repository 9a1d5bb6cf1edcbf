"""Charges of the months: typed one by one, imported whole, their quantity corrected in place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from contracts.engine.charges_file import ChargeRow, read_charges
from contracts.engine.reading import FileRefused
from contracts.engine.volumes import band_excess
from contracts.models import Charge, Contract, ScopeItem, VolumeBand
from contracts.selectors.lifetime import reportable_months
from core.engine.months import Month
from journal import services as journal


class ChargeRefused(Exception):
    """The charge cannot be kept; the message is in French, with what to do."""


class ChargeChanged(Exception):
    """Somebody changed the charge meanwhile: `present` is the row as it is now."""

    def __init__(self, present: Charge) -> None:
        self.present = present
        super().__init__("La charge a changé pendant votre saisie.")


def charge_months(contract: Contract, today: date) -> tuple[Month, Month]:
    """First and last month that a charge may bear: the current one may be typed in as it goes."""
    first, last = reportable_months(contract, today)
    return first, max(last, min(Month.of(today), Month.of(contract.ends_on)))


@transaction.atomic
def add_charge(*, contract: Contract, row: ChargeRow, actor: Any, role: str, today: date) -> Charge:
    """Book one charge on an exclusion, a band, work units or « imprévu ». Raises ChargeRefused."""
    first, last = charge_months(contract, today)
    if not first <= row.month <= last:
        raise ChargeRefused(f"Le mois {row.month} est hors du contrat ou à venir.")
    if row.quantity < 0 or row.unit_price < 0:
        raise ChargeRefused("Quantité et prix sont positifs.")
    same = Charge.objects.filter(contract=contract, month=row.month, kind=row.kind, label=row.label)
    if same.exists():
        raise ChargeRefused("Cette charge est déjà saisie pour ce mois\u00a0: corrigez sa quantité.")
    charge = _charge(contract, row, _bands(contract), actor, imported=False)
    charge.save()
    _record(contract, "charge.added", charge, actor, role, {"quantity": str(charge.quantity)})
    return charge


@transaction.atomic
def change_quantity(*, charge: Charge, quantity: Decimal, version: int, actor: Any, role: str) -> Charge:
    """Correct a quantity as it was shown in that version. Raises ChargeChanged with the present row."""
    if quantity < 0:
        raise ChargeRefused("La quantité est positive\u00a0; 0 annule la charge.")
    band = VolumeBand.objects.filter(contract=charge.contract_id, number=charge.number or 0).first()
    same = Charge.objects.filter(pk=charge.pk, version=version)
    changed = same.update(
        quantity=quantity,
        billed=_billed(charge.kind, quantity, band),
        version=version + 1,
        changed_by=actor,
        changed_at=timezone.now().replace(microsecond=0),
    )
    before = charge.quantity
    charge.refresh_from_db()
    if not changed:
        raise ChargeChanged(charge)
    details = {"former_quantity": str(before), "quantity": str(quantity)}
    _record(charge.contract, "charge.changed", charge, actor, role, details)
    return charge


@transaction.atomic
def import_charges(*, contract: Contract, text: str, actor: Any, role: str, today: date) -> int:
    """Keep a whole list, or nothing of it: a charge known by month, post and label is brought to the list's value.

    Returns how many rows the list holds. Raises FileRefused naming every line that cannot be taken.
    """
    bands = _bands(contract)
    exclusions = ScopeItem.objects.filter(contract=contract, status=ScopeItem.Status.OUT)
    known = {"exclusion": frozenset(exclusions.values_list("number", flat=True)), "band": frozenset(bands)}
    rows, problems = read_charges(text, known, *charge_months(contract, today))
    if problems:
        raise FileRefused(problems)
    _merge(contract, rows, bands, actor)
    journal.record(
        contract_id=contract.pk,
        action="charges.imported",
        subject=f"{min(row.month for row in rows)} {max(row.month for row in rows)}",
        actor=actor,
        role=role,
        details={"charges": len(rows)},
    )
    return len(rows)


def _merge(contract: Contract, rows: Sequence[ChargeRow], bands: dict[int, VolumeBand], actor: Any) -> None:
    months = {str(row.month) for row in rows}
    kept = {
        (charge.month, charge.kind, charge.label): charge
        for charge in Charge.objects.filter(contract=contract, month__in=months)
    }
    new, changed = [], []
    for row in rows:
        made = _charge(contract, row, bands, actor, imported=True)
        former = kept.get((row.month, row.kind, row.label))
        if former is None:
            new.append(made)
        elif (former.quantity, former.unit_price, former.number) != (
            made.quantity, made.unit_price, made.number,
        ):  # fmt: skip
            made.pk, made.version = former.pk, former.version + 1
            changed.append(made)
    Charge.objects.bulk_create(new, batch_size=500)
    fields = ["quantity", "billed", "unit_price", "number", "imported", "version", "changed_by", "changed_at"]
    Charge.objects.bulk_update(changed, fields, batch_size=200)


def _bands(contract: Contract) -> dict[int, VolumeBand]:
    return {band.number: band for band in VolumeBand.objects.filter(contract=contract)}


def _charge(
    contract: Contract, row: ChargeRow, bands: dict[int, VolumeBand], actor: Any, *, imported: bool
) -> Charge:
    band = bands.get(row.number or 0) if row.kind == Charge.Kind.BAND else None
    if row.kind == Charge.Kind.BAND and band is None:
        raise ChargeRefused("Cette tranche n’est pas au contrat.")
    return Charge(
        contract=contract,
        month=row.month,
        kind=row.kind,
        number=row.number,
        label=row.label,
        quantity=row.quantity,
        billed=_billed(row.kind, row.quantity, band),
        unit_price=band.unit_price if band else row.unit_price,
        imported=imported,
        changed_by=actor,
        changed_at=timezone.now().replace(microsecond=0),
    )


def _billed(kind: str, quantity: Decimal, band: VolumeBand | None) -> Decimal:
    """Of a band, only what exceeds its upper edge is billed."""
    if kind != Charge.Kind.BAND or band is None:
        return quantity
    excess = band_excess(band.base, band.tolerance_pct, quantity, band.unit_price).excess
    return Decimal(excess.numerator) / excess.denominator


def _record(
    contract: Contract, action: str, charge: Charge, actor: Any, role: str, details: dict[str, str]
) -> None:
    journal.record(
        contract_id=contract.pk,
        action=action,
        subject=f"{charge.month} {charge.label}",
        actor=actor,
        role=role,
        details={**details, "amount": str(charge.amount)},
    )
