"""When a contract runs: nothing is expected before it begins nor after it ends."""

from __future__ import annotations

from datetime import date

from contracts.engine.dates import Clause, term
from core.engine import formats


def ends_before(clause: Clause, day: date) -> date | None:
    """The contract's last day where it comes before `day`, renewals by silence counted; None otherwise."""
    there = term(clause, day)
    return there.current_end if there.expired else None


def outside(starts_on: date, clause: Clause, first: date, last: date) -> str:
    """« Commence le 01/02/2027 », « Terminé le 30/06/2026 »; empty where it runs on a day from `first` to `last`.

    A renewal that follows by silence is no end.
    """
    if last < starts_on:
        return f"Commence le {formats.date_short(starts_on)}"
    end = ends_before(clause, first)
    return f"Terminé le {formats.date_short(end)}" if end else ""
