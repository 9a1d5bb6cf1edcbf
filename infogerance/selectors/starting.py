"""What a contract still says as the models do: lines to confirm against what was signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from contracts.models import Contract
from core.engine import formats
from infogerance.contract_file import contract_tables
from infogerance.selectors.contract_models import contract_models

DATED = ("date", "echeance")
"""Keys that the creation counts from the first day of the contract."""
SECTIONS = {
    "comite": ("Comités", "comité", "governance:list"),
    "raci": ("RACI", "ligne", "governance:raci"),
    "escalade": ("Escalade", "niveau|niveaux", "contracts:people"),
    "obligation": ("Obligations", "obligation", "contracts:obligations"),
    "echeance": ("Échéances", "échéance", "contracts:dates"),
}
"""Table -> how a reader calls it, one of its lines, and the page where they are changed."""


@dataclass(frozen=True)
class TakenLine:
    """A section with so many lines that read as the models write them."""

    title: str
    detail: str
    url: str


def taken_from_models(contract: Contract) -> list[TakenLine]:
    """The sections that hold lines of a model, word for word (5 queries)."""
    tables = contract_tables(contract, SECTIONS)
    found = []
    for name, (title, noun, page) in SECTIONS.items():
        proposed = [_words(row) for model in contract_models() for row in model.tables.get(name, ())]
        count = sum(_words(row) in proposed for row in tables.get(name, ()))
        if count:
            found.append(TakenLine(title, formats.count(count, noun), reverse(page, args=[contract.slug])))
    return found


def _words(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in DATED}
