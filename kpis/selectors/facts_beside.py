"""What the other registers of the portal tell of an indicator, beside its figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from contracts.models import Contract
from core.engine.months import Month

Source = Callable[[Contract, Month], Sequence[tuple[str, str]]]
_sources: dict[str, Source] = {}


def register_facts(code: str, source: Source) -> None:
    """Say who tells of an indicator, by a floor above; the last one registered tells."""
    _sources[code] = source


def facts_beside(contract: Contract, code: str, month: Month) -> list[tuple[str, str]]:
    """Labels and words, as the open scope may read them (the queries of the source); nothing where nobody tells."""
    return list(_sources[code](contract, month)) if code in _sources else []
