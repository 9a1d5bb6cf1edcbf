"""Writing the judgement."""

from slas.services.commitments import load_commitments
from slas.services.months import compute_months, ensure_record

__all__ = ["compute_months", "ensure_record", "load_commitments"]
