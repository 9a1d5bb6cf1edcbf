"""What is to be settled before a committee sits or its pack leaves."""

from __future__ import annotations

from dataclasses import dataclass

from core.engine import formats
from governance.engine.agenda import Item, to_move, total
from governance.engine.wording import count_of, listing
from governance.models import Decision
from governance.selectors.packs import Outline


@dataclass(frozen=True)
class Check:
    """One point to settle before sending: `state` is met, watch or breached."""

    state: str
    text: str


def pack_checks(decisions: list[Decision], outline: Outline | None) -> list[Check]:
    """What a pack tells, and whether each question of it may be answered."""
    found = [Check("met", "Mois clos" if outline and outline.closed else "Mois marqué « Provisoire »")]
    bare = [row.label for row in decisions if not row.options or not row.decider]
    if bare:
        found.append(Check("breached", f"Sans option ni décideur : {', '.join(bare)}"))
    else:
        found.append(Check("met", "Chaque décision a un décideur et des options"))
    if outline and outline.pages:
        found.append(Check("met", "Huis clos retiré de l’exemplaire partagé"))
    else:
        found.append(Check("breached", "Le mois n’est pas calculé : le dossier serait vide"))
    return found


def sitting_checks(late: int, items: list[Item], length: int) -> list[Check]:
    """What makes any sitting longer than it should be, and what to take out of it."""
    minutes, moved = total(items), to_move(items, length)
    found = []
    if late:
        found.append(Check("watch", f"{count_of(late, 'action')} en retard au jour du comité"))
    if minutes > length:
        words = (
            f"Ordre du jour de {formats.number(minutes)} min pour {formats.number(length)} : il déborde de"
            f" {formats.number(minutes - length)} min. {moved_words(moved)}"
        )
        found.append(Check("watch", words))
    return found


def moved_words(moved: list[Item]) -> str:
    """« À lire au dossier plutôt qu’en séance : Signaux du mois. À décider avant la séance ou à reporter : D4. »"""
    told = listing([item.name for item in moved if item.told])
    asked = listing([item.name for item in moved if not item.told])
    return " ".join(
        part
        for part in (
            f"À lire au dossier plutôt qu’en séance : {told}." if told else "",
            f"À décider avant la séance, ou à reporter : {asked}." if asked else "",
            "" if moved else "Prévoyez une séance plus longue.",
        )
        if part
    )
