"""Where a committee is, in one sentence: its pack to send, its session to hold, its minutes to sign."""

from __future__ import annotations

from datetime import date

from core.engine import formats

SAID = {
    "held": "La séance est consignée : il reste à faire relire le relevé et à le signer.",
    "signed": "Le relevé est signé : rien n’y change plus.",
    "lapsed": "Carence : faute de quorum, rien ne s’y est décidé.",
}


def progress(state: str, held_on: date, send_by: date | None, today: date) -> str:
    """What is to be done next for a committee; `send_by`: last day on which its pack leaves, None where it has none."""
    if state in SAID:
        return SAID[state]
    if is_overdue(state, held_on, today):
        return "Sa date est passée, sans séance consignée : tenez la séance, ou déplacez le comité."
    if send_by is None:
        return "Ce comité n’a pas de dossier : son ordre du jour et son invitation suffisent."
    day = formats.day_long(send_by)
    return (
        f"Le dossier part au plus tard le {day}."
        if send_by >= today
        else f"Le dossier devait partir le {day}."
    )


def is_overdue(state: str, held_on: date, today: date) -> bool:
    """Whether a committee is past its day and nothing was written of its session."""
    return state == "planned" and held_on < today
