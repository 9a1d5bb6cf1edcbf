"""Committee actions at the end of each month, as the floor above tells them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from contracts.models import Contract
from core.engine.months import Month
from kpis.engine.indicators.practices import Actions

Source = Callable[[Contract, Sequence[Month]], Mapping[Month, Actions]]
_sources: dict[str, Source] = {}


def register_actions(source: Source) -> None:
    """Add a source of actions, by a floor above; registering it twice counts it once."""
    _sources[f"{source.__module__}.{source.__qualname__}"] = source


def actions_at(contract: Contract, months: Sequence[Month]) -> dict[Month, Actions]:
    """What each month ends with, of every source (the queries of each)."""
    found: dict[Month, Actions] = {}
    for source in _sources.values():
        for month, here in source(contract, months).items():
            before = found.get(month, Actions(0, 0, 0, 0))
            found[month] = Actions(
                before.late + here.late,
                before.open + here.open,
                before.kept + here.kept,
                before.done + here.done,
            )
    return found
