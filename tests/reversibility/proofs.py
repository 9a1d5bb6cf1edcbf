"""An accepted proof of a deliverable, as the contract file brings one."""

from __future__ import annotations

from datetime import date

from core.scope import Audience
from reversibility.models import ExitDeliverable, ExitProof


def prove(number: int, dated: date, what: str = "procès-verbal", *, signed: bool = False) -> ExitProof:
    """Give the deliverable of that number, in the open scope, one more proof."""
    row = ExitDeliverable.objects.get(number=number)
    return ExitProof.objects.create(
        contract_id=row.contract_id, deliverable=row, rank=row.proofs.count() + 1, what=what, dated=dated,
        signed=signed, state=ExitProof.State.ACCEPTED, audience=Audience.CLIENT,
    )  # fmt: skip
