"""The title proposed for an action: what is to be done, never the question that was asked."""

from __future__ import annotations

LEADS = ("Que faire de ", "Quelle suite donner à ", "Quelle suite donner au ")
"""How a question begins that names no act: what was chosen says it."""
LONGEST = 200
"""Characters that the title of an action holds."""


def task(question: str, chosen: str) -> str:
    """« Renforcer : dérive de l’indicateur « Encours » », « Exiger un plan d’action sur l’ERP »; `chosen`: the option.

    A title too long for an action is left to whoever writes it: only what was chosen is proposed.
    """
    asked = question.rstrip(" ?\u00a0\u202f")
    for lead in LEADS:
        if asked.startswith(lead) and chosen:
            asked = f"{chosen} : {asked.removeprefix(lead).removeprefix('la ')}"
    return asked if len(asked) <= LONGEST else chosen
