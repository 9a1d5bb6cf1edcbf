"""Reading what an exit needs."""

from reversibility.selectors.access_rows import export_accesses
from reversibility.selectors.exit_terms import export_exit_clause
from reversibility.selectors.plan_file import export_deliverables, export_drills
from reversibility.selectors.plan_rows import standings
from reversibility.selectors.readiness import exit_plan_for, exit_sheet, readiness_for, readiness_of

__all__ = [
    "exit_plan_for",
    "exit_sheet",
    "export_accesses",
    "export_deliverables",
    "export_drills",
    "export_exit_clause",
    "readiness_for",
    "readiness_of",
    "standings",
]
