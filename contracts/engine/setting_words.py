"""What each value of a setting says, in plain French."""

from __future__ import annotations

REASONS = {
    "waiting_user": "attente de l’utilisateur",
    "waiting_client": "attente du client",
    "waiting_third_party": "attente d’un tiers hors contrat",
    "waiting_provider": "attente du prestataire",
    "other": "autre motif",
}
CHANGES = {
    "restart": "le délai repart au changement, avec la nouvelle cible",
    "retroactive": "la dernière cible vaut depuis l’ouverture",
    "proportional": "chaque cible compte pour sa part",
    "initial": "la première cible est gardée",
}
WORDS = {
    "clock_start": {
        "opened": "à l’ouverture",
        "picked_up": "à la prise en charge (à l’ouverture si elle manque)",
    },
    "clock_stop": {"resolved": "à la résolution", "closed": "à la clôture"},
    "day_unit": {
        "business": "un jour de la plage de service",
        "working": "un jour ouvrable, du lundi au samedi sans les fériés",
        "calendar": "un jour du calendrier",
    },
    "day_count": {
        "service_time": "en temps de service",
        "same_time": "en dates : N jours après, à la même heure",
        "end_of_day": "en dates : N jours après, en fin de journée",
    },
    "boundary": {"at_most": "respecté", "under": "dépassé"},
    "tto_evidence": {"first_work": "premier travail humain", "first_assignment": "première affectation"},
    "date_evidence": {
        "corroborated": "dates recoupées : première ouverture annoncée, résolution du journal",
        "export": "celles du dernier export",
    },
    "deadline_at_boundary": {"closing": "à la fermeture", "next_opening": "à l’ouverture suivante"},
    "suspension_applies_to": {
        "TTR": "la résolution seulement",
        "TTO": "la prise en charge seulement",
        "both": "la prise en charge et la résolution",
    },
    "attribution": {
        "verdict": "le mois où le verdict est acquis",
        "resolved": "le mois de la résolution",
        "opened": "le mois de l’ouverture",
    },
    "reopen_policy": {
        "cumulative": "les durées s’ajoutent",
        "from_origin": "le délai court depuis l’origine",
        "new_ticket": "c’est un nouveau ticket",
    },
    "child_policy": {"parent_only": "seul le ticket parent est jugé", "all": "chaque ticket est jugé"},
    "cancelled_policy": {
        "exclude_unless_breached": "exclus, sauf s’ils étaient déjà échus",
        "exclude": "exclus",
        "include": "jugés comme les autres",
    },
    "unknown_policy": {
        "not_counted": "non comptées comme une panne",
        "down": "comptées comme une panne",
        "excluded_from_both": "retirées des deux termes",
    },
    "penalty_unit": {"started": "tranche entamée", "exact": "points exacts"},
}
