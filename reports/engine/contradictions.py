"""Dates and states of a ticket that contradict each other: a person says which one holds, for all such rows at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from core.engine.formats import count
from reports.engine.cells import Sheet
from reports.engine.findings import Option

Columns = dict[str, Any]
Mask = Any
NAT = np.datetime64("NaT", "s")


def _ask(
    sheet: Sheet,
    columns: Columns,
    mask: Mask,
    name: str,
    words: tuple[str, str, str],
    options: Sequence[Option],
) -> str:
    """Put one question on every row of the mask; words: code, message, remedy. Returns the answer given."""
    code, message, remedy = words
    chosen = ""
    for row in np.flatnonzero(mask):
        place = {**sheet.place(name, int(row)), "reference": columns["reference"][row]}
        chosen = sheet.findings.ask(code, message, remedy, options, about=f"{name} {message}", **place)
    return chosen


def ask_late_pickups(sheet: Sheet, columns: Columns) -> None:
    """Tickets picked up after they were resolved."""
    late = columns["picked_up_at"] > columns["resolved_at"]
    words = (
        "taken_after_resolved",
        "Pris en charge après la résolution.",
        "Corrigez l’une des deux dates.",
    )
    option = Option("at_resolution", "Retenir la date de résolution comme prise en charge")
    if _ask(sheet, columns, late, "picked_up_at", words, [option]):
        columns["picked_up_at"] = np.where(late, columns["resolved_at"], columns["picked_up_at"])


def ask_states(sheet: Sheet, columns: Columns) -> None:
    """Tickets over without a resolution, open with one, new and yet picked up."""
    status = np.array(columns["status"], dtype="U11")
    over = (status == "resolved") | (status == "closed")
    running = (status == "new") | (status == "in_progress") | (status == "waiting")
    # A cell that holds an unreadable date has its own finding already.
    no_text = np.array([not cell for cell in sheet.texts("resolved_at")], dtype=bool)
    undated = over & np.isnat(columns["resolved_at"]) & no_text
    if sheet.is_tool:
        _announce_unresolved(sheet, columns, undated)
    else:
        _ask_unresolved(sheet, columns, undated)
    _ask_resolved(sheet, columns, running & ~np.isnat(columns["resolved_at"]))
    if sheet.is_tool:
        return  # a first answer is no change of status there
    new = np.array([word == "new" for word in columns["status"]], dtype=bool)
    _ask_new(sheet, columns, new & ~np.isnat(columns["picked_up_at"]))


def _announce_unresolved(sheet: Sheet, columns: Columns, mask: Mask) -> None:
    """A tool leaves the resolution of some finished tickets undated, and nobody can correct it by hand."""
    rows = np.flatnonzero(mask & sheet.has("resolved_at"))
    if rows.size:
        first = int(rows[0])
        sheet.findings.warning(
            "status_conflict",
            f"{count(len(rows), 'ticket résolu ou clos|tickets résolus ou clos')} sans date de résolution.",
            "Leurs délais de résolution sont non mesurables : jamais comptés comme tenus.",
            **{**sheet.place("resolved_at", first), "reference": columns["reference"][first]},
        )


def _ask_unresolved(sheet: Sheet, columns: Columns, mask: Mask) -> None:
    words = (
        "status_conflict",
        "Ticket résolu ou clos sans date de résolution.",
        "Corrigez le statut ou la date.",
    )
    options = [Option("still_open", "Ces tickets sont encore ouverts : retenir le statut En cours")]
    closed = columns["closed_at"]
    if not np.isnat(closed[mask]).any():
        options.insert(0, Option("at_closing", "Retenir la date de clôture comme résolution"))
    chosen = _ask(sheet, columns, mask, "resolved_at", words, options)
    if chosen == "at_closing":
        columns["resolved_at"] = np.where(mask, closed, columns["resolved_at"])
    elif chosen == "still_open":
        _set_status(columns, mask, "in_progress")
        columns["closed_at"] = np.where(mask, NAT, closed)


def _ask_resolved(sheet: Sheet, columns: Columns, mask: Mask) -> None:
    words = (
        "status_conflict",
        "Ticket encore ouvert avec une date de résolution.",
        "Corrigez le statut ou la date.",
    )
    options = [
        Option("resolved", "Ces tickets sont résolus : retenir le statut Résolu"),
        Option("still_open", "Ces tickets sont encore ouverts : ignorer la date de résolution"),
    ]
    chosen = _ask(sheet, columns, mask, "resolved_at", words, options)
    if chosen == "resolved":
        _set_status(columns, mask, "resolved")
    elif chosen == "still_open":
        columns["resolved_at"] = np.where(mask, NAT, columns["resolved_at"])


def _ask_new(sheet: Sheet, columns: Columns, mask: Mask) -> None:
    words = (
        "status_conflict",
        "Ticket au statut Nouveau avec une date de prise en charge.",
        "Corrigez le statut ou la date.",
    )
    options = [
        Option("in_progress", "Ces tickets sont pris en charge : retenir le statut En cours"),
        Option("not_taken", "Ces tickets ne sont pas pris en charge : ignorer la date"),
    ]
    chosen = _ask(sheet, columns, mask, "picked_up_at", words, options)
    if chosen == "in_progress":
        _set_status(columns, mask, "in_progress")
    elif chosen == "not_taken":
        columns["picked_up_at"] = np.where(mask, NAT, columns["picked_up_at"])


def ask_long_pauses(sheet: Sheet, columns: Columns) -> None:
    """Tickets suspended for longer than they lived."""
    seconds = np.array(columns["declared_pause_seconds"], dtype=np.int64)
    if not seconds.any():
        return
    ends, starts = columns["resolved_at"], columns["opened_at"]
    long = ~np.isnat(ends) & ~np.isnat(starts) & (seconds > (ends - starts).astype(np.int64))
    words = (
        "pause_too_long",
        "Suspension plus longue que la vie du ticket.",
        "Corrigez la durée suspendue, en minutes.",
    )
    option = Option("no_pause", "Ignorer la suspension de ces tickets : rien n’est déduit")
    name = "pause_duration" if sheet.has("pause_duration") else "pause_minutes"
    if _ask(sheet, columns, long, name, words, [option]):
        columns["declared_pause_seconds"] = np.where(long, 0, seconds).tolist()


def _set_status(columns: Columns, mask: Mask, status: str) -> None:
    columns["status"] = [
        status if wanted else kept for wanted, kept in zip(mask, columns["status"], strict=True)
    ]
