"""Our fields of a ticket, and how a tool's column becomes one of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reports.engine.headers import Column, header_key


@dataclass(frozen=True)
class Field:
    """What the portal keeps of a ticket: its name, French label, what its cells hold, longest text kept."""

    name: str
    label: str
    kind: str = "text"
    longest: int = 300


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field("reference", "Référence", "reference", 60),
        Field("title", "Titre"),
        Field("type", "Type", "choice"),
        Field("status", "Statut", "choice"),
        Field("priority", "Priorité", "choice"),
        Field("initial_priority", "Priorité initiale", "choice"),
        Field("priority_changed_at", "Priorité changée le", "date"),
        Field("opened_at", "Ouvert le", "date"),
        Field("picked_up_at", "Pris en charge le", "date"),
        Field("pickup_delay", "Délai de prise en charge", "duration"),
        Field("resolved_at", "Résolu le", "date"),
        Field("closed_at", "Clos le", "date"),
        Field("pause_minutes", "Suspendu, en minutes", "number"),
        Field("pause_duration", "Suspendu, durée", "duration"),
        Field("pause_reason", "Motif de suspension", "text", 80),
        Field("category", "Catégorie", "text", 160),
        Field("site", "Site", "text", 80),
        Field("service", "Service", "text", 120),
        Field("requester", "Demandeur"),
        Field("group", "Groupe", "text", 120),
        Field("reopen_count", "Réouvertures", "integer"),
        Field("satisfaction", "Satisfaction", "number"),
        Field("declared_met", "Délai tenu selon l’outil", "flag"),
        Field("declared_breached", "Délai dépassé selon l’outil", "flag"),
        Field("time_left", "Temps restant avant l’échéance", "left"),
        Field("parent_reference", "Ticket parent", "reference", 60),
        Field("duplicate_of", "Doublon de", "reference", 60),
        Field("assigned_at", "Affecté le", "date"),
        Field("restored_at", "Rétabli le", "date"),
        Field("lowering_approved", "Abaissement accepté", "flag"),
        Field("cancelled_by", "Annulé par", "text", 60),
        Field("cancel_reason", "Motif d’annulation", "text", 160),
    )
}
REQUIRED = frozenset({"reference", "opened_at"})


def column(name: str, labels: Iterable[str]) -> Column:
    """The column of a tool that holds one of our fields, under its names in order of preference."""
    first, *others = labels
    field = FIELDS[name]
    return Column(
        name, first, field.kind, required=name in REQUIRED, aliases=tuple(others), longest=field.longest
    )


def columns(**labels: tuple[str, ...]) -> tuple[Column, ...]:
    """The columns of a tool, by our name of the field."""
    return tuple(column(name, given) for name, given in labels.items())


def keys(*names: str) -> frozenset[str]:
    """Header keys of columns a tool writes and the portal has no use for."""
    return frozenset(header_key(name) for name in names)
