"""Rows that are tickets: normalised columns, checked against each other."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np

from reports.engine import asked_reasons, checks, declarations, duplicates, values
from reports.engine.cells import Sheet
from reports.engine.celltext import choice_key
from reports.engine.instants import read_instants
from reports.engine.profiles.profile import Profile
from reports.engine.rows import DATES, TEXTS, Tickets

MINUTE = 60


def read_tickets(sheet: Sheet, profile: Profile) -> Tickets:
    """The tickets of a sheet. What is wrong is among the sheet's findings; columns keep the sheet's length."""
    references = sheet.short_texts("reference")
    if not sheet.is_tool:
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
    columns |= _figures(sheet, profile)
    if sheet.is_tool:
        columns["pause_reason"] = _reasons(profile, columns["pause_reason"])
        columns["picked_up_at"] = _with_delays(sheet, columns)
        columns["status"] = _told_by_dates(sheet, columns)
    columns["declared_met"] = declarations.declared_met(sheet, columns["status"])
    columns["lowering_approved"] = sheet.flags("lowering_approved")
    checks.check_tickets(sheet, columns)
    asked_reasons.settle_tickets(sheet, columns)
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


def _reasons(profile: Profile, labels: list[str]) -> list[str]:
    """Reasons of waiting under the words a person gave them; others stay as written."""
    words = {choice_key(word): ours for word, ours in profile.reasons.items()}
    return [words.get(choice_key(label), label) for label in labels] if words else labels


def _with_delays(sheet: Sheet, columns: dict[str, Any]) -> Any:
    """Pick-up dates, those missing from the delay a person chose to read as time run since the opening."""
    taken = columns["picked_up_at"]
    if not sheet.has("pickup_delay"):
        return taken
    seconds = sheet.durations("pickup_delay")
    delay = np.array([0 if s is None else s for s in seconds], dtype="timedelta64[s]")
    known = np.array([s is not None for s in seconds], dtype=bool)
    return np.where(np.isnat(taken) & known, columns["opened_at"] + delay, taken)


def _told_by_dates(sheet: Sheet, columns: dict[str, Any]) -> list[str]:
    """Statuses; where the export has no such column, what its dates tell, else `unknown`."""
    if sheet.has("status"):
        return columns["status"]
    closed, resolved = ~np.isnat(columns["closed_at"]), ~np.isnat(columns["resolved_at"])
    rest = "in_progress" if sheet.has("resolved_at") else "unknown"
    return np.select([closed, resolved], ["closed", "resolved"], default=rest).tolist()


def _figures(sheet: Sheet, profile: Profile) -> dict[str, Any]:
    sign = sheet.decimal_sign("pause_minutes", "satisfaction")
    minutes = sheet.decimals("pause_minutes", sign, greatest=5_000_000)
    seconds = {None: 0} | {m: _seconds(m) for m in set(minutes) if m is not None}
    pauses = [seconds[m] for m in minutes]
    if sheet.has("pause_duration"):
        pauses = [
            (told or 0) if m is None else s
            for told, m, s in zip(sheet.durations("pause_duration"), minutes, pauses, strict=True)
        ]
    satisfaction = values.scores(sheet, profile) if profile.scores else sheet.decimals("satisfaction", sign)
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
        "declared_pause_seconds": pauses,
        "reopen_count": [count or 0 for count in sheet.integers("reopen_count")],
        "satisfaction": satisfaction,
    }


def _seconds(minutes: Decimal) -> int:
    return int((minutes * MINUTE).to_integral_value(ROUND_HALF_UP))
