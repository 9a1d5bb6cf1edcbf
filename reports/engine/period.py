"""Does the file belong to the month it was delivered for?

A ticket belongs where it lived: one opened before the month and resolved in it, or still open, is expected. One
that ended before the month, or was opened after it, is kept and announced. A file where no ticket lived in the
month is asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from core.engine.formats import count, month_long, month_of
from reports.engine.context import Context
from reports.engine.findings import Findings, Option
from reports.engine.rows import Tickets


def check_month(read: Sequence[Tickets], context: Context, findings: Findings) -> None:
    """Announce tickets outside the month; ask when there is none inside."""
    if not any(len(tickets) for tickets in read):
        return
    start, end = (
        np.datetime64(int(at.timestamp()), "s")
        for at in (context.month.start(context.timezone), context.month.end(context.timezone))
    )
    before, after, inside = 0, 0, 0
    for tickets in read:
        opened, ended = tickets.columns["opened_at"], _ends(tickets.columns)
        known = ~np.isnat(opened)
        early, late = known & (ended < start), known & (opened >= end)
        before, after = before + int(early.sum()), after + int(late.sum())
        inside += int((known & ~early & ~late).sum())
    if not inside and (before or after):
        kept = findings.ask(
            "period_mismatch",
            f"Aucun des tickets lus ne vivait en {month_long(context.month)}.",
            "Vérifiez le mois choisi pour ce dépôt.",
            [Option("keep_month", f"Le fichier est bien le rapport {month_of(context.month)}")],
        )
        if not kept:
            return
    _announce(
        before,
        f"{count(before, 'ticket terminé|tickets terminés')} avant {month_long(context.month)}.",
        findings,
    )
    _announce(
        after, f"{count(after, 'ticket ouvert|tickets ouverts')} après {month_long(context.month)}.", findings
    )


def _ends(columns: dict[str, Any]) -> Any:
    resolved, closed = columns["resolved_at"], columns["closed_at"]
    return np.where(np.isnat(resolved), closed, resolved)


def _announce(count: int, message: str, findings: Findings) -> None:
    if count:
        findings.warning(
            "outside_period", message, "Ils sont gardés ; chacun est jugé dans le mois de son propre verdict."
        )
