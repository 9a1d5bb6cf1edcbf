"""Keeping the provider's invoices as they came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from contracts.engine.invoice_file import read_invoice_lines
from contracts.engine.problems import FileRefused
from contracts.models import Contract, Invoice, InvoiceLine
from contracts.selectors.lifetime import bookable_months
from core.engine.months import Month
from journal import services as journal


class InvoiceRefused(Exception):
    """The invoice cannot be kept; the message is in French, with what to do."""


@dataclass(frozen=True)
class InvoiceHead:
    """What an invoice says of itself."""

    number: str
    month: Month
    issued_on: date


@transaction.atomic
def record_invoice(
    *, contract: Contract, head: InvoiceHead, text: str, actor: Any, role: str, today: date
) -> Invoice:
    """Keep an invoice with its lines, whole or not at all. Raises InvoiceRefused or FileRefused."""
    _check(contract, head, today)
    lines, problems = read_invoice_lines(text)
    if problems:
        raise FileRefused(problems)
    at = timezone.now().replace(microsecond=0)
    invoice = Invoice.objects.create(contract=contract, **vars(head), entered_by=actor, entered_at=at)
    names = ("kind", "label", "quantity", "unit_price")
    InvoiceLine.objects.bulk_create(
        InvoiceLine(contract=contract, invoice=invoice, rank=rank, **dict(zip(names, line, strict=True)))
        for rank, line in enumerate(lines, 1)
    )
    total = sum(line.amount for line in invoice.lines.all())
    journal.record(
        contract_id=contract.pk,
        action="invoice.entered",
        subject=f"{invoice.number} {invoice.month}",
        actor=actor,
        role=role,
        details={"amount": str(total), "lines": len(lines)},
    )
    return invoice


def _check(contract: Contract, head: InvoiceHead, today: date) -> None:
    if not bookable_months(contract, today).holds(head.month):
        raise InvoiceRefused(f"Le mois {head.month} est hors du contrat ou à venir.")
    if head.issued_on > today:
        raise InvoiceRefused("La date de la facture ne peut pas être à venir.")
    if Invoice.objects.filter(contract=contract, number=head.number).exists():
        raise InvoiceRefused(f"La facture {head.number} est déjà saisie.")
