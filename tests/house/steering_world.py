"""The rows by which the parties steer, for the walk over every address: one of each kind."""

from __future__ import annotations

from datetime import date
from typing import Any


def furnish_steering(contract: Any) -> dict[str, str]:
    """Build them in the open scope; returns their keys by `view name:converter`."""
    from governance.models import Risk

    risk = Risk.objects.create(
        contract=contract, number=1, cause="Départ du N3", effect="ERP sans exploitant", likelihood=3, impact=4,
        treatment="reduce", owner="Référent IT", owner_side="client", review_on=date(2026, 6, 1),
        raised_on=date(2026, 3, 2),
    )  # fmt: skip
    return {"governance:risk:pk": str(risk.pk)}
