"""Faults of the exit clause in the contract file: what is replaced, by what, and what must be told."""

from __future__ import annotations

HERE = "[[engagement]]"
SECOND = '{ nom = "A", debut = 0, fin = 6 }'


def clause(words: str) -> str:
    return f"[sortie]\n{words}\n\n{HERE}"


EXIT_FAULTS = {
    "transition upside down": (
        HERE, clause("transition_min_mois = 13\ntransition_max_mois = 12"), "sortie", "la plus courte dépasse", "transition_max_mois",
    ),
    "take-over after the transition": (
        HERE, clause("bascule_mois = 8\ntransition_max_mois = 6"), "sortie",
        "la bascule (mois 8) vient après la transition la plus longue (6 mois)", "bascule_mois",
    ),
    "cost upside down": (HERE, clause("forfaits_bas = 8\nforfaits_hauts = 7"), "sortie", "le coût bas dépasse", "forfaits_hauts"),
    "two caps": (
        HERE, clause("plafond = 74000\nplafond_forfaits = 4"), "sortie", "donné deux fois", "Gardez plafond",
    ),
    "phase upside down": (
        HERE, clause(f'phase = [{{ nom = "B", debut = 3, fin = 2 }}, {SECOND}]'), "sortie, phase 1",
        "« fin » ne vient pas après", "deux mois",
    ),
    "no phase ends at the cut-over": (
        HERE, clause('phase = [{ nom = "A", debut = 0, fin = 4 }]'), "sortie", "mois de la bascule (6)",
        "bascule_mois",
    ),
    "same phase twice": (
        HERE, clause(f"phase = [{SECOND}, {SECOND}]"), "sortie", "la phase « A » figure déjà",
        "Gardez une seule",
    ),
    "family that is no letter": (
        HERE, clause('phase = [{ nom = "A", debut = 0, fin = 6, familles = "AZ" }]'), "sortie, phase 1",
        "« familles » vaut « AZ »", "de A à H",
    ),
    "quantity upside down": (
        HERE, clause('uo = [{ libelle = "J", prix = 1, quantite_basse = 2, quantite_haute = 1 }]'),
        "sortie, uo 1", "la quantité basse dépasse", "quantite_haute",
    ),
    "negative quantity": (
        HERE, clause('uo = [{ libelle = "J", prix = 1, quantite_basse = -2, quantite_haute = 1 }]'),
        "sortie, uo 1", "« quantite_basse » vaut -2", "Écrivez un nombre",
    ),
    "unknown word of the exit": (
        HERE, clause("transition_mois = 6"), "sortie", "clé inconnue « transition_mois »", "transition_m",
    ),
}  # fmt: skip
