"""The effects of causes as printed: they sum, as printed, to the gap as printed."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from core.engine.ratios import round_half_up
from slas.engine.reconciliation import Cause

EFFECT_DECIMALS = 2


def shown_effects(effects: Iterable[tuple[str, Fraction]]) -> list[tuple[str, Decimal]]:
    """Each cause with its rounded effect, in the order given; the rounding takes what the others leave, if any."""
    exact = list(effects)
    total = round_half_up(sum((effect for _, effect in exact), Fraction(0)), EFFECT_DECIMALS)
    shown = [
        (cause, round_half_up(effect, EFFECT_DECIMALS)) for cause, effect in exact if cause != Cause.ROUNDING
    ]
    rest = total - sum((effect for _, effect in shown), Decimal(0))
    return [*shown, (Cause.ROUNDING.value, rest)] if rest else shown
