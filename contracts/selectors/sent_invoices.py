"""The provider's invoices as they came, and which of them bears each credit note."""

from __future__ import annotations

from contracts.engine.invoice_credits import Sent, bearers
from contracts.engine.invoices import Billed
from contracts.models import Contract, Invoice, InvoiceLine
from contracts.selectors.owed import owed_credits


def sent_invoices(contract: Contract) -> tuple[list[Invoice], list[Sent]]:
    """Every invoice, newest first, and what each says, in the order of their entry (2 queries)."""
    rows = Invoice.objects.filter(contract=contract).select_related("entered_by")
    invoices = list(rows.order_by("-month", "-issued_on", "-pk"))
    lines: dict[int, list[Billed]] = {one.pk: [] for one in invoices}
    for line in InvoiceLine.objects.filter(contract=contract).order_by("rank"):
        lines[line.invoice_id].append(
            Billed(line.kind, line.label, line.quantity, line.unit_price, line.amount)
        )
    sent = [Sent(one.number, one.month, one.issued_on, tuple(lines[one.pk])) for one in reversed(invoices)]
    return invoices, sent


def credit_bearers(contract: Contract) -> dict[str, str]:
    """By reference of a credit note, the invoice that bears it (2 queries, and those of the credits)."""
    _, sent = sent_invoices(contract)
    return bearers(sent, owed_credits(contract))
