"""The settings of prices in plain French: base, bonus, observations, right to terminate, public contracts."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.engine.penalty_settings import TO_CONFIRM, PenaltySettings
from core.engine import formats


@dataclass(frozen=True)
class Line:
    """One rule: what it is about, what is followed, the settings it reads; `said` where the version states one."""

    name: str
    text: str
    settings: tuple[str, ...] = ()
    said: bool = True


REMEDY = {
    "yes": "oui, la pénalité tient lieu de réparation",
    "no": "non, le préjudice complémentaire est réservé",
    "unspecified": "le contrat ne le dit pas",
}


def penalty_wording(rules: PenaltySettings) -> tuple[Line, ...]:
    """Every setting about prices that has a say; clauses the contract does not have are left out."""
    revised = f"forfait révisé, {formats.money(rules.revised_fee)} HT"
    lines = [
        Line(
            "Base des pénalités",
            "forfait HT non révisé" if rules.penalty_base == "initial" else revised,
            ("revised_fee", "penalty_base"),
        ),
        Line("Bonus", _bonus(rules), ("bonus_setoff", "bonus_credit")),
        Line("Pénalité libératoire", REMEDY[rules.exclusive_remedy], ("exclusive_remedy",)),
        Line(
            "Observations du prestataire",
            f"{formats.count(rules.observation_days, 'jour')} après notification",
            ("observation_days",),
        ),
    ]
    if rules.points_per_percent:
        lines.append(
            Line(
                "Points de pénalité",
                f"{formats.number(rules.points_per_percent)} points valent 1\u00a0% du forfait",
                ("points_per_percent",),
            )
        )
    if rules.termination_consecutive or rules.termination_in_12:
        lines.append(
            Line(
                "Droit de résiliation", _termination(rules), ("termination_consecutive", "termination_in_12")
            )
        )
    if rules.ccag_profile != "none":
        lines.append(
            Line(
                "CCAG-TIC",
                _ccag(rules),
                ("ccag_cap", "ccag_profile", "ccag_days", "ccag_factor", "ccag_divisor", "ccag_exemption"),
            )
        )
    return tuple(lines)


def _bonus(rules: PenaltySettings) -> str:
    taken = "vient en déduction des pénalités" if rules.bonus_setoff else "ne se déduit pas des pénalités"
    return f"{taken}, {'le reste est crédité' if rules.bonus_credit else 'jamais crédité'}"


def _termination(rules: PenaltySettings) -> str:
    parts = []
    if rules.termination_consecutive:
        parts.append(f"{rules.termination_consecutive} mois manqués de suite")
    if rules.termination_in_12:
        parts.append(f"{rules.termination_in_12} mois manqués sur 12")
    return "ouvert après " + " ou ".join(parts) + ", pour un même engagement"


def _ccag(rules: PenaltySettings) -> str:
    name = "dérogation" if rules.ccag_profile == "derogation" else f"texte de {rules.ccag_profile}"
    days = "ouvrés" if rules.ccag_days == "business" else "calendaires"
    words = (
        f"{name}, P = {formats.number(rules.ccag_factor)} × V × R / {formats.number(rules.ccag_divisor)}, "
        f"jours {days}, exonération jusqu’à {formats.money(rules.ccag_exemption)}"
    )
    if rules.ccag_cap:
        words += f", plafond {formats.percent(rules.ccag_cap)} du marché"
    return f"{words} (valeurs à confirmer)" if rules.ccag_profile in TO_CONFIRM else words
