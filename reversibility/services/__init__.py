"""Writing what an exit needs."""

from reversibility.services.access import load_accesses
from reversibility.services.deliverables import load_deliverables
from reversibility.services.drills import load_drills
from reversibility.services.exit_clause import load_exit_clause

__all__ = ["load_accesses", "load_deliverables", "load_drills", "load_exit_clause"]
