"""What a reading took for granted, shown with its result and kept with it."""

from __future__ import annotations

from typing import Any

from reports.engine.cells import Sheet
from reports.engine.profiles.profile import Profile
from reports.engine.tables import Table

SEPARATORS = {";": "point-virgule", ",": "virgule", "\t": "tabulation", "|": "barre verticale", "¤": "¤"}
ORDERS = {"dmy": "jour, mois, année", "mdy": "mois, jour, année"}


def of_text(encoding: str, table: Table | None, timezone: str) -> dict[str, Any]:
    """Of a separated text: its encoding, its separator, the zone of its times."""
    found = {"encodage": encoding, "fuseau": timezone}
    if table is not None and table.delimiter:
        found["separateur"] = SEPARATORS[table.delimiter]
    return found


def of_tickets(sheet: Sheet, profile: Profile) -> dict[str, Any]:
    """Of a table of tickets: how it was recognised, what was read of it, in which order its dates are written."""
    found: dict[str, Any] = {
        "profil": profile.label,
        "lignes": len(sheet),
        "colonnes": len(sheet.index),
        "fuseau": sheet.context.timezone,
    }
    if sheet.date_order:
        found["ordre_des_dates"] = ORDERS[sheet.date_order]
    if profile.mapping:
        found["correspondance"] = profile.mapping
    return found
