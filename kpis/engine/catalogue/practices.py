"""Indicators of what is prepared, protected, felt and agreed, beyond the ticket."""

from __future__ import annotations

from decimal import Decimal

from kpis.engine.catalogue.definition import POSITIVE, Definition

PRACTICES = (
    Definition(
        "K15", "Problèmes ouverts depuis plus de 30 jours à cause connue", "problèmes", "down",
        "technical", "leading",
        "Nombre de problèmes ouverts depuis plus de 30 jours dont la cause est connue.",
        "Décider de la correction définitive, de son budget et de sa date.",
        source="registre des problèmes", minimum=0, bounds=POSITIVE,
        typed="Problèmes ouverts depuis plus de 30 jours dont la cause est connue, en fin de mois.",
    ),
    Definition(
        "K16", "Changements réussis sans retour arrière", "%", "up", "technical", "leading",
        "Changements menés sans retour arrière ÷ changements du mois.",
        "Ajuster la préparation et les fenêtres de changement.",
        source="registre des changements",
        typed="Part des changements du mois menés sans retour arrière, en %.",
    ),
    Definition(
        "K17", "Conformité des correctifs", "%", "up", "technical", "leading",
        "Équipements à jour des correctifs dans le délai prévu ÷ équipements gérés.",
        "Arbitrer entre exposition et arrêt de service.",
        source="outil de correctifs",
        typed="Part des équipements à jour de leurs correctifs en fin de mois, en %.",
    ),
    Definition(
        "K18", "Sauvegardes réussies et restaurations testées", "%", "up", "technical", "leading",
        "Sauvegardes réussies ÷ sauvegardes prévues, avec le nombre de restaurations testées.",
        "Programmer un test de restauration ou revoir le plan de sauvegarde.",
        source="outil de sauvegarde",
        typed="Part des sauvegardes prévues du mois qui ont réussi, en %.",
    ),
    Definition(
        "K19", "Couverture EDR et MFA", "%", "up", "technical", "leading",
        "Postes et comptes protégés ÷ postes et comptes concernés.",
        "Traiter les postes et les comptes encore sans protection.",
        source="consoles de sécurité",
        typed="Part des postes et des comptes protégés en fin de mois, en %.",
    ),
    Definition(
        "K20", "Jours avant saturation", "jours", "up", "technical", "leading",
        "Pente de Theil–Sen des occupations relevées sur douze mois, prolongée jusqu’à 100 % de la capacité.",
        "Commander une extension avant d’en manquer.",
        source="supervision", minimum=0, bounds=POSITIVE,
        typed="Occupation de la ressource la plus remplie (disque ou processeur) en fin de mois, en % de sa capacité.",
    ),
    Definition(
        "K21", "Parc hors support à 12 mois", "%", "down", "technical", "leading",
        "Équipements dont le support finit dans les 12 mois ÷ équipements du parc.",
        "Préparer le budget de renouvellement.",
        source="inventaire du parc",
        typed="Part du parc dont le support finit dans les 12 mois, en %.",
    ),
    Definition(
        "K22", "Satisfaction, notes 4 et 5", "%", "up", "perceived", "leading",
        "Réponses de 4 ou 5 ÷ réponses, sur les tickets résolus dans le mois, "
        "et aux enquêtes par lien closes dans le mois, avec intervalle de Wilson et taux de réponse.",
        "Confronter ce que vivent les utilisateurs aux engagements tenus.",
        source="enquête de fin de ticket", computed=True, minimum=8,
    ),
    Definition(
        "K23", "Recommandation, écho métier trimestriel", "points", "up", "perceived", "leading",
        "Part des notes 9 et 10 moins part des notes 0 à 6.",
        "Choisir les sujets à porter en comité avec les métiers.",
        source="enquête trimestrielle", computed=True, minimum=8, bounds=(Decimal(-100), Decimal(100)), frequency="trimestrielle",
    ),
    Definition(
        "K24", "Unités d’œuvre consommées sur budget", "%", "down", "technical", "leading",
        "Unités d’œuvre consommées ÷ prévues à ce jour (quotas, minimums, bons de commande), en euros, depuis janvier.",
        "Ajuster les commandes ou le catalogue avant la fin de l’année.",
        source="consommations et bons de commande", computed=True, minimum=0, bounds=POSITIVE,
    ),
    Definition(
        "K25", "Actions de comité échues", "%", "down", "technical", "leading",
        "Actions communes dont l’échéance est passée ÷ actions communes ouvertes, en fin de mois.",
        "Relancer, replanifier ou abandonner une action, explicitement.",
        source="relevés de décisions", computed=True, minimum=0,
    ),
    Definition(
        "K26", "Écart moyen déclaré-recalculé", "points", "down", "technical", "lagging",
        "Moyenne, et maximum, des écarts absolus entre taux déclaré et taux recalculé des engagements.",
        "Demander une justification ou convenir d’une règle de calcul commune.",
        source="chiffres déclarés et recalculés", computed=True, minimum=1, bounds=POSITIVE,
    ),
    Definition(
        "K27", "Part du préventif", "%", "up", "technical", "leading",
        "Tickets d’une catégorie préventive ÷ (ces tickets + incidents), ouverts dans le mois.",
        "Orienter l’effort vers ce qui évite les incidents.",
        source="export de tickets, ou compte rendu d’activité", computed=True,
        typed="Part de la charge préventive dans la charge préventive et curative du mois, en %.",
    ),
    Definition(
        "K28", "Rotation de l’équipe du prestataire", "%", "down", "technical", "leading",
        "Départs de l’équipe dédiée sur 12 mois ÷ effectif moyen.",
        "Demander un plan de transfert des connaissances.",
        source="compte rendu d’activité", minimum=0, bounds=POSITIVE,
        typed="Départs de l’équipe dédiée sur douze mois, rapportés à l’effectif moyen, en %.",
    ),
)  # fmt: skip
