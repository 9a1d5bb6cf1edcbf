"""Work units, committee actions, prevention and saturation, each equal to what a person works out by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest

from core.engine.months import Month, month_range
from kpis.engine.indicators import Context, series
from kpis.engine.indicators.practices import (
    NO_ACTION,
    NO_PLAN,
    NO_PREVENTIVE,
    NO_WORK,
    NOT_BOOKED,
    Actions,
    PlannedUnit,
)
from kpis.engine.indicators.saturation import days_left

MARCH = Month(2026, 3)
YEAR = month_range(Month(2026, 1), MARCH)
NOTHING = pd.DataFrame({"reference": [], "type": [], "opened": []})


def told(
    code: str, context: Context, tickets: pd.DataFrame = NOTHING
) -> list[tuple[Decimal | None, str | None]]:
    found = series(tickets, YEAR, "Europe/Paris", context)[code]
    return [(None if one.value is None else round(one.value, 2), one.reason) for one in found]


def test_units_are_weighed_by_their_price_and_counted_from_january() -> None:
    """Visits at 100 €: 4 planned a month; servers at 1 000 €: 1 planned in March. Used: 4, 8 visits, then 1 server."""
    visits = PlannedUnit(
        "UO1", Fraction(100), {YEAR[0]: Fraction(4), YEAR[1]: Fraction(8)}, dict.fromkeys(YEAR, Fraction(4))
    )
    server = PlannedUnit("UO2", Fraction(1000), {MARCH: Fraction(1)}, {MARCH: Fraction(1)})
    context = Context(units=[visits, server], booked=MARCH)
    assert told("K24", context) == [
        (100, None),
        (150, None),
        (Decimal(100), None),
    ]  # 2 200 € of 2 200 € in March
    parts = series(NOTHING, YEAR, "Europe/Paris", context)["K24"][2].parts
    assert {code: one.value for code, one in parts.items()} == {"UO1": 100, "UO2": 100}
    assert told("K24", Context(units=[visits], booked=YEAR[1]))[2] == (None, NOT_BOOKED)
    free = PlannedUnit("UO3", Fraction(0), {}, dict.fromkeys(YEAR, Fraction(4)))
    assert told("K24", Context(units=[free], booked=MARCH))[0] == (None, NO_PLAN)


def test_late_actions_over_open_ones() -> None:
    context = Context(actions={MARCH: Actions(late=2, open=8, kept=3, done=4)})
    assert told("K25", context) == [(None, NO_ACTION), (None, NO_ACTION), (25, None)]
    assert series(NOTHING, YEAR, "Europe/Paris", context)["K25"][2].extra == {"kept": 3, "done": 4}


@pytest.mark.parametrize(
    ("categories", "expected"),
    [
        (["Maintenance préventive > Poste", "Lenteur", "Lenteur", "PREVENTIF"], (Decimal(50), None)),
        (["Lenteur"], (None, NO_PREVENTIVE)),
    ],
)
def test_prevention_is_what_the_categories_call_so(
    categories: list[str], expected: tuple[Decimal | None, str | None]
) -> None:
    frame = pd.DataFrame(
        {"reference": [str(n) for n in range(len(categories))], "type": "incident",
         "opened": pd.Timestamp("2026-03-05T10:00", tz="UTC"), "category": categories}
    )  # fmt: skip
    assert told("K27", Context(covered=frozenset(YEAR)), frame)[2] == expected
    if expected[0]:
        assert told("K27", Context(covered=frozenset(YEAR)), frame)[0] == (None, NO_WORK)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([60, 62, 64, 66, 68, 70, 72, 74], (395, "")),  # 26 points left at 2 a month: 13 months of 30.4375 days
        ([60, None, 64, 66, 68, 70, 72, 74], (None, "Non mesuré : 7 relevés sur 8 en douze mois, la projection attend.")),
        ([70, 70, 70, 70, 70, 70, 70, 70], (None, "l’occupation ne monte pas de façon établie (70,0 % de la capacité).")),
        ([60, 62, 64, 66, 68, 70, 72, 100], (0, "")),
        ([60, 62, 64, 66, 68, 70, 72, None], (None, "Non mesuré : aucune occupation relevée pour ce mois.")),
    ],
)  # fmt: skip
def test_days_before_a_resource_is_full(told: list[int | None], expected: tuple[int | None, str]) -> None:
    months = month_range(MARCH.shift(1 - len(told)), MARCH)
    known = {month: Decimal(value) for month, value in zip(months, told, strict=True) if value is not None}
    value, reason = days_left(MARCH, known)
    assert (value, expected[1] in reason.replace("\u00a0", " ")) == (expected[0], True)
