"""What the dates and states of a ticket must agree on. A contradiction is never read as a ticket in time."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.engine.formats import count
from reports.engine import contradictions
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
    contradictions.ask_late_pickups(sheet, columns)
    contradictions.ask_states(sheet, columns)
    _fill_pickup(sheet, columns)
    contradictions.ask_long_pauses(sheet, columns)
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


def _fill_pickup(sheet: Sheet, columns: Columns) -> None:
    taken, resolved = columns["picked_up_at"], columns["resolved_at"]
    no_text = np.array([not cell for cell in sheet.texts("picked_up_at")], dtype=bool)
    absent = np.isnat(taken) & ~np.isnat(resolved) & no_text
    rows = _rows(absent)
    if not rows:
        return
    columns["picked_up_at"] = np.where(absent, resolved, taken)
    sheet.findings.warning(
        "missing_value",
        f"{count(len(rows), 'ticket résolu|tickets résolus')} sans « {sheet.columns['picked_up_at'].label} ».",
        "La date de résolution est retenue comme prise en charge.",
        **{**sheet.place("picked_up_at", rows[0]), "reference": columns["reference"][rows[0]]},
    )


def _pauses(sheet: Sheet, columns: Columns) -> None:
    seconds = np.array(columns["declared_pause_seconds"], dtype=np.int64)
    for row in (k for k in _rows(seconds > 0) if not columns["pause_reason"][k]):
        sheet.findings.warning(
            "suspension_without_reason",
            "Suspension sans motif.",
            "La durée est gardée mais n’est pas déduite du délai : le contrat n’admet que des motifs nommés.",
            **{**sheet.place("pause_reason", row), "reference": columns["reference"][row]},
        )
