"""Faults of prices in the contract file: what is replaced, by what, and what must be told."""

from __future__ import annotations

PRICE_FAULTS = {
    "penalty that cannot be counted": (
        "taux_exige = 95",
        'taux_exige = 95\npenalite = [{ nature = "jour_retard", montant = 100 }]',
        "engagement E1, pénalité 1",
        "« jour_retard » ne se compte pas",
        "heure_retard",
    ),
    "penalty with two prices": (
        "taux_exige = 95",
        'taux_exige = 95\npenalite = [{ nature = "manquement", montant = 100, pourcentage = 2 }]',
        "engagement E1, pénalité 1",
        "un prix, et un seul",
        "pourcentage, ou montant",
    ),
    "penalty by bands without bands": (
        "taux_exige = 95",
        'taux_exige = 95\npenalite = [{ nature = "paliers" }]',
        "engagement E1, pénalité 1",
        "les paliers vont avec",
        "[[engagement.penalite.palier]]",
    ),
    "band over the target": (
        "taux_exige = 95",
        'taux_exige = 95\npenalite = [{ nature = "paliers", palier = [{ borne = 96, montant = 5 }] }]',
        "engagement E1, pénalité 1",
        "la borne 96 est au-dessus du taux exigé",
        "Corrigez la borne",
    ),
    "bands out of order": (
        "taux_exige = 95",
        'taux_exige = 95\npenalite = [{ nature = "paliers", '
        "palier = [{ borne = 95, montant = 5 }, { borne = 90, montant = 4 }] }]",
        "engagement E1, pénalité 1",
        "coûte moins",
        "Rangez",
    ),
    "band without price": (
        "taux_exige = 95",
        'taux_exige = 95\npenalite = [{ nature = "paliers", palier = [{ borne = 95 }] }]',
        "engagement E1, pénalité 1, palier 1",
        "un prix, et un seul",
        "pourcentage, ou montant",
    ),
    "bonus of hours": (
        "taux_exige = 95",
        'taux_exige = 95\npenalite = [{ nature = "heure_retard", sens = "bonus", montant = 5 }]',
        "engagement E1, pénalité 1",
        "n’admet pas de bonus",
        "Retirez « sens »",
    ),
    "points without number": (
        "taux_exige = 95",
        'taux_exige = 95\npenalite = [{ nature = "points" }]',
        "engagement E1, pénalité 1",
        "« points » manque",
        "Ajoutez",
    ),
    "revised base without its fee": (
        "forfait_mensuel = 1000",
        'forfait_mensuel = 1000\nreglages = { base_penalite = "revisee" }',
        "version 0, réglages",
        "sans forfait révisé",
        "forfait_revise =",
    ),
    "divisor of zero": (
        "forfait_mensuel = 1000",
        "forfait_mensuel = 1000\nreglages = { ccag_diviseur = 0 }",
        "version 0, réglages",
        "« ccag_diviseur » vaut 0",
        "au-dessus de 0",
    ),
}
