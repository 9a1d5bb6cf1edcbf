"""Values of an indicator as people read them: one unit, one number of decimals, never across a target."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from core.engine import formats
from core.engine.ratios import Sense, decimals_of, display_decimals, display_percent, round_half_up
from core.engine.typography import NBSP, plural
from kpis.engine.own import is_own
from kpis.models import IndicatorValue
from kpis.selectors.following import Following

NOUNS = {"incidents": "incident", "tickets": "ticket", "points": "pt"}
COUNTS = frozenset({"K01", "K03", "K08"})
COUNTED = {
    "K04": "panne",
    "K05": "incident",
    "K06": "panne",
    "K12": "incident",
    "K13": "incident",
    "K22": "réponse",
    "K23": "réponse",
    "K26": "engagement",
}
"""What was counted behind an indicator that is computed, where it is not a ticket."""
SIGNS: dict[str, str] = {"up": "≥", "down": "≤"}


def unit_of(following: Following) -> str:
    """« % », « h », « pt », « ticket » (takes its plural)."""
    unit = following.definition.unit
    return NOUNS.get(unit, unit)


def decimals(following: Following) -> int:
    """Whole counts have none; other figures one, or one more than their target."""
    if following.code in COUNTS:
        return 0
    return max(1, display_decimals(following.target if following.target is not None else following.line))


def rounded(following: Following, value: Decimal) -> Decimal:
    """The figure to print, on the same side of its target as the stored one."""
    goal = following.line if following.target is None else following.target
    sense: Sense = "min" if following.definition.sense == "up" else "max"
    return display_percent(value, goal, decimals(following), sense)


def shown_value(following: Following, value: Decimal | None) -> str:
    """« 63 tickets », « 72,1 % », « 6,5 h »; « — » without a figure."""
    if value is None:
        return formats.ABSENT
    return with_unit(following, formats.number(rounded(following, value)), value)


def with_unit(following: Following, text: str, value: Decimal | Fraction | float) -> str:
    return f"{text}{NBSP}{plural(unit_of(following), abs(Fraction(value)) >= 2)}"


def shown_bound(following: Following, value: Decimal | None) -> str:
    """« ≤ 60 tickets », « ≥ 80 % »; « — » where nothing is aimed at."""
    if value is None:
        return formats.ABSENT
    return f"{SIGNS[following.definition.sense]}{NBSP}{with_unit(following, plain(value), value)}"


def trimmed(value: Decimal) -> Decimal:
    """60 from 60.0000, 99.9 from 99.9000."""
    return round_half_up(value, decimals_of(value))


def plain(value: Decimal) -> str:
    """« 60 », « 99,9 »."""
    return formats.number(trimmed(value))


def shown_change(following: Following, value: Decimal | None, before: Decimal | None) -> str:
    """« +4 tickets », « −1,3 pt »: the difference of the two figures as printed; nothing without both."""
    if value is None or before is None:
        return ""
    change = rounded(following, value) - rounded(following, before)
    return formats.signed(change, unit="pt" if unit_of(following) == "%" else unit_of(following))


def shown_size(row: IndicatorValue | None) -> str:
    """« sur 86 tickets » behind a share or a delay; nothing for a count, which is its own number, nor for an indicator of
    the contract's own, behind which nothing is counted."""
    if row is None or row.value is None or row.code in COUNTS or row.code == "K02" or is_own(row.code):
        return ""
    return f"sur {formats.count(row.n, COUNTED.get(row.code, 'ticket'))}"


def is_fragile(following: Following, row: IndicatorValue | None) -> bool:
    """Fewer observations than the indicator needs to mean something."""
    return row is not None and row.value is not None and row.n < following.definition.minimum


def is_beyond(following: Following, value: Decimal | None) -> bool:
    """On the wrong side of the threshold (of the target where there is none); being on it is not beyond."""
    if value is None or following.line is None:
        return False
    up = following.definition.sense == "up"
    return value < following.line if up else value > following.line
