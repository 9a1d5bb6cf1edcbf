"""Where the usual variation of an indicator lies against what the contract aims at."""

from __future__ import annotations

from core.engine.months import Month
from kpis.engine.capability import capability
from kpis.engine.signals import USUAL, Reading
from kpis.selectors.following import Following
from kpis.selectors.readings import Values
from kpis.selectors.wording import is_beyond


def standing_words(following: Following, values: Values, month: Month, reading: Reading) -> str:
    """« Respecté de façon constante », « Aléatoire »… while the month is usual; otherwise whether the figure of
    the month is beyond. Empty without a figure."""
    row = values.get(month)
    if row is None or row.value is None or following.line is None:
        return ""
    if reading.words[-1] == USUAL:
        found = capability(reading.limits, following.line, following.definition.sense)
        if found:
            return found
    if is_beyond(following, row.value):
        return "franchi ce mois-ci" if following.line_word == "seuil" else "non atteinte ce mois-ci"
    return "respecté ce mois-ci" if following.line_word == "seuil" else "atteinte ce mois-ci"
