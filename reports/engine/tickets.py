"""Rows that are tickets: normalised columns, checked against each other."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from reports.engine import checks, duplicates, values
from reports.engine.cells import Sheet
from reports.engine.instants import read_instants
from reports.engine.profiles.profile import Profile
from reports.engine.rows import ANSWERS, DATES, TEXTS, Tickets

MINUTE = 60


def read_tickets(sheet: Sheet, profile: Profile) -> Tickets:
    """The tickets of a sheet. What is wrong is among the sheet's findings; columns keep the sheet's length."""
    references = sheet.short_texts("reference")
    _report_total_rows(sheet, references)
    columns: dict[str, Any] = {
        "reference": references,
        "type": values.types(sheet, profile, references),
        "status": values.statuses(sheet, profile),
        "priority": values.priorities(sheet, profile),
        "initial_priority": values.priorities(sheet, profile, "initial_priority", needed=False),
    }
    values.required(sheet, "reference", references)
    values.required(sheet, "opened_at", sheet.texts("opened_at"))
    columns |= {name: sheet.short_texts(name) for name in TEXTS}
    columns |= read_instants(sheet, *DATES)
    columns |= _figures(sheet)
    columns |= {name: sheet.flags(name) for name in ANSWERS}
    checks.check_tickets(sheet, columns)
    tickets = Tickets(columns, sheet.table.lines, file=sheet.table.file)
    return duplicates.without_duplicates(sheet, tickets)


def _report_total_rows(sheet: Sheet, references: list[str]) -> None:
    kinds, opened = sheet.texts("type"), sheet.texts("opened_at")
    if all(opened):
        return
    for row in (k for k, cell in enumerate(opened) if not cell and not kinds[k]):
        sheet.findings.error(
            "bad_row",
            "Cette ligne n’est pas un ticket : ni type ni date d’ouverture (ligne de total ou de titre ?).",
            "Supprimez cette ligne, puis déposez le fichier de nouveau.",
            **{**sheet.place("reference", row), "reference": references[row]},
        )


def _figures(sheet: Sheet) -> dict[str, Any]:
    sign = sheet.decimal_sign("pause_minutes", "satisfaction")
    minutes = sheet.decimals("pause_minutes", sign, greatest=5_000_000)
    seconds = {None: 0} | {m: _seconds(m) for m in set(minutes) if m is not None}
    satisfaction = sheet.decimals("satisfaction", sign)
    outside = {score for score in set(satisfaction) if score is not None and not 1 <= score <= 5}
    if outside:
        for row in (k for k, score in enumerate(satisfaction) if score in outside):
            sheet.findings.error(
                "out_of_range",
                "Satisfaction hors de l’échelle de 1 à 5.",
                "Ramenez la note sur l’échelle de 1 (mauvais) à 5 (excellent), ou laissez la cellule vide.",
                **sheet.place("satisfaction", row),
            )
    return {
        "declared_pause_seconds": [seconds[m] for m in minutes],
        "reopen_count": [count or 0 for count in sheet.integers("reopen_count")],
        "satisfaction": satisfaction,
    }


def _seconds(minutes: Decimal) -> int:
    return int((minutes * MINUTE).to_integral_value(ROUND_HALF_UP))
