"""What a committee decided of a month's price, kept where the penalty is acted upon."""

from __future__ import annotations

from datetime import datetime

from contracts.models import Contract
from core.engine.months import Month
from core.scope import Audience
from slas.models import PenaltyDecision


def hear_decision(
    *, contract: Contract, month: Month, state: str, label: str, committee: str, text: str, at: datetime
) -> PenaltyDecision:
    """Keep the outcome of the committee's question, in the transaction and the journal line of who records it.

    A question put off and taken later keeps its last outcome.
    """
    values = {"state": state, "label": label, "committee": committee, "text": text, "decided_at": at}
    row, _ = PenaltyDecision.objects.update_or_create(
        contract=contract, month=month, defaults=values | {"audience": Audience.CLIENT}
    )
    return row
