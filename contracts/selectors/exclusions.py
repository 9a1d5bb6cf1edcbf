"""The exclusions of a contract: their prices, what was booked on them, and for the client what they may cost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.engine.allowances import Allowance
from contracts.engine.excluded import Excluded, price_on
from contracts.engine.exposure import Estimate, Exposure, total_exposure
from contracts.engine.unit_booking import BookedUnit
from contracts.engine.work_units import ZERO, UnitTerms
from contracts.models import Contract, VolumeEstimate
from contracts.selectors.charges import KINDS, Charge, charges_between
from contracts.selectors.contract_years import year_months, year_name
from contracts.selectors.excluded import excluded_by_number
from contracts.selectors.quantities import trimmed
from contracts.selectors.versions import version_at
from contracts.selectors.work_unit_book import unit_book
from core.engine import formats
from core.engine.ratios import round_half_up
from core.engine.typography import plural
from core.exports import Sheet


@dataclass(frozen=True)
class ExclusionLine:
    """One exclusion at one level: its price of the day, the client's volumes, what they and the year come to.

    `beyond` tells an amount above the high estimate; empty within it, or without an estimate. `apart`: charges with a
    price of their own, beside the levels of the catalogue.
    """

    number: int
    name: str
    unit: str
    code: str
    level: str
    included: str
    price: Decimal | None
    price_before: str
    volumes: Estimate | None
    exposure: Exposure | None
    quantity: Decimal
    amount: Decimal
    ended: str
    beyond: str
    apart: bool = False


@dataclass(frozen=True)
class ExclusionsPage:
    """Every exclusion, and what the contract year called `year` booked on them.

    `exposure` is None for the provider, who knows no volume, and where no line has one.
    """

    year: str
    count: int
    lines: list[ExclusionLine]
    booked: Decimal
    unplanned: list[Charge]
    exposure: Exposure | None
    unpriced: list[str]
    unestimated: list[str]
    shares: dict[str, str]

    @property
    def uncounted_words(self) -> str:
        """« 2 exclusions sans prix, non comptées »."""
        if not self.unpriced:
            return ""
        counted = formats.count(len(self.unpriced), "exclusion sans prix")
        return f"{counted}, {plural('non comptée|non comptées', len(self.unpriced) > 1)}"

    @property
    def exposure_words(self) -> str:
        """« 6 280 € probables par an, 1 exclusion sans prix, non comptée », or that nothing can be counted."""
        if self.exposure is None:
            return "exposition non chiffrée"
        told = f"{formats.money(self.exposure.likely)} probables par an"
        return f"{told}, {self.uncounted_words}" if self.unpriced else told

    @property
    def unplanned_amount(self) -> Decimal:
        return sum((charge.amount for charge in self.unplanned), ZERO)


def exclusions_page(contract: Contract, year: int, today: date, *, client: bool) -> ExclusionsPage:
    """The exclusions with prices of `today` or of the first day to come, and what a contract year booked on them.

    8 queries, 6 for the provider.
    """
    book = unit_book(contract)
    by_exclusion = {unit.terms.exclusion: unit for unit in book.units.values() if unit.terms.exclusion}
    months = list(year_months(contract, year, today))
    charges = charges_between(contract, book, months[0], months[-1], today)
    volumes = _volumes(contract) if client else {}
    day = max(today, contract.starts_on)
    known = excluded_by_number(contract).values()
    items = [one for one in known if one.until is None or any(c.number == one.number for c in charges)]
    lines = [
        line for item in items for line in _lines(item, by_exclusion.get(item.number), volumes, charges, day)
    ]
    countable = client and (not lines or any(line.exposure for line in lines))
    exposure = total_exposure(line.exposure for line in lines) if countable else None
    return ExclusionsPage(
        year=year_name(contract, year),
        count=sum(one.until is None for one in items),
        lines=lines,
        booked=sum((line.amount for line in lines), ZERO),
        unplanned=[charge for charge in charges if charge.kind == "unforeseen"],
        exposure=exposure,
        unpriced=_names(line for line in lines if line.price is None and not line.ended and not line.apart),
        unestimated=_names(
            line for line in lines if client and line.volumes is None and not line.ended and not line.apart
        ),
        shares=_shares(contract, exposure, day) if exposure else {},
    )


def _names(lines: Iterable[ExclusionLine]) -> list[str]:
    return list(dict.fromkeys(line.name for line in lines))


def _volumes(contract: Contract) -> dict[tuple[int, str], Estimate]:
    rows = VolumeEstimate.objects.filter(contract=contract)
    return {
        (row.unit_id, row.level): Estimate(row.level, *map(trimmed, (row.low, row.likely, row.high)))
        for row in rows
    }


def _lines(
    item: Excluded,
    unit: BookedUnit | None,
    volumes: dict[tuple[int, str], Estimate],
    charges: list[Charge],
    day: date,
) -> list[ExclusionLine]:
    """One line for each level of the unit that prices the exclusion, then what was booked on it out of its levels.

    Every charge booked on the exclusion counts, whatever set its price: the same figure as in the budget.
    """
    own = [c for c in charges if c.kind == "exclusion" and c.number == item.number]
    levels = (unit.terms.levels if unit else []) or [""]
    lines = [_line(item, unit, level, volumes, [c for c in own if c.level == level], day) for level in levels]
    apart = [c for c in own if c.level not in levels]
    if apart:
        high = sum((line.exposure.high for line in lines if line.exposure), ZERO)
        known = all(line.exposure for line in lines)
        whole = sum((charge.amount for charge in own), ZERO)
        line = _line(item, None, "", {}, apart, day)
        told = _beyond(whole, high, "facturé en tout") if known else ""
        lines.append(replace(line, name=f"{item.name}, hors catalogue", price=None, beyond=told, apart=True))
    return lines


def _line(
    item: Excluded,
    unit: BookedUnit | None,
    level: str,
    volumes: dict[tuple[int, str], Estimate],
    own: list[Charge],
    day: date,
) -> ExclusionLine:
    terms = unit.terms if unit else item.terms
    price = price_on(terms, level, day)
    estimate = volumes.get((unit.pk, level)) if unit and item.until is None else None
    exposure = estimate.at(price) if estimate is not None and price is not None else None
    amount = sum((charge.amount for charge in own), ZERO)
    return ExclusionLine(
        number=item.number,
        name=terms.name if level else item.name,
        unit=terms.unit,
        code=terms.code,
        level=level,
        included=included_words(unit) if unit else "",
        price=price,
        price_before=price_before(terms, level, day),
        volumes=estimate,
        exposure=exposure,
        quantity=sum((charge.quantity for charge in own), ZERO),
        amount=amount,
        ended=f"jusqu’au {formats.date_short(item.until)}" if item.until else "",
        beyond=_beyond(amount, exposure.high) if exposure else "",
    )


def _beyond(amount: Decimal, high: Decimal, word: str = "facturé") -> str:
    """« facturé 45 920 €, au-delà de l’estimation haute 18 700 € »."""
    if amount <= high:
        return ""
    return f"{word} {formats.money(amount)}, au-delà de l’estimation haute {formats.money(high)}"


def price_before(terms: UnitTerms, level: str, day: date) -> str:
    """« 480 € avant le 01/01/2026 »: what explains the amounts of earlier months; empty for a first price."""
    change = terms.change_before(level, day)
    return f"{formats.money(change[0])} avant le {formats.date_short(change[1])}" if change else ""


def included_words(unit: BookedUnit) -> str:
    """« 15 par mois compris »."""
    terms = unit.terms
    if not terms.included:
        return ""
    carried = (
        f", reliquat reporté {formats.count(terms.carry_months, 'mois|mois')}" if terms.carry_months else ""
    )
    allowance = Allowance(terms.included, terms.included_per)
    return f"{allowance.words} compris dans le forfait{carried}"


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


def exclusions_sheet(page: ExclusionsPage, *, client: bool) -> Sheet:
    """One row per exclusion and level, then « imprévu »; the client's volumes only where the page has them."""
    head = ["Numéro", "Exclusion", "Code UO", "Unité", "Niveau", "Prix HT"]
    if client:
        head += ["Volume bas", "Volume probable", "Volume haut", "Bas HT", "Probable HT", "Haut HT"]
    head += [f"Quantité {page.year}", f"Montant {page.year} HT"]
    rows: list[list[Any]] = []
    for line in page.lines:
        row: list[Any] = [line.number, line.name, line.code, line.unit, line.level, line.price]
        if client:
            row += _three(line.volumes) + _three(line.exposure)
        rows.append([*row, line.quantity, line.amount])
    blank = [None] * (len(head) - 5)
    rows += [
        [None, f"{KINDS['unforeseen']}\u00a0: {charge.label}", "", *blank, charge.quantity, charge.amount]
        for charge in page.unplanned
    ]
    return Sheet(head, rows)


def _three(values: Estimate | Exposure | None) -> list[Decimal | None]:
    return [values.low, values.likely, values.high] if values else [None, None, None]
