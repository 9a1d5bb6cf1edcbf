"""Reading the contract."""

from contracts.selectors.contract_file import (
    export_closures,
    export_hours,
    export_identity,
    export_places,
    export_scope,
    export_versions,
)
from contracts.selectors.dates_file import export_dated_terms, export_notice, export_options
from contracts.selectors.lookup import ContractNotFound, find_contract
from contracts.selectors.money_file import export_money
from contracts.selectors.papers_file import export_papers
from contracts.selectors.people_file import export_people
from contracts.selectors.versions import rules_at, version_at
from contracts.selectors.work_unit_file import export_work_units

__all__ = [
    "ContractNotFound",
    "export_closures",
    "export_dated_terms",
    "export_hours",
    "export_identity",
    "export_money",
    "export_notice",
    "export_options",
    "export_papers",
    "export_people",
    "export_places",
    "export_scope",
    "export_versions",
    "export_work_units",
    "find_contract",
    "rules_at",
    "version_at",
]
