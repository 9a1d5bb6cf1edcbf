"""Reading the judgement."""

from slas.selectors.commitments import export_commitments

__all__ = ["export_commitments"]
