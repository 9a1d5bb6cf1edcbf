"""Stored codes as people read them: the promise, the causes of a gap, the proof of a penalty."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from core.engine import formats
from core.engine.typography import NBSP
from slas.engine.shown_effects import EFFECT_DECIMALS, shown_effects
from slas.models import Commitment, CommitmentMonth, CommitmentTarget
from slas.models.gaps import CAUSES as GAP_CAUSES
from slas.selectors.figures import gap_of, shown_target
from slas.selectors.penalty_wording import line_words

CAUSES = dict(GAP_CAUSES) | {
    "omitted": "Tickets hors délai absents du chiffre déclaré",
    "rounding": "Arrondi",
}
MOVED = dict(GAP_CAUSES)["omitted"]
ROUNDED: dict[str, Any] = {"cause": "rounding", "count": 0, "tickets": []}
"""What the rounding of the effects themselves leaves, where the report rounds nothing."""
TYPES = {"incident": "incidents", "request": "demandes"}
UNITS = {"minutes": "minute", "hours": "heure", "business_days": "jour ouvré|jours ouvrés",
    "working_days": "jour ouvrable|jours ouvrables", "calendar_days": "jour calendaire|jours calendaires",
    "days": "jour",
}  # fmt: skip


@dataclass(frozen=True)
class CauseLine:
    """One cause of a gap: its effect in points, how many tickets, and those it may rest on."""

    label: str
    effect: str
    count: int
    tickets: list[str]
    code: str = ""
    by_counts: bool = False

    @property
    def words(self) -> str:
        """« Tickets hors délai absents du chiffre déclaré, 13 tickets »."""
        return f"{self.label}, {formats.count(self.count, 'ticket')}" if self.count else self.label


def reading_of(commitment: Commitment) -> str:
    """The promise in one sentence: « Résoudre 90 % des tickets : P3 en 2 jours ouvrés. » (1 query, none where its targets are read)."""
    required = shown_target(commitment).removeprefix(f"≥{NBSP}")
    delays = ", ".join(
        _delay(t) for t in sorted(commitment.targets.all(), key=lambda t: (t.priority, t.ticket_type))
    )
    words = {
        Commitment.Kind.RESPONSE: f"Prendre en charge {required} des tickets{NBSP}: {delays}.",
        Commitment.Kind.RESOLUTION: f"Résoudre {required} des tickets{NBSP}: {delays}.",
        Commitment.Kind.AVAILABILITY: f"Service « {commitment.service} » disponible {required} du temps.",
        Commitment.Kind.RATIO: f"Au moins {required} des cas.",
        Commitment.Kind.PUNCTUALITY: "Rapport et export remis au plus tard le jour convenu.",
    }
    return words[Commitment.Kind(commitment.kind)]


def _delay(target: CommitmentTarget) -> str:
    """« P3 en 2 jours ouvrés », « demandes P4 en 5 jours ouvrés »."""
    of = " ".join(filter(None, (TYPES.get(target.ticket_type, ""), target.priority)))
    return f"{of or 'tous'} en {formats.count(target.amount, UNITS[target.unit])}"


def cause_lines(result: CommitmentMonth) -> list[CauseLine]:
    """The causes of a gap as printed; without a ticket, an effect unseen at two decimals is left out."""
    stored = {cause["cause"]: cause for cause in result.causes}
    effects = shown_effects((code, Fraction(cause["effect"])) for code, cause in stored.items())
    return [
        cause_line(stored.get(code, ROUNDED), effect)
        for code, effect in effects
        if effect or stored[code]["count"]
    ]


def cause_line(cause: dict[str, Any], effect: Decimal) -> CauseLine:
    """A stored cause as printed; its effect in points."""
    return CauseLine(
        label=cause_label(cause),
        effect=formats.points(effect, EFFECT_DECIMALS),
        count=cause["count"],
        tickets=list(cause["tickets"]),
        code=cause["cause"],
        by_counts=cause.get("basis") == "counts",
    )


def gap_total(result: CommitmentMonth) -> str:
    """The gap with the decimals of its causes."""
    return formats.points(gap_of(result), EFFECT_DECIMALS)


def cause_label(cause: dict[str, Any]) -> str:
    """The words of a stored cause; a ticket declared in another month than ours is not one left out."""
    moved = cause["cause"] == "omitted" and (cause.get("met") or cause.get("counted", 0) < 0)
    return MOVED if moved else CAUSES[cause["cause"]]


def penalty_lines(result: CommitmentMonth) -> list[tuple[str, str]]:
    """The proof of a penalty, step by step."""
    return line_words(result.penalty_lines)
