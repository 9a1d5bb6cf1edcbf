"""The exit plan and its exercises as the contract file writes them."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Subquery

from contracts.engine.vocabulary import french_of
from contracts.engine.writing import filled, other_than
from contracts.models import Contract
from reversibility.engine.deliverables_file import SIDES, VALIDITY_MONTHS, WEIGHT
from reversibility.engine.drills_file import KINDS, RESULTS
from reversibility.models import Drill, ExitDeliverable, ExitProof


def export_deliverables(contract: Contract) -> list[dict[str, Any]]:
    """The `[[livrable]]` tables, each with its latest accepted proof; an exercise tells its own."""
    latest = ExitProof.objects.filter(
        deliverable=OuterRef("pk"), state=ExitProof.State.ACCEPTED, drill=None
    ).order_by("-dated", "-signed", "-rank")
    told = {f"last_{name}": Subquery(latest.values(name)[:1]) for name in ("what", "dated", "signed")}
    rows = ExitDeliverable.objects.filter(contract=contract).annotate(**told).order_by("number")
    return [_deliverable(row) for row in rows]


def _deliverable(row: Any) -> dict[str, Any]:
    return filled(
        numero=row.number,
        famille=row.family,
        libelle=row.name,
        partie=french_of(SIDES, row.owner_side),
        porteur=row.owner,
        poids=other_than(WEIGHT, row.weight),
        validite_mois=other_than(VALIDITY_MONTHS, row.validity_months),
        critere=row.criterion,
        echeance=row.due,
    ) | {
        **({} if row.due_days is None else {"echeance_t0_jours": row.due_days}),
        **filled(preuve=row.last_what, preuve_le=row.last_dated, recette_signee=row.last_signed),
    }


def export_drills(contract: Contract) -> list[dict[str, Any]]:
    """The `[[exercice]]` tables."""
    rows = Drill.objects.filter(contract=contract).select_related("deliverable").order_by("number")
    return [_drill(row) for row in rows]


def _drill(row: Drill) -> dict[str, Any]:
    minutes = {
        "duree_minutes": row.duration,
        "rto_minutes": row.rto,
        "rpo_minutes": row.rpo,
        "rto_mesure_minutes": row.rto_measured,
        "rpo_mesure_minutes": row.rpo_measured,
    }
    return {
        **filled(
            numero=row.number,
            nature=french_of(KINDS, row.kind),
            systeme=row.system,
            prevu_le=row.planned_on,
            fait_le=row.done_on,
            resultat=french_of(RESULTS, row.result),
        ),
        **{key: value for key, value in minutes.items() if value is not None},
        **filled(
            preuve=row.proof, livrable=row.deliverable.number if row.deliverable else None, suite=row.note
        ),
    }
