"""The proposal that regularises an item of the scope: what the form of an amendment starts from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.engine.scope_words import STATUSES
from contracts.models import Contract, ScopeItem
from contracts.selectors.scope_lines import scope_items


def proposal_for(contract: Contract, query: Mapping[str, str]) -> tuple[str, list[dict[str, Any]]]:
    """The object of a proposal about the item that `element` names, and its row; nothing for an unknown one (1 query).

    An item outside the fee comes into the scope; an included one is there for its quantity to be changed.
    """
    key = query.get("element", "")
    if not (key.isascii() and key.isdecimal() and len(key) < 16):
        return "", []
    item = ScopeItem.objects.filter(contract=contract, pk=int(key)).first()
    if item is None:
        return "", []
    row = {
        "item": f"{item.status} {item.number}",
        "goes_to": "" if item.status == ScopeItem.Status.IN else ScopeItem.Status.IN.value,
        "name": item.name,
        "quantity": item.quantity,
        "unit": item.unit,
    }
    return f"Régularisation\u00a0: {item.name}"[:160], [row]


def items_by_status(contract: Contract) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every item of the scope as a form lists it: under its status, by number (1 query)."""
    items = scope_items(contract)
    return [
        (
            status.label,
            [
                (f"{item.status} {item.number}", f"{item.number}. {item.name}")
                for item in items
                if item.status == status.code
            ],
        )
        for status in STATUSES
    ]
