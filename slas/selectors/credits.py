"""What the penalties give back, for the budget and the check of invoices."""

from __future__ import annotations

from contracts.models import Contract
from contracts.selectors.credits import MonthCredit
from slas.models import PenaltyClaim

HELD = (PenaltyClaim.State.CONFIRMED, PenaltyClaim.State.APPLIED)


def credits_of(contract: Contract) -> list[MonthCredit]:
    """Penalties that people confirmed or applied, the last revision of each month (1 query)."""
    rows = PenaltyClaim.objects.filter(contract=contract).order_by("month", "revision")
    latest = {row.month: row for row in rows}
    return [
        MonthCredit(
            claim.month,
            f"Avoir {claim.credit_reference}" if claim.credit_reference else "Pénalité validée",
            claim.credit_amount if claim.credit_amount is not None else claim.left,
            claim.state == PenaltyClaim.State.APPLIED,
            claim.credit_reference,
            claim.credited_on,
        )
        for claim in latest.values()
        if claim.state in HELD
    ]
