"""Reading what an exit needs."""

from reversibility.selectors.access_rows import export_accesses
from reversibility.selectors.exit_terms import export_exit_clause
from reversibility.selectors.readiness import exit_plan_for, exit_sheet, export_deliverables, readiness_for

__all__ = [
    "exit_plan_for",
    "exit_sheet",
    "export_accesses",
    "export_deliverables",
    "export_exit_clause",
    "readiness_for",
]
