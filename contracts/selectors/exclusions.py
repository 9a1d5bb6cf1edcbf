"""The exclusions of a contract: their prices, what was booked on them, and for the client what they may cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.engine.exposure import Estimate, Exposure, total_exposure
from contracts.engine.unit_booking import BookedUnit
from contracts.engine.work_units import ZERO
from contracts.models import Contract, ScopeItem, VolumeEstimate
from contracts.selectors.charges import KINDS, Charge, book_charges
from contracts.selectors.versions import version_at
from contracts.selectors.work_unit_book import trimmed, unit_book
from core.engine import formats
from core.engine.ratios import round_half_up
from core.exports import Sheet


@dataclass(frozen=True)
class LevelLine:
    """One level of an exclusion: its price of the day, the client's volumes, what they come to."""

    level: str
    price: Decimal | None
    volumes: Estimate | None
    exposure: Exposure | None


@dataclass(frozen=True)
class ExclusionLine:
    """One exclusion with what was booked on it in the year."""

    number: int
    name: str
    unit: str
    code: str
    included: str
    levels: list[LevelLine]
    quantity: Decimal
    amount: Decimal


@dataclass(frozen=True)
class ExclusionsPage:
    """Every exclusion; `exposure` is None for the provider, who knows no volume."""

    year: int
    lines: list[ExclusionLine]
    booked: Decimal
    unplanned: list[Charge]
    exposure: Exposure | None
    unpriced: list[str]
    unestimated: list[str]
    shares: dict[str, str]

    @property
    def unplanned_amount(self) -> Decimal:
        return sum((charge.amount for charge in self.unplanned), ZERO)


def exclusions_page(contract: Contract, year: int, today: date, *, client: bool) -> ExclusionsPage:
    """The exclusions with prices of `today` or of the first day to come (8 queries, 6 for the provider)."""
    book = unit_book(contract)
    by_exclusion = {unit.terms.exclusion: unit for unit in book.units.values() if unit.terms.exclusion}
    charges = book_charges(contract, book, year, today)
    volumes = _volumes(contract) if client else {}
    day = max(today, contract.starts_on)
    lines = [
        _line(item, by_exclusion.get(item.number), volumes, charges, day)
        for item in ScopeItem.objects.filter(contract=contract, status="out").order_by("number")
    ]
    exposure = total_exposure(level.exposure for line in lines for level in line.levels) if client else None
    return ExclusionsPage(
        year=year,
        lines=lines,
        booked=sum((line.amount for line in lines), ZERO),
        unplanned=[charge for charge in charges if charge.kind == "unplanned"],
        exposure=exposure,
        unpriced=[line.name for line in lines if any(level.price is None for level in line.levels)],
        unestimated=[
            line.name for line in lines if client and any(level.volumes is None for level in line.levels)
        ],
        shares=_shares(contract, exposure, day) if exposure else {},
    )


def _volumes(contract: Contract) -> dict[tuple[int, str], Estimate]:
    rows = VolumeEstimate.objects.filter(contract=contract)
    return {
        (row.unit_id, row.level): Estimate(row.level, *map(trimmed, (row.low, row.likely, row.high)))
        for row in rows
    }


def _line(
    item: ScopeItem,
    unit: BookedUnit | None,
    volumes: dict[tuple[int, str], Estimate],
    charges: list[Charge],
    day: date,
) -> ExclusionLine:
    own = [charge for charge in charges if unit and charge.code == unit.terms.code]
    return ExclusionLine(
        number=item.number,
        name=item.name,
        unit=unit.terms.unit if unit else item.unit,
        code=unit.terms.code if unit else "",
        included=included_words(unit) if unit else "",
        levels=[_level(unit, level, volumes, day) for level in unit.terms.levels or [""]]
        if unit
        else [LevelLine("", item.unit_price, None, None)],
        quantity=sum((charge.quantity for charge in own), ZERO),
        amount=sum((charge.amount for charge in own), ZERO),
    )


def _level(unit: BookedUnit, level: str, volumes: dict[tuple[int, str], Estimate], day: date) -> LevelLine:
    price, estimate = unit.terms.price_at(level, day), volumes.get((unit.pk, level))
    known = estimate.at(price) if estimate is not None and price is not None else None
    return LevelLine(level, price, estimate, known)


def included_words(unit: BookedUnit) -> str:
    """« 15 par mois compris »."""
    terms = unit.terms
    if not terms.included:
        return ""
    period = "mois" if terms.included_per == "month" else "an"
    carried = (
        f", reliquat reporté {formats.count(terms.carry_months, 'mois|mois')}" if terms.carry_months else ""
    )
    return f"{quantity_words(terms.included)} par {period} compris dans le forfait{carried}"


def quantity_words(quantity: Decimal) -> str:
    """A quantity without idle zeros: « 4 », « 2,5 »."""
    return formats.number(trimmed(quantity))


def _shares(contract: Contract, exposure: Exposure, day: date) -> dict[str, str]:
    """The three amounts beside the yearly fee (1 query)."""
    yearly = version_at(contract, day).monthly_fee * 12
    if not yearly:
        return {}
    amounts = {"low": exposure.low, "likely": exposure.likely, "high": exposure.high}
    return {
        name: f"{formats.percent(round_half_up(amount * 100 / yearly, 1))} du forfait annuel"
        for name, amount in amounts.items()
    }


def exclusions_sheet(page: ExclusionsPage) -> Sheet:
    """One row per exclusion and level, then « imprévu »; the client's volumes only where the page has them."""
    head = ["Numéro", "Exclusion", "Code UO", "Unité", "Niveau", "Prix HT"]
    if page.exposure is not None:
        head += ["Volume bas", "Volume probable", "Volume haut", "Bas HT", "Probable HT", "Haut HT"]
    head += [f"Quantité {page.year}", f"Montant {page.year} HT"]
    rows: list[list[Any]] = []
    for line in page.lines:
        for rank, level in enumerate(line.levels):
            row: list[Any] = [line.number, line.name, line.code, line.unit, level.level, level.price]
            if page.exposure is not None:
                row += _three(level.volumes) + _three(level.exposure)
            rows.append(row + ([line.quantity, line.amount] if rank == 0 else [None, None]))
    blank = [None] * (len(head) - 5)
    rows += [
        [None, f"{KINDS['unplanned']}\u00a0: {charge.label}", "", *blank, charge.quantity, charge.amount]
        for charge in page.unplanned
    ]
    return Sheet(head, rows)


def _three(values: Estimate | Exposure | None) -> list[Decimal | None]:
    return [values.low, values.likely, values.high] if values else [None, None, None]
