"""Indicators of months that are no longer delivered."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from contracts.models import Contract
from core.engine.months import Month
from kpis.models import IndicatorValue, Signal


@transaction.atomic
def forget_months(*, contract: Contract, months: Sequence[Month]) -> None:
    """Take back the values and signals of some open months; a signal that a person answered stays."""
    named = [str(month) for month in months]
    IndicatorValue.objects.filter(contract=contract, month__in=named).delete()
    Signal.objects.filter(contract=contract, month__in=named, answer="").delete()
