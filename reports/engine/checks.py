"""What the dates and states of a ticket must agree on. A contradiction is never read as a ticket in time."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.engine.formats import count
from reports.engine.cells import Sheet

SKEW = np.timedelta64(120, "s")
"""Two clocks of one tool may differ by this much: the later instant is then taken for both, and announced."""

Columns = dict[str, Any]


def check_tickets(sheet: Sheet, columns: Columns) -> None:
    """Report contradictions of one-row-per-ticket sheets; small clock skews are straightened in place."""
    _in_order(
        sheet,
        columns,
        "picked_up_at",
        "opened_at",
        "taken_before_opened",
        "Antérieur à l’ouverture du ticket",
    )
    _in_order(
        sheet,
        columns,
        "resolved_at",
        "opened_at",
        "resolved_before_opened",
        "Antérieur à l’ouverture du ticket",
    )
    _in_order(
        sheet, columns, "closed_at", "opened_at", "closed_before_opened", "Antérieur à l’ouverture du ticket"
    )
    _pickup_after_resolution(sheet, columns)
    _states_agree(sheet, columns)
    _fill_pickup(sheet, columns)
    _pauses(sheet, columns)


def _rows(mask: Any) -> list[int]:
    return [int(row) for row in np.flatnonzero(mask)]


def _in_order(sheet: Sheet, columns: Columns, later: str, earlier: str, code: str, message: str) -> None:
    late, early = columns[later], columns[earlier]
    wrong = late < early
    if not wrong.any():
        return
    skewed = wrong & (early - late <= SKEW)
    for row in _rows(wrong & ~skewed):
        sheet.findings.error(
            code,
            f"{message} ({sheet.texts(earlier)[row]}).",
            "Corrigez l’une des deux dates ; vérifiez aussi le fuseau horaire de l’export.",
            **{**sheet.place(later, row), "reference": columns["reference"][row]},
        )
    for row in _rows(skewed):
        sheet.findings.warning(
            "clock_skew",
            f"Antérieur de quelques secondes à « {sheet.columns[earlier].label} » ({sheet.texts(earlier)[row]}).",
            "Décalage d’horloge supposé : les deux dates sont lues égales.",
            **{**sheet.place(later, row), "reference": columns["reference"][row]},
        )
    columns[later] = np.where(skewed, early, late)


def _pickup_after_resolution(sheet: Sheet, columns: Columns) -> None:
    for row in _rows(columns["picked_up_at"] > columns["resolved_at"]):
        sheet.findings.question(
            "taken_after_resolved",
            f"Pris en charge après la résolution ({sheet.texts('resolved_at')[row]}).",
            "Corrigez l’une des deux dates.",
            **{**sheet.place("picked_up_at", row), "reference": columns["reference"][row]},
        )


def _states_agree(sheet: Sheet, columns: Columns) -> None:
    status = np.array(columns["status"], dtype="U11")
    over = (status == "resolved") | (status == "closed")
    running = (status == "new") | (status == "in_progress") | (status == "waiting")
    unresolved, untaken = np.isnat(columns["resolved_at"]), np.isnat(columns["picked_up_at"])
    # A cell that holds an unreadable date has its own finding already.
    no_text = np.array([not cell for cell in sheet.texts("resolved_at")], dtype=bool)
    cases = (
        (over & unresolved & no_text, "resolved_at", "Ticket résolu ou clos sans date de résolution."),
        (running & ~unresolved, "resolved_at", "Ticket encore ouvert avec une date de résolution."),
        (
            (status == "new") & ~untaken & (not sheet.is_tool),  # a first answer is no change of status there
            "picked_up_at",
            "Ticket au statut Nouveau avec une date de prise en charge.",
        ),
    )
    for mask, name, message in cases:
        if sheet.is_tool and name == "resolved_at" and mask is cases[0][0]:
            _announce_unresolved(sheet, columns, mask)
            continue
        for row in _rows(mask):
            sheet.findings.question(
                "status_conflict",
                message,
                "Corrigez le statut ou la date.",
                **{**sheet.place(name, row), "reference": columns["reference"][row]},
            )


def _announce_unresolved(sheet: Sheet, columns: Columns, mask: Any) -> None:
    """A tool leaves the resolution of some finished tickets undated, and nobody can correct it by hand."""
    rows = _rows(mask) if sheet.has("resolved_at") else []
    if rows:
        sheet.findings.warning(
            "status_conflict",
            f"{count(len(rows), 'ticket résolu ou clos|tickets résolus ou clos')} sans date de résolution.",
            "Leurs délais de résolution sont non mesurables : jamais comptés comme tenus.",
            **{**sheet.place("resolved_at", rows[0]), "reference": columns["reference"][rows[0]]},
        )


def _fill_pickup(sheet: Sheet, columns: Columns) -> None:
    taken, resolved = columns["picked_up_at"], columns["resolved_at"]
    no_text = np.array([not cell for cell in sheet.texts("picked_up_at")], dtype=bool)
    absent = np.isnat(taken) & ~np.isnat(resolved) & no_text
    rows = _rows(absent)
    if not rows or not (sheet.has("picked_up_at") or sheet.has("pickup_delay")):
        return
    columns["picked_up_at"] = np.where(absent, resolved, taken)
    sheet.findings.warning(
        "missing_value",
        f"{count(len(rows), 'ticket résolu|tickets résolus')} sans « {sheet.columns['picked_up_at'].label} ».",
        "La date de résolution est retenue comme prise en charge.",
        **{**sheet.place("picked_up_at", rows[0]), "reference": columns["reference"][rows[0]]},
    )


def _pause_column(sheet: Sheet) -> str:
    return "pause_duration" if sheet.has("pause_duration") else "pause_minutes"


def _pauses(sheet: Sheet, columns: Columns) -> None:
    seconds = np.array(columns["declared_pause_seconds"], dtype=np.int64)
    if not seconds.any():
        return
    ends = columns["resolved_at"]
    life = (ends - columns["opened_at"]).astype(np.int64)
    for row in _rows(~np.isnat(ends) & ~np.isnat(columns["opened_at"]) & (seconds > life)):
        sheet.findings.question(
            "pause_too_long",
            "Suspension plus longue que la vie du ticket.",
            "Corrigez la durée suspendue, en minutes.",
            **{**sheet.place(_pause_column(sheet), row), "reference": columns["reference"][row]},
        )
    silent = [k for k in _rows(seconds > 0) if not columns["pause_reason"][k]]
    if silent and sheet.is_tool:
        sheet.findings.warning(
            "suspension_without_reason",
            f"Suspension sans motif : {count(len(silent), 'ticket')}.",
            "La durée est gardée mais n’est pas déduite du délai : le contrat n’admet que des motifs nommés.",
            **{**sheet.place("pause_reason", silent[0]), "reference": columns["reference"][silent[0]]},
        )
        return
    for row in silent:
        sheet.findings.warning(
            "suspension_without_reason",
            "Suspension sans motif.",
            "La durée est gardée mais n’est pas déduite du délai : le contrat n’admet que des motifs nommés.",
            **{**sheet.place("pause_reason", row), "reference": columns["reference"][row]},
        )
