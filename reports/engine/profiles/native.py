"""The portal's own template: French names of the fields, one row per ticket."""

from reports.engine.headers import Column
from reports.engine.profiles.profile import Profile

COLUMNS = (
    Column(
        "reference",
        "Référence",
        "reference",
        required=True,
        aliases=("Reference", "Numéro", "Ticket"),
        longest=60,
    ),
    Column("type", "Type", "choice", required=True),
    Column("title", "Titre", expected=True, aliases=("Title", "Objet"), longest=300),
    Column("priority", "Priorité", "choice", required=True, aliases=("Priority",)),
    Column("status", "Statut", "choice", required=True, aliases=("Status", "État")),
    Column("opened_at", "Ouvert le", "date", required=True, aliases=("Opened at", "Date d’ouverture")),
    Column("picked_up_at", "Pris en charge le", "date", required=True, aliases=("Picked up at",)),
    Column("resolved_at", "Résolu le", "date", required=True, aliases=("Resolved at", "Date de résolution")),
    Column("closed_at", "Clos le", "date", expected=True, aliases=("Closed at", "Date de clôture")),
    Column("pause_minutes", "Suspendu (min)", "number", expected=True, aliases=("Paused (min)",)),
    Column("pause_reason", "Motif de suspension", expected=True, aliases=("Pause reason",), longest=80),
    Column("category", "Catégorie", expected=True, aliases=("Category",), longest=160),
    Column("site", "Site", expected=True, aliases=("Lieu",), longest=80),
    Column("service", "Service", expected=True, longest=120),
    Column("requester", "Demandeur", expected=True, aliases=("Requester",)),
    Column("group", "Groupe", expected=True, aliases=("Group",), longest=120),
    Column("reopen_count", "Réouvertures", "integer", expected=True, aliases=("Reopen count",)),
    Column("satisfaction", "Satisfaction", "number", expected=True),
    Column("initial_priority", "Priorité initiale", "choice", aliases=("Initial priority",)),
    Column("priority_changed_at", "Priorité changée le", "date", aliases=("Priority changed at",)),
    Column("declared_met", "Délai tenu", "flag", aliases=("Declared met",)),
    Column("parent_reference", "Ticket parent", aliases=("Parent",), longest=60),
)
PROFILE = Profile(
    code="natif",
    label="Modèle du portail",
    columns=COLUMNS,
    signature=(),
    types={
        "Incident": "incident",
        "Demande": "request",
        "Request": "request",
        "Demande de service": "request",
    },
    statuses={
        "Nouveau": "new",
        "New": "new",
        "En cours": "in_progress",
        "In progress": "in_progress",
        "En attente": "waiting",
        "Waiting": "waiting",
        "Résolu": "resolved",
        "Resolved": "resolved",
        "Clos": "closed",
        "Clôturé": "closed",
        "Fermé": "closed",
        "Closed": "closed",
        "Annulé": "cancelled",
        "Cancelled": "cancelled",
    },
)
