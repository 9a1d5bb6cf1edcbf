"""The lists of the page of work units as files."""

from __future__ import annotations

from datetime import date

from contracts.engine.consumption_list import COLUMNS
from contracts.models import Contract
from contracts.selectors.charges import KINDS, charges_for
from contracts.selectors.work_unit_book import unit_book
from contracts.selectors.work_units import WorkUnitsPage, work_units_page
from core.exports import Sheet


def catalogue_sheet(contract: Contract) -> Sheet:
    """Every price of the catalogue with its first day (5 queries)."""
    units = unit_book(contract).units.values()
    return Sheet(
        ("Code", "Libellé", "Unité", "Exclusion", "Niveau", "Prix HT", "Prise d’effet", "Compris", "Minimum par an"),
        [
            (
                unit.terms.code, unit.terms.name, unit.terms.unit, unit.terms.exclusion, price.level,
                price.amount, price.effective_on, unit.terms.included, unit.terms.minimum,
            )
            for unit in units
            for price in unit.terms.prices
        ],
    )  # fmt: skip


def orders_sheet(page: WorkUnitsPage) -> Sheet:
    """Every order with what was used of it."""
    head = (
        "Bon",
        "Date",
        "Valable jusqu’au",
        "Objet",
        "Unité d’œuvre",
        "Commandé",
        "Consommé",
        "Reste",
        "Prix HT",
        "État",
    )
    return Sheet(
        head,
        [
            (
                line.row.number, line.row.ordered_on, line.row.valid_until, line.row.title, line.label,
                line.row.quantity, line.used, line.left, line.row.unit_price, line.state,
            )
            for line in page.orders
        ],
    )  # fmt: skip


def uses_sheet(page: WorkUnitsPage) -> Sheet:
    """What was booked in the year, under the columns that the import reads back; corrections are told by the charges."""
    return Sheet(
        (*COLUMNS, "Compris", "Sur bon", "Au-delà", "Montant HT"),
        [
            (
                str(line.row.month), line.code, line.row.exclusion, line.row.band, line.label, line.row.level,
                line.row.quantity, line.row.unit_price, line.included, line.ordered, line.excess, line.amount,
            )
            for line in page.uses
            if not line.row.corrects_id
        ],
    )  # fmt: skip


def charges_sheet(contract: Contract, year: int, today: date) -> Sheet:
    """What the year's units, exclusions and « imprévu » come to, as the budget counts it."""
    return Sheet(
        ("Mois", "Nature", "Libellé", "Quantité", "Prix unitaire HT", "Montant HT", "Bon"),
        [
            (
                str(charge.month), KINDS[charge.kind], charge.label, charge.quantity, charge.unit_price,
                charge.amount, charge.order,
            )
            for charge in charges_for(contract, year, today)
        ],
    )  # fmt: skip


def sheet_named(name: str, contract: Contract, year: int, today: date) -> Sheet | None:
    """The list of that French name, or None."""
    match name:
        case "catalogue":
            return catalogue_sheet(contract)
        case "bons":
            return orders_sheet(work_units_page(contract, year, today))
        case "consommation":
            return uses_sheet(work_units_page(contract, year, today))
        case "charges":
            return charges_sheet(contract, year, today)
    return None
