"""The provider's invoices beside what is owed, all together: an invoice may bill what another one billed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from contracts.engine.invoice_check import Confronted, confront
from contracts.engine.invoices import Billed, CheckedLine, InvoiceCheck
from contracts.models import Contract, Invoice, InvoiceLine
from contracts.selectors.owed import owed_for
from contracts.selectors.sent_invoices import sent_invoices
from core.engine import formats
from core.engine.months import Month
from core.exports import Sheet

FINDINGS = {
    "same": ("met", "Concorde"),
    "quantity": ("breached", "Autre quantité"),
    "price": ("breached", "Autre prix"),
    "both": ("breached", "Autres quantité et prix"),
    "amount": ("breached", "Autre montant"),
    "already": ("breached", "Déjà facturé"),
    "not_owed": ("breached", "Facturé sans être dû"),
}
NOT_BILLED = "Dû, pas encore facturé"


@dataclass(frozen=True)
class InvoiceRow:
    """One invoice of the list."""

    invoice: Invoice
    check: InvoiceCheck


@dataclass(frozen=True)
class LeftRow:
    """What is owed and on no invoice; without a month, for the next invoice to come."""

    month: Month | None
    line: Billed
    kind: str
    detail: str


@dataclass(frozen=True)
class InvoicesPage:
    """Every invoice, newest first, and what none of them bills."""

    rows: list[InvoiceRow]
    left: list[LeftRow]

    @property
    def to_explain(self) -> int:
        """Invoices that do not agree."""
        return sum(bool(row.check.findings) for row in self.rows)


@dataclass(frozen=True)
class LineRow:
    """One checked line, in words."""

    line: CheckedLine
    kind: str
    billed: str
    owed: str
    state: str
    word: str
    already: str

    @property
    def finding(self) -> str:
        """The finding in one line."""
        return f"{self.word} {self.already}".strip()


@dataclass(frozen=True)
class InvoicePage:
    """One invoice with its lines, the others of its month, and what none of those bills."""

    invoice: Invoice
    check: InvoiceCheck
    title: str
    rows: list[LineRow]
    others: list[Invoice]
    left: list[LeftRow]


def invoices_page(contract: Contract, today: date) -> InvoicesPage:
    """Every invoice with its check, and what is left to bill (9 queries, and those of the credits)."""
    invoices, found = _confronted(contract, today)
    return InvoicesPage(
        [InvoiceRow(one, found.checks[one.number]) for one in invoices],
        [_left_row(one.month, one.line) for one in found.left],
    )


def invoice_rows(contract: Contract, today: date) -> list[InvoiceRow]:
    """Every invoice with its check, newest first."""
    return invoices_page(contract, today).rows


def invoice_page(contract: Contract, number: int, today: date) -> InvoicePage | None:
    """One invoice line by line (9 queries, and those of the credits); None when there is none of that key."""
    invoices, found = _confronted(contract, today)
    invoice = next((one for one in invoices if one.pk == number), None)
    if invoice is None:
        return None
    check = found.checks[invoice.number]
    return InvoicePage(
        invoice,
        check,
        _title(invoice, check),
        [_line_row(line, invoice.number) for line in check.lines],
        [one for one in invoices if one.month == invoice.month and one.pk != invoice.pk],
        [_left_row(invoice.month, line) for line in found.left_of(invoice.month)],
    )


def _confronted(contract: Contract, today: date) -> tuple[list[Invoice], Confronted]:
    """Every invoice, newest first, and all of them against what is owed."""
    invoices, sent = sent_invoices(contract)
    owed = owed_for(contract, {one.month for one in invoices}, today)
    return invoices, confront(sent, owed.lines, owed.credits)


def _line_row(line: CheckedLine, number: str) -> LineRow:
    kind = str(InvoiceLine.Kind(line.billed.kind).label)
    state, word = FINDINGS[line.finding]
    return LineRow(line, kind, _times(line.billed), _times(line.owed), state, word, _already(line, number))


def _already(line: CheckedLine, number: str) -> str:
    """« par FA-1 », where an invoice billed before what this line bills."""
    others = [one for one in line.already if one != number]
    if line.finding == "already":
        return f"par {_listed(others)}" if others else "plus haut"
    return f"après {_listed(others)}" if others and line.finding != "same" else ""


def _listed(numbers: Sequence[str]) -> str:
    return " et ".join([", ".join(numbers[:-1]), numbers[-1]] if len(numbers) > 1 else numbers)


def _left_row(month: Month | None, line: Billed) -> LeftRow:
    return LeftRow(month, line, str(InvoiceLine.Kind(line.kind).label), _times(line))


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
    """The lines of one check, then what the month leaves to bill, for a file."""
    head = ("Poste", "Libellé", "Quantité facturée", "Quantité due", "Facturé", "Dû", "Écart", "Constat")
    lines: list[tuple[object, ...]] = [
        (
            row.kind, row.line.label, row.line.billed.quantity, row.line.owed.quantity if row.line.owed else None,
            row.line.billed.amount, row.line.owed_amount, row.line.difference, row.finding,
        )
        for row in page.rows
    ]  # fmt: skip
    lines += [
        (row.kind, row.line.label, None, row.line.quantity, None, row.line.amount, None, NOT_BILLED)
        for row in page.left
    ]
    return Sheet(head, lines)


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
