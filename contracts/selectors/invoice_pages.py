"""The provider's invoices, and one of them beside what is owed for its month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from contracts.engine.invoices import Billed, CheckedLine, InvoiceCheck, check_invoice
from contracts.models import Contract, Invoice, InvoiceLine
from contracts.selectors.charges import Charge, charges_between
from contracts.selectors.credits import credits_for
from contracts.selectors.fees import fees_of
from contracts.selectors.work_unit_book import unit_book
from core.engine import formats
from core.engine.months import Month
from core.exports import Sheet

FINDINGS = {
    "same": ("met", "Concorde"),
    "quantity": ("breached", "Autre quantité"),
    "price": ("breached", "Autre prix"),
    "amount": ("breached", "Autre montant"),
    "not_owed": ("breached", "Facturé sans être dû"),
    "not_billed": ("watch", "Dû, absent de la facture"),
}


@dataclass(frozen=True)
class InvoiceRow:
    """One invoice of the list."""

    invoice: Invoice
    check: InvoiceCheck


@dataclass(frozen=True)
class LineRow:
    """One checked line, in words."""

    line: CheckedLine
    kind: str
    billed: str
    owed: str
    state: str
    word: str


@dataclass(frozen=True)
class InvoicePage:
    """One invoice and its lines."""

    invoice: Invoice
    check: InvoiceCheck
    title: str
    rows: list[LineRow]


@dataclass(frozen=True)
class Owed:
    """What every month owes, read once for all invoices."""

    lines: dict[Month, list[Billed]]

    def of(self, month: Month) -> list[Billed]:
        return self.lines.get(month, [])


def owed_for(contract: Contract, months: set[Month], today: date) -> Owed:
    """Fee revised, charges accepted, less the penalties applied (6 queries, and those of the credits)."""
    fees = fees_of(contract)
    lines = {month: [_one("fee", "Forfait", fees.of(month).revised)] for month in months}
    if months:
        book = unit_book(contract)
        for charge in charges_between(contract, book, min(months), max(months), today):
            if charge.month in lines and charge.amount:
                lines[charge.month].append(_owed(charge))
    for credit in credits_for(contract):
        if credit.applied and credit.month in lines and credit.amount:
            lines[credit.month].append(_one("credit", credit.label, -credit.amount))
    return Owed(lines)


def _owed(charge: Charge) -> Billed:
    if charge.unit_price is None:
        return _one(charge.kind, charge.label, charge.amount)
    return Billed(charge.kind, charge.label, charge.quantity, charge.unit_price, charge.amount)


def _one(kind: str, label: str, amount: Decimal) -> Billed:
    return Billed(kind, label, Decimal(1), amount, amount)


def invoice_rows(contract: Contract, today: date) -> list[InvoiceRow]:
    """Every invoice with its check, newest first (8 queries, and those of the credits)."""
    invoices = list(
        Invoice.objects.filter(contract=contract).prefetch_related("lines").order_by("-month", "-issued_on")
    )
    owed = owed_for(contract, {invoice.month for invoice in invoices}, today)
    return [InvoiceRow(one, _check(one, list(one.lines.all()), owed)) for one in invoices]


def invoice_page(contract: Contract, number: int, today: date) -> InvoicePage | None:
    """One invoice line by line (8 queries, and those of the credits); None when there is none of that key."""
    invoice = Invoice.objects.filter(contract=contract, pk=number).select_related("entered_by").first()
    if invoice is None:
        return None
    lines = list(InvoiceLine.objects.filter(invoice=invoice).order_by("rank"))
    check = _check(invoice, lines, owed_for(contract, {invoice.month}, today))
    names = dict(InvoiceLine.Kind.choices)
    rows = [
        LineRow(line, str(names[line.kind]), _times(line.billed), _times(line.owed), *FINDINGS[line.finding])
        for line in check.lines
    ]
    return InvoicePage(invoice, check, _title(invoice, check), rows)


def _check(invoice: Invoice, lines: list[InvoiceLine], owed: Owed) -> InvoiceCheck:
    ordered = sorted(lines, key=lambda line: line.rank)
    billed = [Billed(line.kind, line.label, line.quantity, line.unit_price, line.amount) for line in ordered]
    return check_invoice(billed, owed.of(invoice.month))


def _times(side: Billed | None) -> str:
    """« 6 × 45 € »; nothing for a side that lacks."""
    if side is None:
        return ""
    return f"{formats.number(Fraction(side.quantity))} × {formats.money(side.unit_price)}"


def _title(invoice: Invoice, check: InvoiceCheck) -> str:
    name = f"Facture {invoice.number}"
    if not check.findings:
        return f"{name}\u00a0: conforme, {formats.money(check.billed, 2)} HT"
    gap = formats.signed(check.difference, 2, "€")
    return f"{name}\u00a0: {formats.count(check.findings, 'ligne')} à expliquer, {gap}"


def invoice_sheet(page: InvoicePage) -> Sheet:
    """The lines of one check, for a file."""
    head = ("Poste", "Libellé", "Quantité facturée", "Quantité due", "Facturé", "Dû", "Écart", "Constat")
    return Sheet(
        head,
        [
            (
                row.kind,
                row.line.label,
                row.line.billed.quantity if row.line.billed else None,
                row.line.owed.quantity if row.line.owed else None,
                row.line.billed_amount,
                row.line.owed_amount,
                row.line.difference,
                row.word,
            )
            for row in page.rows
        ],
    )


def invoices_sheet(rows: list[InvoiceRow]) -> Sheet:
    """Every invoice, for a file."""
    head = ("Facture", "Mois", "Date", "Facturé", "Dû", "Écart", "Lignes à expliquer")
    return Sheet(
        head,
        [
            (
                row.invoice.number,
                str(row.invoice.month),
                row.invoice.issued_on,
                row.check.billed,
                row.check.owed,
                row.check.difference,
                row.check.findings,
            )
            for row in rows
        ],
    )
