"""The settings of a contract in plain French, grouped as a reader asks them; printed on the record and annexes."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from decimal import Decimal

from contracts.engine.penalty_wording import Line, penalty_wording
from contracts.engine.rules import Rules
from contracts.engine.setting_words import CHANGES, REASONS, WORDS
from core.engine import formats


@dataclass(frozen=True)
class Group:
    """A few rules about the same thing."""

    title: str
    lines: tuple[Line, ...]


def groups_of(rules: Rules) -> tuple[Group, ...]:
    """Every setting of a version, as sentences."""
    return (
        Group("Temps compté", _clock(rules)),
        Group("Suspensions et changements", _changes(rules)),
        Group("Taux du mois", _rates(rules)),
        Group("Disponibilité", _availability(rules)),
        Group("Pénalités", _penalties(rules)),
        Group("Suivi", _follow_up(rules)),
    )


def stated_groups(rules: Rules, stated: Set[str]) -> tuple[Group, ...]:
    """The same, a sentence that rests on no setting stated by the version being told as unsaid."""
    return tuple(
        replace(
            group,
            lines=tuple(replace(line, said=not stated.isdisjoint(line.settings)) for line in group.lines),
        )
        for group in groups_of(rules)
    )


def _clock(rules: Rules) -> tuple[Line, ...]:
    return (
        Line("Départ du délai de résolution", WORDS["clock_start"][rules.clock_start], ("clock_start",)),
        Line("Arrêt du délai de résolution", WORDS["clock_stop"][rules.clock_stop], ("clock_stop",)),
        Line("Preuve de prise en charge", WORDS["tto_evidence"][rules.tto_evidence], ("tto_evidence",)),
        Line("Dates retenues", WORDS["date_evidence"][rules.date_evidence], ("date_evidence",)),
        Line("Un délai en jours, sans autre mot", WORDS["day_unit"][rules.day_unit], ("day_unit",)),
        Line("Les jours se comptent", WORDS["day_count"][rules.day_count], ("day_count",)),
        Line("Délai atteint à la seconde près", WORDS["boundary"][rules.boundary], ("boundary",)),
        Line(
            "Délai épuisé en fin de plage",
            "échéance " + WORDS["deadline_at_boundary"][rules.deadline_at_boundary],
            ("deadline_at_boundary",),
        ),
    )


def _changes(rules: Rules) -> tuple[Line, ...]:
    reasons = ", ".join(REASONS.get(reason, reason) for reason in rules.suspension_reasons) or "aucun"
    window = formats.count(rules.reopen_window_days, "jour ouvré|jours ouvrés")
    most = formats.duration(rules.max_suspension_minutes * 60)
    return (
        Line("Motifs de suspension", reasons, ("suspension_reasons",)),
        Line(
            "La suspension arrête",
            WORDS["suspension_applies_to"][rules.suspension_applies_to],
            ("suspension_applies_to",),
        ),
        Line(
            "Plafond de suspension",
            f"{most} de service par ticket" if rules.max_suspension_minutes else "aucun",
            ("max_suspension_minutes",),
        ),
        Line(
            "Suspension connue par sa seule durée",
            "non admise, ses horaires sont exigés"
            if rules.suspension_proof_required
            else "admise, et signalée comme non vérifiable",
            ("suspension_proof_required",),
        ),
        Line("Priorité relevée", CHANGES[rules.priority_raised], ("priority_raised",)),
        Line("Priorité abaissée", CHANGES[rules.priority_lowered], ("priority_lowered",)),
        Line(
            "Priorité abaissée avec l’accord du client",
            CHANGES[rules.priority_lowered_approved],
            ("priority_lowered_approved",),
        ),
        Line(
            f"Réouverture sous {window}",
            WORDS["reopen_policy"][rules.reopen_policy],
            ("reopen_window_days", "reopen_policy"),
        ),
    )


def _rates(rules: Rules) -> tuple[Line, ...]:
    admitted = formats.count(rules.min_failures, "échec admis|échecs admis")
    return (
        Line("Mois de rattachement", WORDS["attribution"][rules.attribution], ("attribution",)),
        Line(
            "Volume réduit",
            f"moins de {formats.count(rules.min_volume, 'ticket')} : {admitted} au moins",
            ("min_failures", "min_volume"),
        ),
        Line(
            "Sous ce volume",
            "les mois précédents s’ajoutent, trois mois en tout au plus"
            if rules.rolling
            else "le mois est jugé seul",
            ("rolling",),
        ),
        Line("Décimales affichées", _decimals(rules), ("display_decimals",)),
        Line("Tickets enfants", WORDS["child_policy"][rules.child_policy], ("child_policy",)),
        Line("Tickets annulés", WORDS["cancelled_policy"][rules.cancelled_policy], ("cancelled_policy",)),
    )


def _decimals(rules: Rules) -> str:
    chosen = "une de plus que la cible" if rules.display_decimals == "auto" else rules.display_decimals
    return f"{chosen}, jamais de l’autre côté de la cible"


def _availability(rules: Rules) -> tuple[Line, ...]:
    notice = formats.count(rules.maintenance_notice_days, "jour ouvré|jours ouvrés")
    quota = formats.duration(rules.maintenance_quota_minutes * 60)
    kept = f"ni déduite ni comptée en panne si elle est annoncée {notice} avant, {quota} par mois au plus"
    deducted = f"déduite, annoncée {notice} avant, {quota} par mois au plus"
    degraded = (
        "dans le taux contractuel et dans le ressenti"
        if rules.degraded_counted
        else "dans le ressenti, pas dans le taux contractuel"
    )
    return (
        Line(
            "Maintenance",
            deducted if rules.maintenance_deducted else kept,
            ("maintenance_deducted", "maintenance_notice_days", "maintenance_quota_minutes"),
        ),
        Line("Minutes sans mesure", WORDS["unknown_policy"][rules.unknown_policy], ("unknown_policy",)),
        Line(
            "Service dégradé",
            f"compte pour {formats.number(rules.degraded_weight)} {degraded}",
            ("degraded_counted", "degraded_weight"),
        ),
    )


def _penalties(rules: Rules) -> tuple[Line, ...]:
    deductible = {
        "threshold": f"rien n’est dû sous {formats.money(rules.deductible)}, tout l’est au-delà",
        "absolute": f"{formats.money(rules.deductible)} restent à la charge du client",
        "none": "aucune",
    }
    grace = formats.count(rules.start_grace_months, "premier mois|premiers mois")
    return (
        Line("Unité", WORDS["penalty_unit"][rules.penalty_unit], ("penalty_unit",)),
        Line("Franchise du mois", deductible[rules.deductible_mode], ("deductible", "deductible_mode")),
        Line("Plafond du mois", _cap(rules.cap_month, "du forfait"), ("cap_month",)),
        Line("Plafond de l’année", _cap(rules.cap_year, "du forfait annuel"), ("cap_year",)),
        Line(
            "Montée en charge",
            f"sans pénalité les {grace}" if rules.start_grace_months else "aucune",
            ("start_grace_months",),
        ),
        *penalty_wording(rules),
    )


def _cap(percent: Decimal, base: str) -> str:
    return f"{formats.percent(percent)} {base}" if percent else "aucun"


def _follow_up(rules: Rules) -> tuple[Line, ...]:
    due = formats.ordinal(rules.report_due_business_day)
    return (
        Line(
            "Rapport attendu",
            f"au plus tard le {due} jour ouvré du mois suivant",
            ("report_due_business_day",),
        ),
        Line("Écart concordant", f"{formats.number(rules.tolerance_pt)} pt au plus", ("tolerance_pt",)),
        Line("Contestation", _contest(rules), ("observation_days", "contest_until")),
        Line(
            "Cible de satisfaction",
            f"{formats.percent(rules.satisfaction_target)} de notes 4 et 5",
            ("satisfaction_target",),
        ),
    )


def _contest(rules: Rules) -> str:
    days = formats.count(rules.observation_days, "jour")
    until = "jusqu’à la clôture du mois" if rules.contest_until == "closing" else f"{days} après le calcul"
    return f"{until}, réponse sous {days}"
