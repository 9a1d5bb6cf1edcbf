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
COUNTS = frozenset({"K01", "K03", "K08", "K15", "K20"})
COUNTED = {
    "K04": "panne",
    "K05": "incident",
    "K06": "panne",
    "K12": "incident",
    "K13": "incident",
    "K16": "changement",
    "K17": "équipement",
    "K18": "sauvegarde",
    "K19": "poste ou compte|postes et comptes",
    "K21": "équipement",
    "K22": "réponse",
    "K23": "réponse",
    "K25": "action ouverte|actions ouvertes",
    "K26": "engagement",
    "K28": "personne",
}
"""What was counted behind an indicator of the catalogue, where it is not a ticket."""
UNCOUNTED = frozenset({"K02", "K24"})
"""Nothing is counted behind these: a number of people, or euros."""
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
    """« sur 86 tickets » behind a share or a delay; nothing for a count, which is its own number, nor for a value told
    without its counts, nor for an indicator of the contract's own."""
    if row is None or row.value is None or row.code in COUNTS | UNCOUNTED or is_own(row.code):
        return ""
    if not row.n and "side" in row.extra:
        return ""
    return f"sur {formats.count(row.n, COUNTED.get(row.code, 'ticket'))}"


def is_fragile(following: Following, row: IndicatorValue | None) -> bool:
    """Fewer observations than the indicator needs to mean something; of a value told without its counts nobody knows."""
    if row is None or row.value is None or (not row.n and "side" in row.extra):
        return False
    return row.n < following.definition.minimum


def is_beyond(following: Following, value: Decimal | None) -> bool:
    """On the wrong side of the threshold (of the target where there is none); being on it is not beyond."""
    if value is None or following.line is None:
        return False
    up = following.definition.sense == "up"
    return value < following.line if up else value > following.line
