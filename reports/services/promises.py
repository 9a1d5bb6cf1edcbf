"""What the contract promises on, as the floor above knows it: a reading confronts names and codes with it.

Commitments live above the reports. Their app declares, when it is ready, how to read their names for a month.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from contracts.models import Contract
from core.engine.months import Month


@dataclass(frozen=True)
class Promises:
    """Services whose availability is measured, codes of the commitments in force in a month, and of the indicators that
    the provider may declare beside them."""

    services: tuple[str, ...] = ()
    commitments: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()


Source = Callable[[Contract, Month], Promises]
_sources: list[Source] = []


def declare(source: Source) -> None:
    """Add a source of promises. Called when an app is ready."""
    if source not in _sources:
        _sources.append(source)


def promises_of(contract: Contract, month: Month) -> Promises:
    """Everything the sources know of a contract's month."""
    found = [source(contract, month) for source in _sources]
    return Promises(
        tuple(name for promises in found for name in promises.services),
        tuple(code for promises in found for code in promises.commitments),
        tuple(code for promises in found for code in promises.indicators),
    )
