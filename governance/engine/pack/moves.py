"""What gets worse and what improves, in one line each, what moved most first."""

from __future__ import annotations

from decimal import Decimal

from core.engine import formats
from governance.engine.facts import IndicatorFacts, PackFacts
from governance.engine.wording import capital

CHANGES = 3


def changes(facts: PackFacts, level: str) -> tuple[str, ...]:
    found = [row for row in facts.indicators if row.level == level]
    found.sort(key=_departure, reverse=True)
    said = [_change(row) for row in found]
    if level == "alarm":
        known = {row.code for row in found}
        said = [
            f"{capital(row.short)} : {row.shown_rate}, {formats.ordinal(row.streak)} mois sous l’engagement"
            for row in facts.breached
            if row.streak > 1 and row.code not in known
        ] + said
    return tuple(said[:CHANGES])


def _usual(row: IndicatorFacts) -> Decimal | None:
    """The mean of the reference months; None without any."""
    reference = [value for value in row.values[: row.baseline] if value is not None]
    return sum(reference, Decimal(0)) / len(reference) if reference else None


def _departure(row: IndicatorFacts) -> Decimal:
    """How far a value is from the usual one, as a share of it: what moved most is told first."""
    usual = _usual(row)
    if usual is None or row.value is None:
        return Decimal(0)
    return abs(row.value - usual) / abs(usual) if usual else Decimal("Infinity")


def _change(row: IndicatorFacts) -> str:
    usual = _usual(row)
    unit = f"\u00a0{row.unit}" if row.unit else ""
    if row.pace and "trend" in row.rules:
        return f"{row.name} : {row.shown(row.value)}, {row.pace}"
    against = f", contre {formats.number(usual, 1)}{unit}" if usual is not None else ""
    return f"{row.name} : {row.shown(row.value)}{against}"
