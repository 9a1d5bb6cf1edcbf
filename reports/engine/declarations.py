"""What the provider's tool says of its own delays: a declared value to confront, never an input of a verdict."""

from __future__ import annotations

from reports.engine.cells import Sheet

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
        left = sheet.times_left("time_left")
        return [
            _settled(None if time is None else time >= 0, s) for time, s in zip(left, statuses, strict=True)
        ]
    return [None] * len(sheet)


def _settled(met: bool | None, status: str) -> bool | None:
    return None if met and status not in OVER else met
