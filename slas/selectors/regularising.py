"""The proposal that regularises an item of the scope: what the form of an amendment starts from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.engine.scope_words import INTERVENTIONS, STATUSES, labels
from contracts.models import Contract, ScopeItem, Site
from contracts.selectors.scope_to_come import scope_to_come

KINDS = labels(INTERVENTIONS)


def proposal_for(contract: Contract, query: Mapping[str, str]) -> tuple[str, list[dict[str, Any]]]:
    """The object of a proposal about the item that `element` names, and its row; nothing for an unknown one (4 queries).

    An item outside the fee comes into the scope; an included one is there for its quantity to be changed.
    """
    key = query.get("element", "")
    if not (key.isascii() and key.isdecimal() and len(key) < 16):
        return "", []
    item = ScopeItem.objects.filter(contract=contract, pk=int(key)).first()
    if item is None:
        return "", []
    scope = scope_to_come(contract)
    line = scope.then[scope.moved((item.status, item.number))]
    row = {
        "item": f"{line.status} {line.number}",
        "goes_to": "" if line.status == ScopeItem.Status.IN else ScopeItem.Status.IN.value,
        "name": line.name,
        "quantity": line.quantity,
        "unit": line.unit,
        "sites": ", ".join(line.sites),
        "interventions": ", ".join(KINDS[code] for code in line.interventions),
        "criticality": line.criticality,
    }
    return f"Régularisation\u00a0: {line.name}"[:160], [row]


def site_names(contract: Contract) -> list[tuple[str, str]]:
    """Code and name of each site, for whoever names them in a cell (1 query)."""
    return list(Site.objects.filter(contract=contract).order_by("code").values_list("code", "name"))


def items_by_status(contract: Contract) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every item of the scope as a form lists it, as approved amendments will leave it: by status and number (3 queries)."""
    items = [line for _, line in sorted(scope_to_come(contract).then.items())]
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
