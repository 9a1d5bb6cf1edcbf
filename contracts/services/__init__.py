"""Writing the contract."""

from contracts.services.contract_file import (
    load_hours,
    load_identity,
    load_places,
    load_scope,
    load_versions,
    prune_hours,
)
from contracts.services.dates_file import load_dated_terms, load_letter, load_notice, load_options
from contracts.services.money_file import load_money
from contracts.services.papers_file import load_papers
from contracts.services.people_file import load_chain, load_people
from contracts.services.rows import Counts, replace_rows, upsert_row
from contracts.services.scope import edit_scope_item, import_scope
from contracts.services.work_unit_file import load_work_units

__all__ = [
    "Counts",
    "edit_scope_item",
    "import_scope",
    "load_chain",
    "load_dated_terms",
    "load_hours",
    "load_identity",
    "load_letter",
    "load_money",
    "load_notice",
    "load_options",
    "load_papers",
    "load_people",
    "load_places",
    "load_scope",
    "load_versions",
    "load_work_units",
    "prune_hours",
    "replace_rows",
    "upsert_row",
]
