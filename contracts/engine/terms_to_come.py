"""What an approved amendment will change of the terms on its day: tables of the contract file, kept as text.

Each table says the keys that change; `retire` names those that go.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from contracts.engine.writing import write_toml

Tables = Mapping[str, Any]
PARTS = ("contrat", "preavis", "revision", "sortie")
GONE = "retire"
EITHER = (
    (("contrat", "preavis_mois"), ("preavis", "jours")),
    (("preavis", "prestataire_mois"), ("preavis", "prestataire_jours")),
)
"""A notice is in months or in days: saying the one takes the other away."""
RENEWED = ("reconduction_mois", "reconductions_max")
"""What a contract without renewal no longer says."""


def terms_part(tables: Tables) -> str:
    """The tables that speak of the terms, as text; empty where none does."""
    return write_toml({name: tables[name] for name in PARTS if tables.get(name)})


def tables_of_text(text: str) -> dict[str, Any]:
    """The tables of a text already checked."""
    return tomllib.loads(text, parse_float=Decimal)


def laid_terms(known: Tables, said: Tables) -> dict[str, Any]:
    """The terms once what is said is laid over them, as the contract file would tell them; the others stay."""
    laid = {name: dict(table) if name in PARTS else table for name, table in known.items()}
    for name in PARTS:
        if isinstance(told := said.get(name), Mapping):
            kept = {**laid.get(name, {}), **told}
            gone = {GONE, *listed(told.get(GONE))}
            laid[name] = {key: value for key, value in kept.items() if key not in gone}
    for one, other in EITHER:
        _give_way(laid, said, one, other)
        _give_way(laid, said, other, one)
    if _said(said, ("contrat", "reconduction")) == "aucune":
        for key in RENEWED:
            if not _said(said, ("contrat", key)):
                laid["contrat"].pop(key, None)
    for name in ("contrat", "preavis"):
        if name in laid:
            laid[name] = {key: value for key, value in laid[name].items() if not _is_nought(key, value)}
    return laid


def listed(value: Any) -> list[str]:
    """The keys that a table takes away, as far as they can be read."""
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _said(tables: Tables, spot: tuple[str, str]) -> Any:
    table = tables.get(spot[0])
    return table.get(spot[1]) if isinstance(table, Mapping) else None


def _give_way(laid: dict[str, Any], said: Tables, one: tuple[str, str], other: tuple[str, str]) -> None:
    if _said(said, one) and not _said(said, other) and other[0] in laid:
        laid[other[0]].pop(other[1], None)


def _is_nought(key: str, value: Any) -> bool:
    """Nought months say nothing, but of the provider's notice and of the margin: there, they say that there is none."""
    return value == 0 and value is not False and key not in {"prestataire_mois", "marge_envoi_jours"}
