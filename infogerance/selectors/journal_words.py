"""The details of a journal line in French: their names, the codes they hold, dates and digests."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from core.engine import formats
from governance.models import ActionItem, Committee, Decision
from reports.models import Delivery
from slas.models import CommitmentMonth, Dispute, MonthRecord, PenaltyClaim

NAMES = {
    "act": "acte", "amount": "montant", "answers": "réponses", "cause": "cause", "code": "engagement",
    "content": "contenu", "decisions": "décisions", "due_on": "échéance", "effect": "effet", "evidence": "preuves",
    "facts": "faits", "figures": "chiffres", "files": "fichiers", "findings": "constats", "former": "version antérieure",
    "ground": "motif", "incidents": "incidents", "kind": "nature", "life": "vie", "means": "moyen", "month": "mois", "name": "nom",
    "number": "numéro", "origin": "origine", "outcome": "résultat", "owner": "à la charge de", "proposed": "proposé",
    "reference": "ticket", "revision": "révision", "sha256": "empreinte", "size": "taille", "state": "état",
    "text": "texte", "tickets": "tickets", "title": "intitulé", "version": "version",
}  # fmt: skip
"""Name of a detail -> its French name; another one is shown as it is written."""
ORIGINS = {
    "penalty": "pénalité", "gap": "écart", "recurring": "incidents répétés", "notice": "préavis", "dispute": "contestation",
    "provider": "prestataire",
}  # fmt: skip
CODES: dict[str, str] = {
    **{str(code): str(word).lower() for choices in (
        MonthRecord.State, CommitmentMonth.GapStatus, PenaltyClaim.State, Dispute.Kind, Dispute.Ground, Dispute.State,
        Committee.State, ActionItem.State, Decision.State, Delivery.Outcome,
    ) for code, word in choices.choices},
    **ORIGINS,
}  # fmt: skip
DIGEST = re.compile(r"[0-9a-f]{64}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def name_of(detail: str) -> str:
    """The French name of a detail."""
    return NAMES.get(detail, detail)


def plain(value: Any) -> str:
    """A detail as text: codes in words, digests shortened, lists counted, nothing for nothing."""
    if value in (None, ""):
        return ""
    if isinstance(value, list | dict):
        return formats.count(len(value), "élément")
    text = str(value)
    if DIGEST.fullmatch(text):
        return f"{text[:16]}…"
    if DAY.fullmatch(text):
        return formats.date_short(date.fromisoformat(text))
    head, _, rest = text.partition(":")
    if head == "signal" and rest:
        return f"signal {rest}"
    return CODES.get(text, text)
