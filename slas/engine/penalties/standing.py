"""Where a penalty stands, in one word that agrees with « pénalité »."""

from __future__ import annotations

STANDINGS = {
    "calculated": "proposée",
    "notified": "notifiée",
    "contested": "notifiée, observations reçues",
    "confirmed": "validée",
    "waived": "exonérée",
    "applied": "créditée",
}


def standing(state: str, *, closed: bool = True) -> str:
    """« proposée », « notifiée »… A draft of a month still open (`closed` false) is « provisoire »."""
    return "provisoire" if state == "calculated" and not closed else STANDINGS[state]
