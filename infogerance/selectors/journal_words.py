"""A journal line in French: what it is about, the names of its details, the codes they hold, dates and digests."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.models import Amendment, DateAnswer
from contracts.services import Counts
from core.engine import formats
from core.engine.months import Month
from governance.engine.own_decisions import OWN
from governance.models import ActionItem, Committee, Decision, RoadmapItem
from kpis.models import Survey
from reports.models import Delivery
from reversibility.models import Drill
from slas.models import (
    ClientIncident,
    CommitmentMonth,
    DetectionAnswer,
    Dispute,
    GapAnswer,
    GapReply,
    MonthRecord,
    PenaltyClaim,
)
from slas.models.gaps import CAUSES
from slas.models.results import VERDICTS
from slas.selectors.check_words import NAMES as CHECKS
from slas.selectors.check_words import OMISSIONS

NAMES = {
    "amount": "montant", "answer": "réponse", "answer_due_on": "réponse attendue le", "answers": "réponses",
    "called": "comité rappelé", "follows": "suite à",
    "columns": "colonnes", "committee": "comité", "commitment": "engagement", "content": "contenu", "date_order": "ordre des dates",
    "decisions": "décisions", "defaults": "valeurs par défaut", "due": "dû", "due_on": "échéance",
    "effect_on": "prise d’effet", "ends_on": "fin du contrat",
    "effect": "verdict retenu", "evidence": "preuves", "facts": "faits", "figures": "chiffres", "files": "fichiers",
    "findings": "constats", "former": "version remise en vigueur", "ground": "motif", "incidents": "incidents",
    "kind": "nature", "left": "reste dû", "life": "vie", "means": "moyen", "month": "mois", "on": "le",
    "origin": "origine", "outcome": "résultat", "present": "présents", "owner": "à la charge de", "priorities": "priorités",
    "promises": "promesses", "proposed": "verdict proposé", "reasons": "motifs d’attente", "reference": "référence", "revision": "révision",
    "role": "rôle", "sha256": "empreinte", "silent": "sans réponse de", "size": "taille", "state": "état", "statuses": "statuts",
    "text": "texte", "ticket": "ticket", "tickets": "tickets", "timezone": "fuseau horaire", "title": "intitulé",
    "asked_on": "demandée le", "base": "forfait de base", "charges": "charges", "former_quantity": "quantité d’avant",
    "lines": "lignes", "price": "forfait révisé", "quantity": "quantité", "s0": "S0", "s1": "S1", "source": "source",
    "digest": "récapitulatif", "remarks_until": "remarques jusqu’au", "spoken_by": "décidée en séance par", "to": "à", "value": "valeur",
    "quarter": "trimestre", "types": "types", "until": "observations jusqu’au",
    "created": "créés", "fields": "champs", "level": "niveau", "side": "partie",
    "lot": "lot", "readers": "destinataires",
    "unit": "unité d’œuvre", "updated": "modifiés",
}  # fmt: skip
"""Name of a detail -> its French name."""
AMOUNTS = frozenset({"amount", "base", "due", "left", "price"})
ORIGINS = {
    "penalty": "pénalité", "gap": "écart", "recurring": "incidents répétés", "notice": "préavis", "dispute": "contestation",
    "client": "client", "provider": "prestataire",
}  # fmt: skip
CODES: dict[str, str] = {
    **{code: word.lower() for code, word in VERDICTS},
    **{str(code): str(word).lower() for choices in (
        DateAnswer.Kind, GapAnswer.Kind, GapReply.Outcome, DetectionAnswer.State,
    ) for code, word in choices.choices},
    **{str(code): str(word).lower() for choices in (
        MonthRecord.State, CommitmentMonth.GapStatus, PenaltyClaim.State, Dispute.Kind, Dispute.Ground, Dispute.State,
        Committee.State, ActionItem.State, Decision.State, RoadmapItem.State, Delivery.Outcome, Amendment.State,
        Drill.Result, Survey.Kind,
    ) for code, word in choices.choices},
    **ORIGINS,
}  # fmt: skip
SUBJECTS = {
    **{code: f"« {word[0].lower()}{word[1:]} »" for code, word in (*CAUSES, *CHECKS.items(), *OMISSIONS.items())},
    **{code: word.lower() for code, word in ClientIncident.Source.choices},
}  # fmt: skip
"""Codes that the subject of a line may hold; elsewhere the same word may mean another thing."""
ASKED_BY = {"signal": "signal {}", OWN.removesuffix(":"): "posée par le comité"}
"""How the origin of a question begins -> its words."""
DIGEST = re.compile(r"[0-9a-f]{64}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MONTH = re.compile(r"\b\d{4}-\d{2}\b(?!-)")
VERSION = re.compile(r"\bv(\d+)\b")
CLOSED_SESSION = re.compile(r"\bD1(\d\d)\b")


def detail_words(name: str, value: Any) -> str:
    """« montant : 370,00 € »: a detail with its French name."""
    words = formats.money(Decimal(value), 2) if name in AMOUNTS else plain(value)
    return f"{NAMES.get(name, name)}\u00a0: {words}"


def subject_words(subject: str) -> str:
    """What a line is about: months and versions in words, codes as people read them."""
    words = " ".join(SUBJECTS.get(word, word) for word in subject.replace(":", " ").split(" "))
    labels = CLOSED_SESSION.sub(lambda found: f"H{int(found[1])}", words)
    return VERSION.sub("version\u00a0\\1", MONTH.sub(_month, labels))


def _month(found: re.Match[str]) -> str:
    return formats.month_long(Month.parse(found[0]))


def _counted(value: list[Any] | dict[str, Any]) -> str:
    """Rows of a section that was loaded, or how many things are listed."""
    if isinstance(value, dict) and value.keys() == asdict(Counts()).keys():
        return formats.count(value["created"] + value["updated"] + value["unchanged"], "ligne")
    return formats.count(len(value), "élément")


def plain(value: Any) -> str:
    """A detail as text: codes in words, digests shortened, lists counted, nothing for nothing."""
    if value in (None, ""):
        return ""
    if isinstance(value, list | dict):
        return _counted(value)
    text = str(value)
    if DIGEST.fullmatch(text):
        return f"{text[:16]}…"
    if DAY.fullmatch(text):
        return formats.date_short(date.fromisoformat(text))
    head, _, rest = text.partition(":")
    if rest and head in ASKED_BY:
        return ASKED_BY[head].format(rest)
    return CODES.get(text, text)
