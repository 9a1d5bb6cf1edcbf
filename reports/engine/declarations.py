"""What the provider's tool says of its own delays: a declared value to confront, never an input of a verdict."""

from __future__ import annotations

from core.engine.formats import count
from reports.engine.cells import Sheet
from reports.engine.durations import read_time_left

OVER = frozenset({"resolved", "closed"})


def declared_met(sheet: Sheet, statuses: list[str]) -> list[bool | None]:
    """Whether the tool counts each delay as met: from its answer, its flag of excess, or the time it says is left.

    A ticket still open with time left has no verdict yet.
    """
    if sheet.has("declared_met") or not sheet.is_tool:
        return sheet.flags("declared_met")
    if sheet.has("declared_breached"):
        flags = sheet.flags("declared_breached")
        return [
            _settled(None if flag is None else not flag, s) for flag, s in zip(flags, statuses, strict=True)
        ]
    if sheet.has("time_left"):
        left = _times_left(sheet)
        return [
            _settled(None if time is None else time >= 0, s) for time, s in zip(left, statuses, strict=True)
        ]
    return [None] * len(sheet)


def _times_left(sheet: Sheet) -> list[int | None]:
    """Seconds left before a deadline, negative once passed; None where empty or unreadable (announced)."""
    cells = sheet.texts("time_left")
    left = {cell: read_time_left(cell) for cell in set(cells)}
    wrong = [row for row, cell in enumerate(cells) if cell and left[cell] is None]
    if wrong:
        sheet.findings.warning(
            "bad_time_left",
            f"Temps restant illisible : {count(len(wrong), 'cellule')}.",
            "Le verdict de l’outil n’est pas lu sur ces lignes ; le calcul du portail n’en dépend pas.",
            **sheet.place("time_left", wrong[0]),
        )
    return [left[cell] for cell in cells]


def _settled(met: bool | None, status: str) -> bool | None:
    return None if met and status not in OVER else met
