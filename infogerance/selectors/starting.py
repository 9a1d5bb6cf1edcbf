"""What a contract still says as the models do: lines to confirm against what was signed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.urls import reverse

from contracts.models import Contract
from core.engine import formats
from infogerance.contract_file import contract_tables
from infogerance.selectors.contract_models import contract_models
from journal.models import JournalEntry

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


CONFIRMED = "model.confirmed"
"""The act that says lines of a model to be those of the signed contract."""


@dataclass(frozen=True)
class TakenLine:
    """A section with so many lines that read as the models write them, and where they are said to be the contract's."""

    title: str
    detail: str
    url: str
    confirm_url: str


def taken_from_models(contract: Contract) -> list[TakenLine]:
    """The sections that hold lines of a model, word for word, that nobody confirmed (6 queries)."""
    found = []
    for name, marks in unconfirmed(contract).items():
        title, noun, page = SECTIONS[name]
        if marks:
            detail = formats.count(len(marks), noun)
            confirm = reverse("contract_confirm", args=[contract.slug, name])
            found.append(TakenLine(title, detail, reverse(page, args=[contract.slug]), confirm))
    return found


def unconfirmed(contract: Contract) -> dict[str, list[str]]:
    """Table -> the marks of its lines that a model wrote and nobody confirmed."""
    acts = JournalEntry.objects.filter(contract=contract, action=CONFIRMED).values_list("details", flat=True)
    confirmed = {mark for details in acts for mark in details["lines"]}
    tables = contract_tables(contract, SECTIONS)
    left = {}
    for name in SECTIONS:
        proposed = {_mark(name, row) for model in contract_models() for row in model.tables.get(name, ())}
        marks = (_mark(name, row) for row in tables.get(name, ()))
        left[name] = [mark for mark in marks if mark in proposed and mark not in confirmed]
    return left


def _mark(name: str, row: Mapping[str, Any]) -> str:
    """What tells a line from another by its words: a line reworded since is to be confirmed no more."""
    words = {key: value for key, value in row.items() if key not in DATED}
    return sha256(json.dumps([name, words], sort_keys=True, default=str).encode()).hexdigest()[:16]
