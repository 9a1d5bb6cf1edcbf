"""What the penalties give back, for the budget and the check of invoices."""

from __future__ import annotations

from decimal import Decimal

from contracts.models import Contract
from contracts.selectors.credits import MonthCredit
from slas.models import PenaltyClaim


def credits_of(contract: Contract) -> list[MonthCredit]:
    """Every credit note, of whichever revision, and what a month's last revision still has people hold (1 query, and
    one for each month revised after its confirmation)."""
    rows = list(PenaltyClaim.objects.filter(contract=contract).order_by("month", "revision"))
    latest = {row.month: row for row in rows}.values()
    held = [claim for claim in latest if claim.state == PenaltyClaim.State.CONFIRMED and claim.left]
    return [_note(claim) for claim in rows if claim.credit_amount] + [
        MonthCredit(claim.month, "Pénalité validée", claim.left, applied=False) for claim in held
    ]


def _note(claim: PenaltyClaim) -> MonthCredit:
    """The credit note that carries a penalty."""
    reference = claim.credit_reference
    return MonthCredit(
        claim.month,
        f"Avoir {reference}",
        claim.credit_amount or Decimal(0),
        applied=True,
        reference=reference,
        on=claim.credited_on,
    )
