"""The contract given back as the tables of its file, and as its text."""

from __future__ import annotations

from typing import Any

import contracts.selectors
import kpis.selectors
import reversibility.selectors
import slas.selectors
from contracts.engine.writing import write_toml
from contracts.models import Contract
from core.scope import for_contract
from governance.selectors.committee_terms import export_committees


def export_contract(contract: Contract, *, with_accesses: bool = True) -> str:
    """The contract as the text of a file that `load_contract` reads back without changing anything.

    Without the access register, for a reader who has no right to it: loading it leaves the register as it is.
    """
    tables = contract_tables(contract)
    return write_toml(tables if with_accesses else {n: t for n, t in tables.items() if n != "acces"})


def contract_tables(contract: Contract) -> dict[str, Any]:
    """The tables of the contract's file, in its order, without those that say nothing."""
    with for_contract(contract.pk):
        scope = contracts.selectors.export_scope(contract)
        tables: dict[str, Any] = {
            "contrat": contracts.selectors.export_identity(contract),
            "preavis": contracts.selectors.export_notice(contract),
            "option": contracts.selectors.export_options(contract),
            "echeance": contracts.selectors.export_dated_terms(contract),
            "version": contracts.selectors.export_versions(contract),
            "plage": contracts.selectors.export_hours(contract),
            "site": contracts.selectors.export_places(contract),
            "fermeture": contracts.selectors.export_closures(contract),
            "engagement": slas.selectors.export_commitments(contract),
            **scope,
            "unite_oeuvre": contracts.selectors.export_work_units(contract, scope["exclusion"]),
            "indicateur": kpis.selectors.export_indicators(contract),
            "comite": export_committees(contract),
            "livrable": reversibility.selectors.export_deliverables(contract),
            "exercice": reversibility.selectors.export_drills(contract),
            **contracts.selectors.export_money(contract),
            "sortie": reversibility.selectors.export_exit_clause(contract),
            **contracts.selectors.export_people(contract),
            "acces": reversibility.selectors.export_accesses(contract),
            **contracts.selectors.export_papers(contract),
        }
    return {name: table for name, table in tables.items() if table}
