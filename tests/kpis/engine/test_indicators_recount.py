"""Monthly indicators against a slow recount ticket by ticket, and the columns they accept or refuse."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.engine.months import Month, month_range
from kpis.engine.indicators import Context, read_tickets, series

PARIS = "Europe/Paris"
JANUARY, MARCH = Month(2026, 1), Month(2026, 3)
ONE = {"reference": ["1"], "type": ["incident"], "opened": [datetime(2026, 3, 10, tzinfo=UTC)]}


def test_columns_as_the_database_gives_them():
    """Aware datetimes as objects, None for missing, Decimal notes: the same figures."""
    opened = datetime(2026, 3, 10, 8, tzinfo=UTC)
    columns = {
        "reference": ["1", "2"],
        "type": ["incident", "request"],
        "opened": [opened, opened],
        "resolved": [opened + timedelta(hours=2), None],
        "closed": [None, None],
        "cancelled": [None, False],
        "priority": ["P1", None],
        "satisfaction": [Decimal("4.5"), None],
        "reopen_count": [1, None],
    }
    found = series(columns, [MARCH], PARIS)
    values = {code: found[code][0].value for code in ("K01", "K03", "K08", "K10", "K11", "K22")}
    assert values == {"K01": 1, "K03": 1, "K08": 1, "K10": 50, "K11": 100, "K22": 100}


def test_impossible_columns_are_refused():
    with pytest.raises(ValueError, match="satisfaction"):
        read_tickets({**ONE, "satisfaction": [6]})
    with pytest.raises(ValueError, match="opening date"):
        read_tickets({**ONE, "opened": [None]})
    with pytest.raises(ValueError, match="one month"):
        series(ONE, [], PARIS)
    with pytest.raises(KeyError, match="type"):
        read_tickets({"reference": ["1"], "opened": [datetime(2026, 3, 1, tzinfo=UTC)]})


def recount(rows, month):
    """The same figures by a loop over tickets and plain datetimes."""
    start, end = month.start(PARIS), month.end(PARIS)
    local = end.astimezone(ZoneInfo(PARIS))
    old, window = local - timedelta(days=30), local - timedelta(days=90)
    kept = [row for row in rows if not row["cancelled"]]
    incidents = [row for row in kept if row["type"] == "incident"]
    opened = [row for row in kept if start <= row["opened"] < end]
    resolved = [row for row in kept if row["resolved"] and start <= row["resolved"] < end]
    stock = [row for row in kept if row["opened"] < end and not (row["resolved"] and row["resolved"] < end)]
    recent = [row for row in incidents if window <= row["opened"] < end]
    pairs = [(row["service"], row["category"]) for row in recent]
    notes = [row["satisfaction"] for row in resolved if row["satisfaction"]]

    def share(part, whole):
        return Fraction(100 * part, whole) if whole else None

    return {
        "K01": Fraction(sum(row["type"] == "incident" for row in opened)),
        "K03": Fraction(sum(row["type"] == "incident" and row["priority"] in {"P1", "P2"} for row in opened)),
        "K08": Fraction(len(stock)),
        "K09": share(sum(row["opened"] < old for row in stock), len(stock)),
        "K10": share(len(resolved), len(opened)),
        "K11": share(sum(row["reopen_count"] > 0 for row in resolved), len(resolved)),
        "K12": share(sum(pairs.count(pair) >= 3 for pair in pairs), len(pairs)),
        "K14": share(sum(row["paused_seconds"] for row in resolved), 1000 * len(resolved)),
        "K22": share(sum(note >= 4 for note in notes), len(notes)),
    }


instants = st.integers(0, 120 * 86400).map(
    lambda second: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(0, second)
)
tickets = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["incident", "request"]),
        "priority": st.sampled_from(["P1", "P2", "P3"]),
        "opened": instants,
        "life": st.one_of(st.none(), st.integers(0, 60 * 86400)),
        "cancelled": st.booleans(),
        "service": st.sampled_from(["ERP", "WIFI"]),
        "category": st.sampled_from(["Lenteur", "Coupure"]),
        "reopen_count": st.integers(0, 2),
        "satisfaction": st.one_of(st.none(), st.integers(1, 5)),
        "paused_seconds": st.integers(0, 1000),
    }
)


@settings(max_examples=60, deadline=None)
@given(drawn=st.lists(tickets, min_size=1, max_size=25), shuffle=st.randoms(use_true_random=False))
def test_agrees_with_a_recount_ticket_by_ticket(drawn, shuffle):
    rows = [
        {
            **row,
            "reference": str(number),
            "resolved": None if row["life"] is None else row["opened"] + timedelta(0, row["life"]),
            "gross_seconds": 1000,
        }
        for number, row in enumerate(drawn)
    ]
    months = month_range(JANUARY, Month(2026, 5))
    told = Context(covered=frozenset(month_range(Month(2025, 10), Month(2026, 5))))
    found = series(pd.DataFrame(rows), months, PARIS, told)
    for position, month in enumerate(months):
        for code, expected in recount(rows, month).items():
            got = found[code][position].value
            assert (got is None) == (expected is None), (code, month)
            if expected is not None:
                assert abs(Fraction(got) - expected) < Fraction(1, 10**20), (code, month)
    shuffle.shuffle(rows)
    assert series(pd.DataFrame(rows), months, PARIS, told) == found


def test_over_sixty_months_every_incident_falls_in_exactly_one():
    size = 20_000
    generator = np.random.default_rng(7)
    opened = np.datetime64("2021-01-01", "s") + generator.integers(0, 60 * 30 * 86400, size)
    columns = {
        "reference": np.arange(size).astype(str),
        "type": generator.choice(["incident", "request"], size),
        "opened": opened,
        "resolved": opened + generator.integers(60, 30 * 86400, size),
    }
    found = series(columns, month_range(Month(2021, 1), Month(2025, 12)), PARIS)
    assert sum(int(one.value) for one in found["K01"]) == int((columns["type"] == "incident").sum())
    assert {len(measures) for measures in found.values()} == {60}
