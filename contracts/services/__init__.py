"""Writing the contract."""

from contracts.services.contract_file import (
    load_hours,
    load_identity,
    load_places,
    load_scope,
    load_versions,
    prune_hours,
)
from contracts.services.dates_file import load_dated_terms, load_notice, load_options
from contracts.services.rows import Counts, replace_rows, upsert_row

__all__ = [
    "Counts",
    "load_dated_terms",
    "load_hours",
    "load_identity",
    "load_notice",
    "load_options",
    "load_places",
    "load_scope",
    "load_versions",
    "prune_hours",
    "replace_rows",
    "upsert_row",
]
