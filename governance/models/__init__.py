"""Committees, what they decide, what is done about it, and the packs they read."""

from governance.models.committees import ActionItem, Committee, Decision
from governance.models.packs import Pack

__all__ = ["ActionItem", "Committee", "Decision", "Pack"]
