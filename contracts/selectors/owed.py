"""What a contract owes its provider, as an invoice would say it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.engine.invoice_credits import Credit
from contracts.engine.invoices import CREDIT, FEE, Billed
from contracts.models import Contract
from contracts.selectors.charges import Charge, charges_between
from contracts.selectors.credits import credits_for
from contracts.selectors.fees import fees_of
from contracts.selectors.lifetime import covered_months
from contracts.selectors.work_unit_book import unit_book
from core.engine.months import Month

PART = "Forfait, au prorata du mois"


@dataclass(frozen=True)
class Owed:
    """What every month owes, and the credit notes, which belong to the invoice that bears them."""

    lines: dict[Month, list[Billed]]
    credits: list[Credit]

    def of(self, month: Month) -> list[Billed]:
        return self.lines.get(month, [])


def owed_for(contract: Contract, months: set[Month], today: date) -> Owed:
    """Fee revised, charges accepted, and the penalties applied (7 queries, and those of the credits)."""
    fees, covered = fees_of(contract), covered_months(contract, today)
    lines = {
        month: [_one(FEE, "Forfait" if share == 1 else PART, fees.of(month).part(share).revised)]
        for month in months
        if (share := covered.share(month))
    }
    if months:
        book = unit_book(contract)
        for charge in charges_between(contract, book, min(months), max(months), today):
            if charge.month in months and charge.amount:
                lines.setdefault(charge.month, []).append(_owed(charge))
    return Owed(lines, owed_credits(contract))


def owed_credits(contract: Contract) -> list[Credit]:
    """The credit notes received, which some invoice is to bear (the queries of the credits)."""
    return [
        Credit(one.month, one.reference, one.on or one.month.last_day, _one(CREDIT, one.label, -one.amount))
        for one in credits_for(contract)
        if one.applied and one.amount
    ]


def _owed(charge: Charge) -> Billed:
    if charge.unit_price is None:
        return _one(charge.kind, charge.label, charge.amount)
    return Billed(charge.kind, charge.label, charge.quantity, charge.unit_price, charge.amount)


def _one(kind: str, label: str, amount: Decimal) -> Billed:
    return Billed(kind, label, Decimal(1), amount, amount)
