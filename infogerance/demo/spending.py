"""What the reference contract costs out of its fee: charges of every month, and two invoices, one of them wrong.

A quarter comes to 14 575 €: with a fee of 222 000 € and a budget of 242 000 € a year ends 15.83 % over it. The
first year spent nothing on « imprévu » and ends between the two thresholds.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from contracts.engine.charges_file import ChargeRow
from contracts.models import Charge, Contract, Invoice
from contracts.services.charges import import_charges
from contracts.services.invoices import InvoiceHead, record_invoice
from core.engine.months import Month, month_range
from core.scope import for_contract

ROLE = "referent"
# Post, number of the exclusion, label, quantity, price: three months that come again each quarter.
QUARTER: tuple[tuple[tuple[str, int | None, str, int, int], ...], ...] = (
    (
        ("exclusion", 1, "Arrivées et départs", 6, 45),
        ("exclusion", 8, "Script de reprise des comptes", 4, 620),
        ("exclusion", 4, "Astreinte d’inventaire", 5, 140),
        ("unforeseen", None, "Dépose de l’ancien autocommutateur", 1, 750),
    ),
    (
        ("exclusion", 1, "Arrivées et départs", 8, 45),
        ("exclusion", 11, "Assistance au projet de paie", 5, 690),
        ("exclusion", 4, "Astreinte de bascule", 2, 140),
        ("exclusion", 9, "Formation des référents", 1, 480),
        ("unforeseen", None, "Location d’un groupe électrogène", 1, 530),
    ),
    (
        ("exclusion", 1, "Arrivées et départs", 12, 45),
        ("exclusion", 7, "Montée de version de l’ERP, M", 1, 2400),
        ("exclusion", 8, "Script d’export comptable", 3, 620),
        ("exclusion", 5, "Onduleurs hors garantie", 5, 95),
    ),
)


def spend(*, contract: Contract, until: Month, actor: Any) -> bool:
    """Import the charges from the start of the contract to a month, once; True when that changed something."""
    with for_contract(contract.pk):
        if Charge.objects.filter(contract=contract).exists():
            return False
        today = until.last_day + timedelta(days=1)
        rows = [
            f"{month};{word_of(row)};{row.label};{row.quantity};{row.unit_price};{row.number or ''}"
            for month in month_range(Month.of(contract.starts_on), until)
            for row in charges_of(month, first_year=month.year == contract.starts_on.year)
        ]
        import_charges(contract=contract, text="\n".join(rows), actor=actor, role=ROLE, today=today)
        for month, wrong in ((until.shift(-1), False), (until, True)):
            _invoice(contract, month, wrong, actor, today)
    return True


def charges_of(month: Month, *, first_year: bool = False) -> list[ChargeRow]:
    """The charges of one month."""
    return [
        ChargeRow(month, kind, label, Decimal(quantity), Decimal(price), number)
        for kind, number, label, quantity, price in QUARTER[(month.number - 1) % 3]
        if not (first_year and kind == "unforeseen")
    ]


def word_of(row: ChargeRow) -> str:
    """The post as an import names it."""
    return "exclusion" if row.kind == "exclusion" else "imprévu"


def _invoice(contract: Contract, month: Month, wrong: bool, actor: Any, today: date) -> Invoice:
    """The fee and the charges; the wrong one bills two arrivals too many and a travel that nobody accepted."""
    lines = [f"forfait;Forfait de {month};1;18500"]
    for row in charges_of(month):
        extra = 2 if wrong and row.label == "Arrivées et départs" else 0
        lines.append(f"{word_of(row)};{row.label};{row.quantity + extra};{row.unit_price}")
    if wrong:
        lines.append("imprévu;Frais de déplacement;1;180")
    return record_invoice(
        contract=contract,
        head=InvoiceHead(f"FA-{month}", month, month.last_day),
        text="\n".join(lines),
        actor=actor,
        role=ROLE,
        today=today,
    )
