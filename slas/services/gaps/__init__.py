"""Declared against recomputed: status, causes, answers."""
