"""How long before a resource is full: K20, from the occupation told each month."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import floor

from core.engine.formats import count, number
from core.engine.months import Month, month_range
from kpis.engine.trends import MINIMUM, mann_kendall, steps_until, theil_sen

FULL = 100
WINDOW = 12
DAYS_OF_A_MONTH = Fraction(36525, 1200)
NOT_RISING = "Sans objet : l’occupation ne monte pas de façon établie ({} % de la capacité)."


def days_left(month: Month, told: Mapping[Month, Decimal]) -> tuple[Decimal | None, str]:
    """Whole days from the end of a month until the line of Theil and Sen meets the capacity, or why there are none.

    `told`: occupation at the end of each month, in per cent of the capacity. The line rests on the twelve months that
    end with this one, 8 of them told at least, and only where Mann-Kendall proves a rise: a flat line is never full.
    """
    values = [told.get(one) for one in month_range(month.shift(1 - WINDOW), month)]
    if values[-1] is None:
        return None, "Non mesuré : aucune occupation relevée pour ce mois."
    if values[-1] >= FULL:
        return Decimal(0), ""
    known = sum(value is not None for value in values)
    if known < MINIMUM:
        return (
            None,
            f"Non mesuré : {count(known, 'relevé')} sur {MINIMUM} en douze mois, la projection attend.",
        )
    line = theil_sen(values)
    if mann_kendall(values).trend != "rising" or line is None or not line.is_seen:
        return None, NOT_RISING.format(number(values[-1], 1))
    steps = steps_until(values, FULL) or Fraction(0)  # a line already past the capacity leaves nothing
    return Decimal(floor(steps * DAYS_OF_A_MONTH)), ""
