"""What an export cannot tell, said in words: the portal then answers « non mesurable » or « non vérifiable »."""

from __future__ import annotations

from reports.engine.cells import Sheet
from reports.engine.profiles.profile import Profile

RESOLUTION, PICKUP, WAITING = "no_resolution_date", "no_pickup_date", "no_waiting_history"
STATUS, PRIORITY, TYPE = "no_status", "no_priority", "no_type"

SENTENCES: dict[str, tuple[str, str]] = {
    RESOLUTION: (
        "Cet export ne donne pas la date de résolution : les engagements de résolution sont non mesurables.",
        "L’export doit donner la date de résolution.",
    ),
    PICKUP: (
        "Cet export ne donne pas la date de prise en charge : les engagements de prise en charge sont non mesurables.",
        "L’export doit donner la date de prise en charge ; à défaut, joignez le journal des statuts. Un délai calculé par "
        "l’outil n’est pas une date, et une affectation n’en tient lieu que si le contrat l’accepte.",
    ),
    WAITING: (
        "Cet export ne donne aucune suspension : aucun temps d’attente n’est déduit, et rien ne peut en être vérifié.",
        "Joignez le journal des statuts, ou ajoutez à l’export le temps d’attente et son motif.",
    ),
    STATUS: (
        "Cet export ne donne pas le statut des tickets : un ticket sans date de fin est d’état inconnu, non mesurable.",
        "L’export doit donner le statut.",
    ),
    PRIORITY: (
        "Cet export ne donne pas la priorité : les engagements par priorité sont non mesurables.",
        "Ajoutez la priorité à l’export, ou choisissez une priorité par défaut dans les correspondances.",
    ),
    TYPE: (
        "Cet export ne distingue pas incidents et demandes : tous les tickets sont lus du même type.",
        "Ajoutez le type à l’export, ou choisissez le type par défaut dans les correspondances.",
    ),
}


def omissions_of(sheet: Sheet, profile: Profile) -> list[str]:
    """Codes of what the columns read do not tell, in the order of `SENTENCES`."""
    told = {
        RESOLUTION: sheet.has("resolved_at"),
        PICKUP: sheet.has("picked_up_at") or sheet.has("pickup_delay"),
        WAITING: sheet.has("pause_minutes") or sheet.has("pause_duration"),
        STATUS: sheet.has("status"),
        PRIORITY: sheet.has("priority") or bool(profile.defaults.get("priority")),
        TYPE: sheet.has("type") or bool(profile.type_prefixes),
    }
    return [] if profile.rows == "updates" else [code for code in SENTENCES if not told[code]]


def announce(sheet: Sheet, codes: list[str]) -> None:
    """One warning for each, on the header of the file."""
    for code in codes:
        message, remedy = SENTENCES[code]
        sheet.findings.warning(code, message, remedy, **{**sheet.table.place(), "line": 1})
