"""The money of a contract as the tables of its file."""

from __future__ import annotations

from typing import Any

from contracts.engine.money_file import BUDGET_KINDS, OVERRUN_RULES
from contracts.engine.revision_file import ASKERS, ROUNDING_WORDS
from contracts.engine.vocabulary import french_of
from contracts.engine.writing import filled, plain_number
from contracts.models import BudgetLine, Contract, IndexValue, RevisionClause, VolumeBand


def export_money(contract: Contract) -> dict[str, Any]:
    """The `[revision]`, `[[indice]]`, `[[tranche_volume]]` and `[[budget]]` tables (4 queries)."""
    clause = RevisionClause.objects.filter(contract=contract).first()
    indices = IndexValue.objects.filter(contract=contract).order_by("index", "month")
    bands = VolumeBand.objects.filter(contract=contract).order_by("number")
    budgets = BudgetLine.objects.filter(contract=contract).order_by("year", "kind")
    return {
        "revision": _clause(clause) if clause else {},
        "indice": [
            {
                "nom": row.index,
                "mois": str(row.month),
                "valeur": plain_number(row.value),
                "source": row.source,
            }
            for row in indices
        ],
        "tranche_volume": [
            {
                "numero": band.number,
                "libelle": band.name,
                "base": band.base,
                "tolerance": plain_number(band.tolerance_pct),
                "prix": plain_number(band.unit_price),
            }
            for band in bands
        ],
        "budget": [
            {
                "exercice": line.year,
                "poste": french_of(BUDGET_KINDS, line.kind),
                "montant": plain_number(line.amount),
                **filled(depassement=french_of(OVERRUN_RULES, line.rule)),
            }
            for line in budgets
        ],
    }


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
