"""Keeping the provider's invoices as they came."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from contracts.engine.charges_file import read_invoice_lines
from contracts.engine.reading import FileRefused
from contracts.models import Contract, Invoice, InvoiceLine
from contracts.services.charges import charge_months
from core.engine.months import Month
from journal import services as journal


class InvoiceRefused(Exception):
    """The invoice cannot be kept; the message is in French, with what to do."""


@transaction.atomic
def record_invoice(
    *,
    contract: Contract,
    number: str,
    month: Month,
    issued_on: date,
    text: str,
    actor: Any,
    role: str,
    today: date,
) -> Invoice:
    """Keep an invoice with its lines, whole or not at all. Raises InvoiceRefused or FileRefused."""
    first, last = charge_months(contract, today)
    if not first <= month <= last:
        raise InvoiceRefused(f"Le mois {month} est hors du contrat ou à venir.")
    if issued_on > today:
        raise InvoiceRefused("La date de la facture ne peut pas être à venir.")
    if Invoice.objects.filter(contract=contract, number=number.strip()).exists():
        raise InvoiceRefused(f"La facture {number.strip()} est déjà saisie.")
    lines, problems = read_invoice_lines(text)
    if problems:
        raise FileRefused(problems)
    invoice = Invoice.objects.create(
        contract=contract,
        number=number.strip(),
        month=month,
        issued_on=issued_on,
        entered_by=actor,
        entered_at=timezone.now().replace(microsecond=0),
    )
    InvoiceLine.objects.bulk_create(
        InvoiceLine(
            contract=contract,
            invoice=invoice,
            rank=rank,
            kind=kind,
            label=label,
            quantity=quantity,
            unit_price=price,
        )
        for rank, (kind, label, quantity, price) in enumerate(lines, 1)
    )
    total = sum(line.amount for line in invoice.lines.all())
    journal.record(
        contract_id=contract.pk,
        action="invoice.entered",
        subject=f"{invoice.number} {month}",
        actor=actor,
        role=role,
        details={"amount": str(total), "lines": len(lines)},
    )
    return invoice
