"""Writing the contract."""

from contracts.services.contract_file import (
    load_hours,
    load_identity,
    load_places,
    load_scope,
    load_versions,
    prune_hours,
)
from contracts.services.money_file import load_money
from contracts.services.rows import Counts, replace_rows, upsert_row

__all__ = [
    "Counts",
    "load_hours",
    "load_identity",
    "load_money",
    "load_places",
    "load_scope",
    "load_versions",
    "prune_hours",
    "replace_rows",
    "upsert_row",
]
