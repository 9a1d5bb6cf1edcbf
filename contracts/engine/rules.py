"""The settings of a contract that change a number, as one frozen value printed in every pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from decimal import Decimal, InvalidOperation
from typing import Any, Self, get_type_hints

from contracts.engine.penalty_settings import PENALTY_CHOICES, PenaltySettings, with_profile


class RuleError(ValueError):
    """A setting is unknown or its value is not one of those allowed; the message is in French."""


CHOICES: Mapping[str, tuple[str, ...]] = {
    "clock_start": ("opened", "picked_up"),
    "clock_stop": ("resolved", "closed"),
    "day_unit": ("business", "working", "calendar"),
    "day_count": ("service_time", "same_time", "end_of_day"),
    "boundary": ("at_most", "under"),
    "priority_lowered_approved": ("restart", "retroactive", "proportional", "initial"),
    "display_decimals": ("auto", "0", "1", "2", "3", "4"),
    "tto_evidence": ("first_work", "first_assignment"),
    "date_evidence": ("corroborated", "export"),
    "deadline_at_boundary": ("closing", "next_opening"),
    "suspension_applies_to": ("TTR", "TTO", "both"),
    "attribution": ("verdict", "resolved", "opened"),
    "priority_raised": ("restart", "retroactive", "proportional", "initial"),
    "priority_lowered": ("restart", "retroactive", "proportional", "initial"),
    "reopen_policy": ("cumulative", "from_origin", "new_ticket"),
    "child_policy": ("parent_only", "all"),
    "cancelled_policy": ("exclude_unless_breached", "exclude", "include"),
    "unknown_policy": ("not_counted", "down", "excluded_from_both"),
    "penalty_unit": ("started", "exact"),
    "deductible_mode": ("threshold", "absolute", "none"),
    **PENALTY_CHOICES,
    "contest_until": ("closing", "observation"),
}

MOST_WHOLE = 100_000
MOST = {"report_due_business_day": 15}
"""The largest value of a setting, in its own unit: every month has fifteen business days, and no more is sure."""


@dataclass(frozen=True)
class Rules(PenaltySettings):
    """Settings of one contract version; the defaults are those the portal states in its method page."""

    clock_start: str = "opened"
    clock_stop: str = "resolved"
    tto_evidence: str = "first_work"
    date_evidence: str = "corroborated"
    day_unit: str = "business"
    day_count: str = "service_time"
    boundary: str = "at_most"
    deadline_at_boundary: str = "closing"
    suspension_reasons: tuple[str, ...] = ("waiting_user", "waiting_client", "waiting_third_party")
    suspension_applies_to: str = "TTR"
    max_suspension_minutes: int = 0  # of service, for one ticket; 0: no ceiling
    suspension_proof_required: bool = False
    attribution: str = "verdict"
    priority_raised: str = "restart"
    priority_lowered: str = "initial"
    priority_lowered_approved: str = "retroactive"
    reopen_policy: str = "cumulative"
    reopen_window_days: int = 5
    child_policy: str = "parent_only"
    cancelled_policy: str = "exclude_unless_breached"
    min_volume: int = 20
    min_failures: int = 1
    rolling: bool = False
    display_decimals: str = "auto"  # one more than the target's own
    maintenance_deducted: bool = True
    maintenance_notice_days: int = 5
    maintenance_quota_minutes: int = 240
    unknown_policy: str = "not_counted"
    degraded_weight: Decimal = Decimal("0.5")
    degraded_counted: bool = False
    penalty_unit: str = "started"
    deductible_mode: str = "threshold"
    deductible: Decimal = Decimal("100")
    cap_month: Decimal = Decimal("15")
    cap_year: Decimal = Decimal("10")
    start_grace_months: int = 3
    report_due_business_day: int = 5
    tolerance_pt: Decimal = Decimal("0.1")
    satisfaction_target: Decimal = Decimal("80")
    contest_until: str = "closing"
    priorities: tuple[str, ...] = ("P1", "P2", "P3", "P4")
    # label of the provider's tool -> priority of the contract; a mapping does not hash, two equal rules still do
    priority_map: Mapping[str, str] = field(default_factory=dict, hash=False)

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> Self:
        """Read settings from TOML or JSON. Raises RuleError naming the first setting that is wrong."""
        hints = get_type_hints(cls)
        unknown = sorted(set(values) - set(hints))
        if unknown:
            raise RuleError(
                f"Réglage inconnu : « {unknown[0]} ». Réglages admis : {', '.join(f.name for f in fields(cls))}."
            )
        return cls(**{name: _read(name, hints[name], value) for name, value in with_profile(values).items()})

    def to_mapping(self) -> dict[str, Any]:
        """Plain values for JSON or TOML; decimals as strings, so that nothing is rounded."""
        return {
            name: str(value)
            if isinstance(value, Decimal)
            else list(value)
            if isinstance(value, tuple)
            else value
            for name, value in asdict(self).items()
        }


def _read(name: str, kind: Any, value: Any) -> Any:
    if name in CHOICES and value not in CHOICES[name]:
        raise RuleError(
            f"Réglage « {name} » : « {value} » n’est pas admis. Valeurs admises : {', '.join(CHOICES[name])}."
        )
    if kind is Decimal:
        return _decimal(name, value)
    if kind is int and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
        raise RuleError(f"Réglage « {name} » : un entier positif est attendu, lu « {value} ».")
    if kind is int and value > (most := MOST.get(name, MOST_WHOLE)):
        raise RuleError(f"Réglage « {name} » : {value} est hors limites. Écrivez un entier de 0 à {most}.")
    if kind is bool and not isinstance(value, bool):
        raise RuleError(f"Réglage « {name} » : vrai ou faux est attendu, lu « {value} ».")
    if name == "priority_map":
        return _labels(name, value)
    return _texts(name, value) if name in {"priorities", "suspension_reasons"} else value


def _texts(name: str, values: Any) -> tuple[str, ...]:
    listed = isinstance(values, list | tuple) and all(isinstance(v, str) and v.strip() for v in values)
    if not listed or (name == "priorities" and not values):
        raise RuleError(f"Réglage « {name} » : une liste de textes est attendue, lu « {values} ».")
    return tuple(values)


def _labels(name: str, value: Any) -> dict[str, str]:
    """Label of the provider's tool -> priority of the contract."""
    if not isinstance(value, Mapping) or not all(
        isinstance(word, str) and isinstance(ours, str) and word.strip() and ours.strip()
        for word, ours in value.items()
    ):
        raise RuleError(f"Réglage « {name} » : une table de textes est attendue, lu « {value} ».")
    return dict(value)


def _decimal(name: str, value: Any) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0:
        raise RuleError(f"Réglage « {name} » : un nombre positif est attendu, lu « {value} ».")
    return number
