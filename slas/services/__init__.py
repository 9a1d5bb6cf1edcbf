"""Writing the judgement."""

from slas.services.commitments import load_commitments

__all__ = ["load_commitments"]
