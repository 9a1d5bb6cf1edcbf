"""What a model proposes to start with: who, which committees, which dates; dated from the contract, all to confirm."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from contracts.engine.dates import add_months
from core.engine.months import Month
from infogerance.engine.creation.answers import Parties

Tables = Mapping[str, Any]
AS_THEY_ARE = ("comite", "acteur", "raci", "escalade")
YEAR = 12


def compose_start(model: Tables, parties: Parties) -> dict[str, Any]:
    """The tables that the form does not ask for, those that bear a day counted from the first one of the contract."""
    start = parties.starts_on
    return {
        "preavis": model.get("preavis", {}),
        "echeance": [
            {**row, "date": add_months(start, row["tous_les_mois"])} for row in model.get("echeance", ())
        ],
        "revision": _revision(model.get("revision", {}), start),
        "obligation": [
            {**row, "echeance": add_months(start, row["tous_les_mois"])}
            for row in model.get("obligation", ())
        ],
        **{name: [dict(row) for row in model.get(name, ())] for name in AS_THEY_ARE},
    }


def _revision(clause: Tables, start: date) -> dict[str, Any]:
    """The first revision comes after a year, from the last index known when the contract began."""
    if not clause:
        return {}
    base = Month.of(start).shift(-clause["decalage_mois"])
    return {**clause, "mois_base": str(base), "premiere": add_months(start, YEAR)}


def compose_matrix(model: Tables, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """The matrix in the contract's own priorities; none where it has not all of those that the model names."""
    rows = model.get("matrice", ())
    if any(priority not in names for row in rows for priority in row["urgences"].values()):
        return []
    return [{**row, "urgences": {one: names[of] for one, of in row["urgences"].items()}} for row in rows]
