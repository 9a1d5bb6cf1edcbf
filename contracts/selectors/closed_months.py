"""The closed months of a contract, told by the floor that closes them: this one only asks.

An app above registers its source when it is ready, as guards, jobs and credits do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from contracts.models import Contract
from core.engine.months import Month

Source = Callable[[Contract], Iterable[Month]]
_sources: dict[str, Source] = {}


def register_closed_months(source: Source) -> None:
    """Add a source of closed months; registering it twice counts it once."""
    _sources[f"{source.__module__}.{source.__qualname__}"] = source


def closed_months_of(contract: Contract) -> frozenset[Month]:
    """Every closed month of a contract (the queries of each source)."""
    return frozenset(month for source in _sources.values() for month in source(contract))
