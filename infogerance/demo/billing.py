"""Two invoices of the reference contract: one that agrees with what is owed, and the last one, which does not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from contracts.models import Contract, Invoice
from contracts.selectors.charges import charges_for
from contracts.services.invoices import InvoiceHead, record_invoice
from core.engine.months import Month
from core.scope import for_contract

ROLE = "referent"
WORDS = {"units": "UO", "exclusion": "exclusion", "unforeseen": "imprévu", "band": "tranche"}
OVERCHARGED, EXTRA = "Arrivée ou départ", 2


def bill(*, contract: Contract, until: Month, actor: Any) -> bool:
    """Enter the invoices of the last two months, once; True when that changed something."""
    with for_contract(contract.pk):
        if Invoice.objects.filter(contract=contract).exists():
            return False
        today = until.last_day + timedelta(days=1)
        for month, wrong in ((until.shift(-1), False), (until, True)):
            _invoice(contract, month, wrong, actor, today)
    return True


def _invoice(contract: Contract, month: Month, wrong: bool, actor: Any, today: date) -> Invoice:
    """The fee and the charges; the wrong one bills two movements too many and a travel that nobody accepted."""
    lines = [f"forfait;Forfait de {month};1;18500"]
    for charge in charges_for(contract, month.year, today):
        if charge.month == month:
            extra = EXTRA if wrong and charge.label == OVERCHARGED else 0
            lines.append(f"{WORDS[charge.kind]};{charge.label};{charge.quantity + extra};{charge.unit_price}")
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
