"""Explicit formats only, one order per file."""

from datetime import date

import pytest

from reports.engine.dates import DAY_FIRST, MONTH_FIRST, settle_order, take_apart, walls

MARCH = (date(2026, 3, 1), date(2026, 3, 31))


def read(*cells, order=DAY_FIRST):
    seconds, good = walls(take_apart(list(cells)), order)
    return [str(s.astype("datetime64[s]")) if ok else None for s, ok in zip(seconds, good, strict=True)]


@pytest.mark.parametrize(
    "cell",
    [
        "31/03/2026 08:05",
        "31/03/2026 08:05:00",
        "31-03-2026 08:05",
        "2026-03-31 08:05",
        "2026-03-31T08:05:00",
        "31/3/2026 8:05",
        "31/03/2026\u00a008:05",
        "2026-03-31T08:05:00.000",
    ],
)
def test_accepted_shapes(cell):
    assert read(cell) == ["2026-03-31T08:05:00"]


@pytest.mark.parametrize(
    "cell",
    [
        *("31/02/2026 08:00", "29/02/2026 08:00", "00/03/2026 08:00", "15/13/2026 08:00", "15/03/2026 24:00"),
        *("15/03/26 08:00", "15/03/2026", "15.03.2026 08:00", "15/03-2026 08:00", "٣١/03/2026 08:00"),
        *("hier", "46083.5", "1772441700", "9" * 60),
    ],
)  # fmt: skip
def test_refused_shapes(cell):
    assert read(cell) == [None]


def test_leap_day_and_offsets():
    assert read("29/02/2024 00:00") == ["2024-02-29T00:00:00"]
    written = take_apart(
        ["2026-03-31T08:05Z", "2026-03-31 08:05+02:00", "2026-03-31T08:05-0330", "2026-03-31 08:05"]
    )
    assert written.offset.tolist() == [0, 7200, -12600, 10**6]


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["13/03/2026 08:00"], DAY_FIRST),
        (["03/13/2026 08:00"], None),
        (["03/03/2026 08:00"], DAY_FIRST),
        (["05/03/2026 08:00", "07/03/2026 08:00"], DAY_FIRST),
        (["03/05/2026 08:00", "03/07/2026 08:00"], None),
        (["2026-03-05 08:00"], DAY_FIRST),
        ([], DAY_FIRST),
    ],
)
def test_the_order_is_settled_by_the_file_and_its_month(cells, order):
    assert settle_order([take_apart(cells)], MARCH) == order


def test_month_first_swaps():
    assert read("03/31/2026 08:00", order=MONTH_FIRST) == ["2026-03-31T08:00:00"]


@pytest.mark.parametrize("offset", ["-12:00", "+14:00", "+05:45", "Z"])
def test_offsets_of_real_zones(offset):
    assert read(f"2026-03-31T08:05{offset}") == ["2026-03-31T08:05:00"]


@pytest.mark.parametrize("offset", ["+25:00", "+99:99", "+02:60", "+24:00", "+14:01", "-12:30"])
def test_an_offset_no_clock_has_is_refused(offset):
    assert read(f"2026-03-31T08:05{offset}") == [None]
