"""The exit clause as an amendment reads and writes it, by the floor that holds it: this one only asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from contracts.engine.reading import Entry
from contracts.models import Contract


@dataclass(frozen=True)
class ExitTerms:
    """`read`: the `[sortie]` table checked; `export`: as the contract file tells it; `write`: brought to what is read."""

    read: Callable[[Entry], object]
    export: Callable[[Contract], dict[str, Any]]
    write: Callable[[Contract, Entry], None]


_held: dict[str, ExitTerms] = {}


def register_exit_terms(terms: ExitTerms) -> None:
    """Set who holds the exit clause; registering it twice counts it once."""
    _held["sortie"] = terms


def exit_terms() -> ExitTerms:
    return _held["sortie"]
