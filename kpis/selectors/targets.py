"""What satisfaction is aimed at."""

from __future__ import annotations

from decimal import Decimal

from contracts.models import Contract
from contracts.selectors.versions import rules_at
from core.engine.months import Month
from kpis.selectors.following import Following


def satisfaction_target(contract: Contract, following: Following | None, month: Month) -> Decimal:
    """The target of the followed indicator; the contract's own setting where it has none."""
    if following is not None and following.target is not None:
        return following.target
    return rules_at(contract, month.last_day).satisfaction_target
