"""Indicators that a ticket export, with outages and declared figures beside it, can give."""

from __future__ import annotations

from kpis.engine.catalogue.definition import POSITIVE, Definition

TICKETS = (
    Definition(
        "K01", "Volume d’incidents", "incidents", "down", "technical", "lagging",
        "Nombre d’incidents ouverts dans le mois, hors annulés.",
        "Demander une analyse de cause quand le flux change, ou revoir le dimensionnement.",
        computed=True, minimum=0, bounds=POSITIVE,
    ),
    Definition(
        "K02", "Incidents pour 100 utilisateurs", "incidents", "down", "technical", "lagging",
        "100 × incidents du mois ÷ utilisateurs servis.",
        "Comparer des mois ou des sites malgré les arrivées et les départs.",
        computed=True, minimum=0, bounds=POSITIVE,
    ),
    Definition(
        "K03", "Incidents bloquants P1 et P2", "incidents", "down", "perceived", "lagging",
        "Nombre d’incidents de priorité P1 ou P2 ouverts dans le mois, hors annulés.",
        "Choisir les services à fiabiliser en premier.",
        computed=True, minimum=0, bounds=POSITIVE,
    ),
    Definition(
        "K04", "Heures-utilisateurs perdues", "h", "down", "perceived", "lagging",
        "Σ durée de chaque panne, en heures de service × utilisateurs touchés.",
        "Mesurer l’effet d’une panne sur le travail et arbitrer un investissement.",
        source="journal des pannes", computed=True, minimum=0, bounds=POSITIVE,
    ),
    Definition(
        "K05", "Délai de résolution, médiane et P90 par priorité", "h", "down", "technical", "lagging",
        "Médiane et 9e décile, en heures de service, du délai des incidents résolus dans le mois.",
        "Repérer les cas longs que la moyenne cache et demander un traitement particulier.",
        computed=True, minimum=5, bounds=POSITIVE,
    ),
    Definition(
        "K06", "Temps moyen entre deux pannes, par service", "h", "up", "technical", "leading",
        "(Heures de service du mois − heures d’arrêt) ÷ nombre de pannes, à qui qu’elles soient imputables.",
        "Décider du remplacement ou du doublement d’un composant fragile.",
        source="journal des pannes", computed=True, minimum=0, bounds=POSITIVE,
    ),
    Definition(
        "K07", "Résolution au premier contact", "%", "up", "perceived", "lagging",
        "Tickets résolus au premier contact ÷ tickets relevant du niveau 1.",
        "Renforcer le niveau 1, sa base de connaissances ou sa formation.",
        source="centre de services",
        typed="Part des tickets de niveau 1 du mois résolus au premier contact, en %.",
    ),
    Definition(
        "K08", "Encours en fin de mois", "tickets", "down", "technical", "leading",
        "Tickets ouverts avant la fin du mois et ni résolus ni clos à cette date, hors annulés.",
        "Décider d’un renfort, d’un tri ou d’une revue des tickets en attente.",
        computed=True, minimum=0, bounds=POSITIVE,
    ),
    Definition(
        "K09", "Encours de plus de 30 jours", "%", "down", "technical", "leading",
        "Part de l’encours de fin de mois ouverte depuis plus de 30 jours.",
        "Faire traiter, escalader ou clore les tickets anciens.",
        computed=True,
    ),
    Definition(
        "K10", "Ratio résolus sur ouverts", "%", "up", "technical", "leading",
        "Tickets résolus dans le mois ÷ tickets ouverts dans le mois ; au-dessus de 100 %, l’encours baisse.",
        "Vérifier que la capacité de traitement suit la demande.",
        computed=True, bounds=POSITIVE,
    ),
    Definition(
        "K11", "Réouvertures", "%", "down", "perceived", "lagging",
        "Parmi les tickets résolus dans le mois, part rouverte au moins une fois.",
        "Demander une vérification avec l’utilisateur avant la clôture.",
        computed=True,
    ),
    Definition(
        "K12", "Récurrence", "%", "down", "technical", "leading",
        "Part des incidents des 90 derniers jours dont le couple service-catégorie revient au moins 3 fois.",
        "Ouvrir un problème et traiter la cause plutôt que chaque incident.",
        computed=True,
    ),
    Definition(
        "K13", "Concentration", "%", "down", "technical", "leading",
        "Part des trois services qui ont le plus d’incidents dans le mois.",
        "Voir de quels services, sites, équipes ou personnes l’activité dépend.",
        computed=True,
    ),
    Definition(
        "K14", "Part du temps suspendu", "%", "down", "technical", "leading",
        "Temps suspendu ÷ temps total, de l’ouverture à la résolution, des tickets résolus dans le mois.",
        "Revoir les motifs de suspension et lever les attentes côté client comme côté prestataire.",
        computed=True,
    ),
)  # fmt: skip
