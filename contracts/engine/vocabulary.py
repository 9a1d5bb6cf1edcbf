"""The French words of the contract file, beside the portal's own codes; read in both directions."""

from __future__ import annotations

from collections.abc import Mapping

from contracts.engine.penalty_settings import PENALTY_KEYS, PENALTY_WORDS
from contracts.engine.rules import CHOICES

RENEWALS = {"tacite": "tacit", "expresse": "express", "aucune": "none"}
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")

SETTINGS: Mapping[str, str] = {
    "priorites": "priorities",
    "correspondance_priorites": "priority_map",
    "depart_du_delai": "clock_start",
    "arret_du_delai": "clock_stop",
    "preuve_prise_en_charge": "tto_evidence",
    "preuve_des_dates": "date_evidence",
    "unite_de_jour": "day_unit",
    "decompte_des_jours": "day_count",
    "delai_atteint": "boundary",
    "echeance_en_fin_de_plage": "deadline_at_boundary",
    "motifs_suspension": "suspension_reasons",
    "suspension_applicable_a": "suspension_applies_to",
    "suspension_max_minutes": "max_suspension_minutes",
    "suspension_horaires_exiges": "suspension_proof_required",
    "rattachement": "attribution",
    "priorite_relevee": "priority_raised",
    "priorite_abaissee": "priority_lowered",
    "priorite_abaissee_acceptee": "priority_lowered_approved",
    "reouverture": "reopen_policy",
    "reouverture_jours": "reopen_window_days",
    "tickets_enfants": "child_policy",
    "tickets_annules": "cancelled_policy",
    "volume_minimal": "min_volume",
    "echecs_admis": "min_failures",
    "volume_cumule": "rolling",
    "decimales_affichees": "display_decimals",
    "maintenance_deduite": "maintenance_deducted",
    "maintenance_preavis_jours": "maintenance_notice_days",
    "maintenance_quota_minutes": "maintenance_quota_minutes",
    "minutes_inconnues": "unknown_policy",
    "poids_degrade": "degraded_weight",
    "degrade_compte": "degraded_counted",
    "tranche_penalite": "penalty_unit",
    "franchise_mode": "deductible_mode",
    "franchise": "deductible",
    "plafond_mois": "cap_month",
    "plafond_annee": "cap_year",
    "montee_en_charge_mois": "start_grace_months",
    "rapport_jour_ouvre": "report_due_business_day",
    "tolerance_points": "tolerance_pt",
    "satisfaction_cible": "satisfaction_target",
    **PENALTY_KEYS,
    "contestation_jusqu_a": "contest_until",
}
"""Key of the file -> name of the setting."""

REASONS = {
    "attente_utilisateur": "waiting_user",
    "attente_client": "waiting_client",
    "attente_tiers": "waiting_third_party",
    "attente_prestataire": "waiting_provider",
    "autre": "other",
}

_CHANGES = {
    "redemarre": "restart",
    "retroactive": "retroactive",
    "proportionnelle": "proportional",
    "initiale": "initial",
}

WORDS: Mapping[str, Mapping[str, str]] = {
    "clock_start": {"ouverture": "opened", "prise_en_charge": "picked_up"},
    "clock_stop": {"resolution": "resolved", "cloture": "closed"},
    "day_unit": {"ouvre": "business", "ouvrable": "working", "calendaire": "calendar"},
    "day_count": {
        "temps_de_service": "service_time",
        "meme_heure": "same_time",
        "fin_de_journee": "end_of_day",
    },
    "boundary": {"respecte": "at_most", "depasse": "under"},
    "priority_lowered_approved": _CHANGES,
    "display_decimals": {"selon_cible": "auto", "0": "0", "1": "1", "2": "2", "3": "3", "4": "4"},
    "date_evidence": {"recoupees": "corroborated", "dernier_export": "export"},
    "tto_evidence": {"premier_travail": "first_work", "premiere_affectation": "first_assignment"},
    "deadline_at_boundary": {"fermeture": "closing", "ouverture_suivante": "next_opening"},
    "suspension_applies_to": {"GTR": "TTR", "GTI": "TTO", "les_deux": "both"},
    "contest_until": {"cloture": "closing", "observations": "observation"},
    "attribution": {"verdict": "verdict", "resolution": "resolved", "ouverture": "opened"},
    "priority_raised": _CHANGES,
    "priority_lowered": _CHANGES,
    "reopen_policy": {
        "cumulee": "cumulative",
        "depuis_origine": "from_origin",
        "nouveau_ticket": "new_ticket",
    },
    "child_policy": {"parent_seul": "parent_only", "tous": "all"},
    "cancelled_policy": {
        "exclus_sauf_echus": "exclude_unless_breached",
        "exclus": "exclude",
        "comptes": "include",
    },
    "unknown_policy": {
        "non_comptees": "not_counted",
        "en_panne": "down",
        "retirees": "excluded_from_both",
    },
    "penalty_unit": {"entamee": "started", "exacte": "exact"},
    "deductible_mode": {"seuil": "threshold", "absolue": "absolute", "aucune": "none"},
    **PENALTY_WORDS,
}
"""Setting -> French word -> code. Every setting of `CHOICES` has its line."""

SETTING_KEYS = {setting: key for key, setting in SETTINGS.items()}


def french_of(words: Mapping[str, str], code: str | None) -> str:
    """The French word of a code; empty for what is not said."""
    return "" if not code else next(word for word, value in words.items() if value == code)


def covers_every_choice() -> bool:
    """True when the words name exactly the values that the settings admit."""
    return {name: set(words.values()) for name, words in WORDS.items()} == {
        name: set(values) for name, values in CHOICES.items()
    }
