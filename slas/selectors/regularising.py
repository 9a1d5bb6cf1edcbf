"""The proposal that regularises an item of the scope: what the form of an amendment starts from."""

from __future__ import annotations

from collections.abc import Mapping

from contracts.engine.scope_words import STATUSES
from contracts.engine.writing import write_toml
from contracts.models import Contract, ScopeItem

SECTION = {status.code: status.word for status in STATUSES}


def proposal_for(contract: Contract, query: Mapping[str, str]) -> dict[str, str]:
    """The first words of a proposal about the item that `element` names; nothing for an unknown one (1 query).

    An item outside the fee comes into the scope; an included one is there for its quantity to be changed.
    """
    key = query.get("element", "")
    if not (key.isascii() and key.isdecimal() and len(key) < 16):
        return {}
    item = ScopeItem.objects.filter(contract=contract, pk=int(key)).first()
    if item is None:
        return {}
    table: dict[str, object] = {"numero": item.number}
    if item.status != ScopeItem.Status.IN:
        table = {"vient_de": f"{SECTION[item.status]} {item.number}"}
    table["element"] = item.name
    if item.quantity is not None:
        table["volume"] = item.quantity
    return {"title": f"Régularisation\u00a0: {item.name}"[:160], "tables": write_toml({"perimetre": [table]})}
