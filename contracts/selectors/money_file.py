"""The money of a contract as the tables of its file."""

from __future__ import annotations

from typing import Any

from contracts.engine.money_file import BUDGET_KINDS, OVERRUN_RULES
from contracts.engine.revision_file import ASKERS, ROUNDING_WORDS
from contracts.engine.vocabulary import french_of
from contracts.engine.writing import filled, plain_number
from contracts.models import BudgetLine, Contract, IndexValue, RevisionClause, VolumeBand


def export_revision(contract: Contract) -> dict[str, Any]:
    """The `[revision]` table; empty where the contract has no such clause."""
    clause = RevisionClause.objects.filter(contract=contract).first()
    return _clause(clause) if clause else {}


def export_indices(contract: Contract) -> list[dict[str, Any]]:
    """The `[[indice]]` tables."""
    return [
        {"nom": row.index, "mois": str(row.month), "valeur": plain_number(row.value), "source": row.source}
        for row in IndexValue.objects.filter(contract=contract).order_by("index", "month")
    ]


def export_bands(contract: Contract) -> list[dict[str, Any]]:
    """The `[[tranche_volume]]` tables."""
    return [
        {
            "numero": band.number,
            "libelle": band.name,
            "base": band.base,
            "tolerance": plain_number(band.tolerance_pct),
            "prix": plain_number(band.unit_price),
        }
        for band in VolumeBand.objects.filter(contract=contract).order_by("number")
    ]


def export_budgets(contract: Contract) -> list[dict[str, Any]]:
    """The `[[budget]]` tables."""
    return [
        {
            "exercice": line.year,
            "poste": french_of(BUDGET_KINDS, line.kind),
            "montant": plain_number(line.amount),
            **filled(depassement=french_of(OVERRUN_RULES, line.rule)),
        }
        for line in BudgetLine.objects.filter(contract=contract).order_by("year", "kind")
    ]


def _clause(clause: RevisionClause) -> dict[str, Any]:
    """Caps and floors of 0 say something: only what is absent is left out."""
    bounds = {
        "plafond": plain_number(clause.cap_pct),
        "plancher": plain_number(clause.floor_pct),
        "decalage_mois": clause.lag_months,
    }
    return {
        **filled(
            indice=clause.index,
            mois_base=str(clause.base_month),
            premiere=clause.first_on,
            periode_mois=clause.every_months,
            part_fixe=plain_number(clause.fixed_share),
            arrondi_coefficient=french_of(ROUNDING_WORDS, clause.rounding),
            coefficient_minimal=plain_number(clause.minimum_coefficient),
            raccordement=plain_number(clause.link_coefficient),
            raccordement_ancien=plain_number(clause.link_old),
            raccordement_nouveau=plain_number(clause.link_new),
            raccordement_depuis=str(clause.linked_since) if clause.linked_since else "",
            demandee_par=french_of(ASKERS, clause.asked_by),
            forclusion_jours=clause.claim_days or None,
            clause=clause.clause,
        ),
        **{key: value for key, value in bounds.items() if value is not None},
    }
