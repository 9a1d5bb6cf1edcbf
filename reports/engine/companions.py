"""The other files of a delivery: status journal, outages, maintenances, declared figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from reports.engine import values
from reports.engine.cells import Sheet
from reports.engine.contract_lists import LISTS, read_texts
from reports.engine.declared_figures import read_declared
from reports.engine.headers import Column
from reports.engine.instants import read_instants
from reports.engine.promised import measured_services
from reports.engine.rows import instant_texts
from reports.engine.satisfaction import read_satisfaction
from reports.engine.statuslog import read_status_log

_SERVICE = Column("service", "Service", required=True, longest=120)
_START = Column("started_at", "Début", "date", required=True, aliases=("Start", "Début le"))
_TICKET = ("Référence", "Reference", "Ticket")

COLUMNS: dict[str, tuple[Column, ...]] = {
    "status_log": (
        Column("reference", "Ticket", "reference", required=True, aliases=_TICKET, longest=60),
        Column("before", "De", "choice", aliases=("from_status", "From")),
        Column("after", "À", "choice", required=True, aliases=("to_status", "To", "Vers")),
        Column("at", "Le", "date", required=True, aliases=("at", "Date")),
        Column("actor", "Acteur", aliases=("actor",), longest=120),
        Column("reason", "Motif", aliases=("reason",), longest=80),
    ),
    "outages": (
        _SERVICE,
        _START,
        Column("ended_at", "Fin", "date", required=True, aliases=("End",)),
        Column("degraded", "Dégradé", "flag", aliases=("degraded",)),
        Column("unmeasured", "Sans mesure", "flag", aliases=("unmeasured",)),
        Column("users", "Utilisateurs", "integer", aliases=("users",)),
        Column("liability", "Imputabilité", "choice", aliases=("liability", "Responsabilité")),
        Column("cause", "Cause", longest=300),
        Column("ticket_reference", "Ticket", "reference", aliases=_TICKET, longest=60),
    ),
    "maintenance": (
        _SERVICE,
        _START,
        Column("ended_at", "Fin", "date", required=True, aliases=("End",)),
        Column("notified_at", "Prévenu le", "date", aliases=("notified_at",)),
        Column("approved_by", "Accord de", aliases=("approved_by",), longest=120),
    ),
    "satisfaction": (
        Column("ticket_reference", "Ticket", "reference", aliases=_TICKET, longest=60),
        Column("score", "Note", "number", required=True, aliases=("Score", "Satisfaction")),
        Column("answered_at", "Date", "date", aliases=("Répondu le", "Date de réponse", "Answered at")),
        Column("comment", "Commentaire", aliases=("Comment", "Verbatim"), longest=10_000),
    ),
    "declared": (
        Column("commitment_code", "Engagement", required=True, aliases=("commitment", "Code"), longest=20),
        Column("numerator", "Numérateur", "integer", aliases=("numerator",)),
        Column("denominator", "Dénominateur", "integer", aliases=("denominator",)),
        Column("rate", "Taux", "number", aliases=("rate", "Taux (%)")),
    ),
    "incidents": (
        Column(
            "opened_at", "Survenu le", "date", required=True, aliases=("Ouvert le", "Date", "Le", "Opened")
        ),
        Column("title", "Titre", required=True, aliases=("Title", "Objet", "Description"), longest=300),
        Column("item", "Service", aliases=("Service ou matériel", "Matériel", "Item", "Host"), longest=120),
        Column("site", "Site", aliases=("Lieu", "Location"), longest=80),
        Column("reference", "Référence", "reference", aliases=_TICKET, longest=60),
    ),
    **LISTS,
}
LIABILITIES = {
    "Prestataire": "provider", "Provider": "provider", "Client": "client", "Tiers": "third_party",
    "Third party": "third_party", "Force majeure": "force_majeure",
}  # fmt: skip
_PLACE_HELP = "Corrigez l’une des deux dates."


def read(kind: str, sheet: Sheet) -> dict[str, Any]:
    """Facts of a companion file by kind, ready to be stored; a status journal gives `pauses` and `moves`."""
    if kind in LISTS:
        return {kind: read_texts(sheet)}
    for column in sheet.columns.values():
        if column.required and column.name != "ended_at":
            values.required(sheet, column.name, sheet.texts(column.name))
    if kind == "status_log":
        return read_status_log(sheet)
    readers: dict[str, Callable[[Sheet], Any]] = {
        "outages": _outages,
        "maintenance": _maintenances,
        "declared": read_declared,
        "incidents": _incidents,
        "satisfaction": read_satisfaction,
    }
    return {kind: readers[kind](sheet)}


def _spans(sheet: Sheet, *more: str, planned: tuple[str, ...] = ()) -> dict[str, Any]:
    instants = read_instants(sheet, "started_at", "ended_at", *more, any_month=True, planned=planned)
    for row in np.flatnonzero(instants["ended_at"] <= instants["started_at"]):
        sheet.findings.error(
            "ends_before_start",
            "La fin n’est pas après le début.",
            _PLACE_HELP,
            **sheet.place("ended_at", int(row)),
        )
    return {name: [text or None for text in instant_texts(column)] for name, column in instants.items()}


def _outages(sheet: Sheet) -> list[dict[str, Any]]:
    columns = _spans(sheet)
    columns["service"] = measured_services(sheet)
    columns |= {name: sheet.short_texts(name) for name in ("cause", "ticket_reference")}
    columns |= {name: [bool(flag) for flag in sheet.flags(name)] for name in ("degraded", "unmeasured")}
    columns["users"] = sheet.integers("users", greatest=10_000_000)
    remedy = "Écrivez Prestataire, Client, Tiers ou Force majeure."
    words = values.translate(sheet, "liability", LIABILITIES, remedy, needed=False)
    columns["liability"] = [word or "provider" for word in words]
    return _as_rows(columns)


def _maintenances(sheet: Sheet) -> list[dict[str, Any]]:
    values.required(sheet, "ended_at", sheet.texts("ended_at"))
    columns = _spans(sheet, "notified_at", planned=("started_at", "ended_at"))
    columns |= {"service": measured_services(sheet), "approved_by": sheet.short_texts("approved_by")}
    return _as_rows(columns)


def _incidents(sheet: Sheet) -> list[dict[str, Any]]:
    columns: dict[str, Any] = {
        "opened_at": instant_texts(read_instants(sheet, "opened_at", any_month=True)["opened_at"])
    }
    columns |= {name: sheet.short_texts(name) for name in ("title", "item", "site", "reference")}
    return _as_rows(columns)


def _as_rows(columns: dict[str, Any]) -> list[dict[str, Any]]:
    names = list(columns)
    return [dict(zip(names, row, strict=True)) for row in zip(*columns.values(), strict=True)]
