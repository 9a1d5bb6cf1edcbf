"""The contract given back as the tables of its file, and as its text."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import contracts.selectors as terms
import kpis.selectors
import reversibility.selectors as leaving
import slas.selectors
from contracts.engine.writing import write_toml
from contracts.models import Contract
from core.scope import for_contract
from governance.selectors.committee_terms import export_committees

Tables = dict[str, Any]
READERS: dict[tuple[str, ...], Callable[[Contract], Any]] = {
    ("contrat",): terms.export_identity,
    ("preavis",): terms.export_notice,
    ("lettre_preavis",): terms.export_letter,
    ("option",): terms.export_options,
    ("echeance",): terms.export_dated_terms,
    ("version",): terms.export_versions,
    ("plage",): terms.export_hours,
    ("site",): terms.export_places,
    ("fermeture",): terms.export_closures,
    ("engagement",): slas.selectors.export_commitments,
    ("perimetre", "exclusion", "zone_grise"): terms.export_scope,
    ("unite_oeuvre",): terms.export_work_units,
    ("indicateur",): kpis.selectors.export_indicators,
    ("comite",): export_committees,
    ("livrable",): leaving.export_deliverables,
    ("exercice",): leaving.export_drills,
    ("revision",): terms.export_revision,
    ("indice",): terms.export_indices,
    ("tranche_volume",): terms.export_bands,
    ("budget",): terms.export_budgets,
    ("sortie",): leaving.export_exit_clause,
    ("acteur", "raci", "escalade", "sous_traitant"): terms.export_people,
    ("acces",): leaving.export_accesses,
    ("document",): terms.export_documents,
    ("clause",): terms.export_clauses,
    ("obligation",): terms.export_obligations,
    ("registre",): terms.export_registers,
}
"""Tables of the file, in its order -> what reads them; several at once are read as a table of tables."""


def export_contract(contract: Contract, *, with_accesses: bool = True) -> str:
    """The contract as the text of a file that `load_contract` reads back without changing anything.

    Without the access register, for a reader who has no right to it: loading it leaves the register as it is.
    """
    tables = contract_tables(contract)
    return write_toml(tables if with_accesses else {n: t for n, t in tables.items() if n != "acces"})


def contract_tables(contract: Contract, names: Collection[str] | None = None) -> Tables:
    """The tables of the contract's file, in its order, without those that say nothing.

    `names`: those wanted, all by default; the others are not read (1 query for each reader at most, whatever the
    rows; the access register takes 2).
    """
    tables: Tables = {}
    with for_contract(contract.pk):
        for said, read in READERS.items():
            if names is None or not set(said).isdisjoint(names):
                found = read(contract)
                tables |= {said[0]: found} if len(said) == 1 else found
    return {name: table for name, table in tables.items() if table}
