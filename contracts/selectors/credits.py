"""Penalties and credits of each month, told by the floor that prices them: this one only asks.

An app above registers its source when it is ready, as guards and jobs do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.models import Contract
from core.engine.months import Month


@dataclass(frozen=True)
class MonthCredit:
    """What a month gives back, in euros excluding VAT; `applied` once a credit note carries it, of that reference, on
    that day."""

    month: Month
    label: str
    amount: Decimal
    applied: bool
    reference: str = ""
    on: date | None = None


Source = Callable[[Contract], list[MonthCredit]]
_sources: dict[str, Source] = {}


def register_credits(source: Source) -> None:
    """Add a source of credits; registering it twice counts it once."""
    _sources[f"{source.__module__}.{source.__qualname__}"] = source


def credits_for(contract: Contract) -> list[MonthCredit]:
    """Every credit of a contract, in time order (the queries of each source)."""
    found = [credit for source in _sources.values() for credit in source(contract)]
    return sorted(found, key=lambda credit: (credit.month, credit.label))
