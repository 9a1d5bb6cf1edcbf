"""Closed months: once sealed, nothing of a month may be delivered, answered or withdrawn."""

from __future__ import annotations

from contracts.models import Contract
from core.engine.months import Month
from reports.models import Delivery


def seal_month(*, contract: Contract, month: Month) -> None:
    """Seal the deliveries of a month; the closing of the month calls this in its own transaction."""
    Delivery.objects.filter(contract=contract, month=month).update(is_sealed=True)
