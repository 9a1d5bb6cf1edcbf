"""The minutes of a committee (relevé de décisions): what is written in them, what still holds back their signature."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.engine import formats


@dataclass(frozen=True)
class Standing:
    """Where the minutes are: what was not decided, what has no outcome, who has read them.

    `early`: the day of the committee, while it is to come. `lapsed`: the quorum failed, which the record
    tells: only its readings are awaited. `without_action`: what was decided,
    and that neither an action nor « aucune autre action » follows. `idle`: the matters whose outcome is « agir » and
    that no action follows, which nothing replaces.
    """

    undecided: Sequence[str]
    unsettled: Sequence[str]
    present: int
    quorum: int
    read_by_client: bool
    read_by_provider: bool
    early: date | None = None
    lapsed: bool = False
    without_action: Sequence[str] = ()
    idle: Sequence[str] = ()


def holding_back(standing: Standing) -> list[str]:
    """What prevents the signature, in words, in the order in which it is mended; empty when they can be signed."""
    return [*([] if standing.lapsed else _unsaid(standing)), *_unread(standing)]


def waiting(points: int, holding: Sequence[str]) -> str:
    """« 14 points attendent le comité », then « 3 conditions retiennent la signature »; empty once they can be signed.

    `points`: questions and matters of which the committee has said nothing; `holding`: what prevents the signature.
    """
    if points:
        return f"{formats.count(points, 'point attend|points attendent')} le comité"
    held = formats.count(len(holding), "condition retient|conditions retiennent")
    return f"{held} la signature" if holding else ""


def _unsaid(standing: Standing) -> list[str]:
    """What the committee has not said, or that it may not say."""
    found = []
    if standing.early:
        day = formats.date_short(standing.early)
        found.append(f"Le comité se tient le {day} : signez à partir de ce jour, ou avancez sa date")
    if standing.undecided:
        found.append(f"Sans réponse du comité : {', '.join(standing.undecided)}")
    if standing.unsettled:
        found.append(f"Sans issue : {', '.join(standing.unsettled)}")
    if standing.idle:
        found.append(
            f"« Agir » sans action : {', '.join(standing.idle)} ; ajoutez-en une à chaque fois, ou changez l’issue"
        )
    if standing.without_action:
        found.append(
            f"Sans action : {', '.join(standing.without_action)} ; ajoutez-en une à chaque fois,"
            " ou cochez « Aucune autre action n’est demandée »"
        )
    if not standing.present:
        found.append("Aucun présent n’est noté")
    elif standing.present < standing.quorum:
        found.append(
            f"Quorum non atteint : {formats.count(standing.present, 'présent')} pour"
            f" {formats.number(standing.quorum)}"
        )
    return found


def _unread(standing: Standing) -> list[str]:
    """Who has not read what is written."""
    found = []
    if not standing.read_by_client:
        found.append("Pas encore relu par le client")
    if not standing.read_by_provider:
        found.append("Pas encore relu par le prestataire")
    return found


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of the minutes' text, as canonical JSON: the same content always gives the same digest."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
