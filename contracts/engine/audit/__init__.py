"""The contract audit: what the contract's own file lacks, why it matters, where to fill it, and a score."""

from contracts.engine.audit.check import Check, Ground, Place
from contracts.engine.audit.report import CHECKS, SECTIONS, Audit, Finding, HeadingResult, audit

__all__ = ["CHECKS", "SECTIONS", "Audit", "Check", "Finding", "Ground", "HeadingResult", "Place", "audit"]
