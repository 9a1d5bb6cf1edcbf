"""What a charge may be booked on."""

from __future__ import annotations

from typing import Any

from contracts.models import Contract, ScopeItem, VolumeBand


def bookable(contract: Contract) -> dict[str, list[Any]]:
    """Exclusions and volume bands of a contract, each by its number (2 queries)."""
    out = ScopeItem.objects.filter(contract=contract, status=ScopeItem.Status.OUT).order_by("number")
    bands = VolumeBand.objects.filter(contract=contract).order_by("number")
    return {"exclusions": list(out), "bands": list(bands)}
