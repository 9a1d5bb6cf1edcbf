"""Writing what an exit needs."""

from reversibility.services.deliverables import load_deliverables
from reversibility.services.exit_clause import load_exit_clause

__all__ = ["load_deliverables", "load_exit_clause"]
