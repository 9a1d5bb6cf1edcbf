"""GLPI, French interface: the columns of a list export and the labels of its search options.

Its priorities run against those of other tools: 1 « Très basse » … 5 « Très haute », and 6 « Majeure » for a major
incident. Its delays (« prise en compte », « résolution ») are durations on the tool's own calendar, never dates.
"""

from reports.engine.profiles.fields import columns, keys
from reports.engine.profiles.profile import Profile

COLUMNS = columns(
    reference=("ID",),
    title=("Titre",),
    type=("Type",),
    status=("Statut",),
    priority=("Priorité",),
    opened_at=("Date d’ouverture", "Date ouverture", "Ouvert le"),
    picked_up_at=("Date de prise en compte", "Date de prise en charge"),
    resolved_at=("Date de résolution", "Date de la solution"),
    closed_at=("Date de clôture", "Date de fermeture"),
    pause_duration=(
        "Temps en attente",
        "Délai d’attente",
        "Temps d’attente",
        "Statistiques - Délai d’attente",
        "Statistiques - Temps d’attente",
        "Statistiques - Temps en attente",
    ),
    pause_reason=("Motif de mise en attente", "Motif d’attente", "Raison de l’attente", "Raison de mise en attente"),
    category=("Catégorie",),
    site=("Lieu", "Entité", "Demandeur - Lieu"),
    requester=("Demandeur - Demandeur", "Demandeur"),
    group=(
        "Attribué à - Groupe de techniciens",
        "Attribué à - Groupe technique",
        "Groupe de techniciens",
        "Attribué à - Groupe",
    ),
    satisfaction=("Satisfaction", "Enquête de satisfaction - Satisfaction"),
    declared_breached=("TTR dépassé", "Temps de résolution dépassé", "SLA - Temps de résolution dépassé"),
)  # fmt: skip
UNREAD = keys(
    *("Dernière modification", "TTR", "TTO", "Urgence", "Impact", "Technicien", "Attribué à - Technicien"),
    *("Attribué à un fournisseur", "Assigné à un fournisseur", "Attribué à - Assigné à un fournisseur"),
    *(
        "Source de la demande",
        "Description",
        "Rédacteur",
        "Type de solution",
        "Solution",
        "Solution - Solution",
    ),
    *("Solution - Type de solution", "Nombre de suivis", "Suivis - Nombre de suivis", "Suivis - Description"),
    *("Tâches - Description", "Tâches - Durée", "Tâches - Durée totale", "SLAs Temps de résolution"),
    *("SLAs Niveau d’escalade", "SLAs Temps de prise en charge", "Durée totale", "Coût total"),
    *("Groupe observateur", "Observateur", "Observateur - Observateur", "Observateur - Groupe observateur"),
    *("Groupe demandeur", "Demandeur - Groupe demandeur", "Temps de résolution", "Délai de prise en compte"),
    *(
        "Temps de prise en compte",
        "Temps de résolution + Progression",
        "Délai de clôture",
        "Délai de résolution",
    ),
    *(
        "Temps de prise en charge",
        "Temps de prise en charge + progression",
        "Temps de prise en charge dépassé",
    ),
    *("Temps interne de résolution", "Temps interne de prise en compte", "TTO dépassé", "Entité", "Nom"),
    *("Statistiques - Délai de prise en compte", "Statistiques - Délai de résolution"),
    *(
        "Statistiques - Délai de clôture",
        "Éléments associés",
        "Plugins - Intervention fourniseur : Intervention",
    ),
)
PRIORITIES = {"6": "P1", "5": "P1", "4": "P2", "3": "P3", "2": "P4", "1": "P5"}
STATUSES = {
    "1": "new", "2": "in_progress", "3": "in_progress", "4": "waiting", "5": "resolved", "6": "closed",
}  # fmt: skip
TYPES = {"1": "incident", "2": "request"}
MISSING = frozenset({"-----"})
PROFILE = Profile(
    code="glpi",
    label="GLPI, en français",
    columns=COLUMNS,
    unread=UNREAD,
    is_tool=True,
    missing=MISSING,
    types={"Incident": "incident", "Demande": "request", **TYPES},
    statuses={
        "Nouveau": "new",
        "En cours (Attribué)": "in_progress",
        "En cours (Planifié)": "in_progress",
        "En cours": "in_progress",
        "En attente": "waiting",
        "Résolu": "resolved",
        "Clos": "closed",
        "Fermé": "closed",
        **STATUSES,
    },
    priorities={
        "Majeure": "P1",
        "Très haute": "P1",
        "Haute": "P2",
        "Moyenne": "P3",
        "Basse": "P4",
        "Très basse": "P5",
        **PRIORITIES,
    },
)
