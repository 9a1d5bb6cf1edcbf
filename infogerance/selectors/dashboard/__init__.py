"""The contract dashboard: is the contract held this month, what changes?"""

from infogerance.selectors.dashboard.reading import dashboard_for, empty_words

__all__ = ["dashboard_for", "empty_words"]
