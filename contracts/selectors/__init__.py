"""Reading the contract."""

from contracts.selectors.contract_file import (
    export_closures,
    export_hours,
    export_identity,
    export_places,
    export_scope,
    export_versions,
)
from contracts.selectors.dates_file import export_dated_terms, export_letter, export_notice, export_options
from contracts.selectors.lookup import ContractNotFound, find_contract
from contracts.selectors.money_file import export_bands, export_budgets, export_indices, export_revision
from contracts.selectors.papers_file import (
    export_clauses,
    export_documents,
    export_obligations,
    export_registers,
)
from contracts.selectors.people_file import export_people
from contracts.selectors.versions import rules_at, version_at
from contracts.selectors.work_unit_file import export_work_units

__all__ = [
    "ContractNotFound",
    "export_bands",
    "export_budgets",
    "export_clauses",
    "export_closures",
    "export_dated_terms",
    "export_documents",
    "export_hours",
    "export_identity",
    "export_indices",
    "export_letter",
    "export_notice",
    "export_obligations",
    "export_options",
    "export_people",
    "export_places",
    "export_registers",
    "export_revision",
    "export_scope",
    "export_versions",
    "export_work_units",
    "find_contract",
    "rules_at",
    "version_at",
]
