"""Reading the exit plan."""

from __future__ import annotations

from typing import Any

from contracts.engine.vocabulary import french_of
from contracts.engine.writing import filled
from contracts.models import Contract
from reversibility.engine.deliverables_file import SIDES
from reversibility.models import ExitDeliverable


def export_deliverables(contract: Contract) -> list[dict[str, Any]]:
    """The `[[livrable]]` tables of the contract file."""
    return [
        filled(
            numero=row.number,
            famille=row.family,
            libelle=row.name,
            partie=french_of(SIDES, row.owner_side),
            poids=row.weight,
            validite_mois=row.validity_months,
            preuve=row.proof,
            preuve_le=row.proof_on,
            recette_signee=row.accepted,
        )
        for row in ExitDeliverable.objects.filter(contract=contract).order_by("number")
    ]
