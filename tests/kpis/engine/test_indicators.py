"""Monthly indicators on a hand-made quarter, then against a slow ticket-by-ticket recount."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from core.engine.months import Month, month_range
from kpis.engine.indicators import Context, part_values, read_tickets, recurrent_pairs, series
from kpis.engine.indicators.activity import NO_BACKLOG, NO_OPENING, NO_USERS
from kpis.engine.indicators.delays import NO_GROSS, NO_RESOLVED
from kpis.engine.indicators.measures import NO_DATA
from kpis.engine.indicators.quality import NO_ANSWER, NO_GAP, NO_REOPENING_KNOWN, NO_RESOLUTION
from kpis.engine.indicators.recurrence import NO_PAIR, SHORT_HISTORY

PARIS = "Europe/Paris"
GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "stats.json").read_text())["cases"]
JANUARY, MARCH, APRIL = Month(2026, 1), Month(2026, 3), Month(2026, 4)


def ticket(reference, opened, resolved=None, **more):
    return {
        "reference": reference,
        "type": "incident",
        "priority": "P3",
        "opened": pd.Timestamp(opened),
        "resolved": pd.Timestamp(resolved) if resolved else pd.NaT,
        "closed": pd.NaT,
        "cancelled": False,
        "service": "ERP",
        "category": "Lenteur",
        "requester": "u1",
        **more,
    }


def measure(rows, code, month=MARCH, context=None, months=None):
    found = series(pd.DataFrame(rows), months or [month], PARIS, context or Context())
    return next(one for one in found[code] if one.month == month)


def golden(kind):
    return next(case for case in GOLDEN if case["kind"] == kind)


def test_volumes_follow_local_months_and_leave_cancelled_ones_out():
    rows = [
        ticket("1", "2026-02-28T22:59:59", priority="P1"),
        ticket("2", "2026-02-28T23:00:00", priority="P1"),
        ticket("3", "2026-03-31T21:59:59", priority="P2"),
        ticket("4", "2026-03-31T22:00:00"),
        ticket("5", "2026-03-10T08:00", cancelled=True),
        ticket("6", "2026-03-10T08:00", type="request", priority="P1"),
        ticket("7", "2026-03-10T08:00", type="problem"),
    ]
    volume = measure(rows, "K01")
    assert (volume.value, volume.n, volume.reason) == (Decimal(2), 2, None)
    assert {name: part.value for name, part in volume.parts.items()} == {"P1": 1, "P2": 1, "P3": 0}
    assert measure(rows, "K03").value == 2
    assert measure(rows, "K03", context=Context(blocking=("P1",))).value == 1
    quarter = series(pd.DataFrame(rows), [Month(2026, 2), MARCH, APRIL], PARIS)["K01"]
    assert part_values(quarter, "P1") == [1, 1, 0]
    assert part_values(quarter, "P9") == [None, None, None]


def test_volume_for_a_hundred_users():
    rows = [ticket(str(n), "2026-03-10T08:00") for n in range(7)]
    per_hundred = measure(rows, "K02", context=Context(users={MARCH: 300}))
    assert (per_hundred.numerator, per_hundred.denominator) == (7, 300)
    assert per_hundred.value.quantize(Decimal("0.0001")) == Decimal("2.3333")
    assert measure(rows, "K02").reason == NO_USERS
    assert measure(rows, "K02", context=Context(users=50)).value == 14


def test_backlog_and_its_old_share():
    rows = [
        ticket("old", "2026-03-01T21:59:59"),
        ticket("thirty", "2026-03-01T23:00:00"),
        ticket("kept", "2026-02-01T08:00", "2026-04-02T08:00"),
        ticket("done", "2026-02-01T08:00", "2026-03-31T21:59:59"),
        ticket("last", "2026-02-01T08:00", "2026-03-31T22:00:00"),
        ticket("shut", "2026-02-01T08:00", closed=pd.Timestamp("2026-03-05T08:00")),
        ticket("next", "2026-04-01T08:00"),
        ticket("void", "2026-02-01T08:00", cancelled=True),
        ticket("asked", "2026-03-30T08:00", type="request"),
    ]
    assert measure(rows, "K08").value == 5
    old = measure(rows, "K09")
    # 30 civil days before 1 April, in Paris, is 2 March at 00:00: the night of the clock change shifts UTC.
    assert (old.numerator, old.denominator, old.value) == (3, 5, Decimal(60))


def test_thirty_days_are_civil_days_over_the_clock_change():
    on_time = ticket("on", "2026-03-01T23:00:00")
    just_before = ticket("before", "2026-03-01T22:59:59")
    assert measure([on_time], "K09").value == 0
    assert measure([just_before], "K09").value == 100


def test_flow_ratio():
    rows = [
        ticket("1", "2026-02-10T08:00", "2026-03-02T08:00"),
        ticket("2", "2026-03-10T08:00", "2026-03-12T08:00"),
        ticket("3", "2026-03-10T08:00", "2026-03-12T08:00", type="request"),
        ticket("4", "2026-03-20T08:00"),
    ]
    ratio = measure(rows, "K10")
    assert (ratio.numerator, ratio.denominator, ratio.value) == (3, 3, 100)
    assert measure(rows, "K10", APRIL).reason == NO_OPENING


def test_delays_give_median_and_ninth_decile_of_the_reference():
    case = golden("durations")
    rows = [
        ticket(str(n), "2026-03-02T08:00", "2026-03-09T08:00", elapsed_seconds=int(Decimal(hours) * 3600))
        for n, hours in enumerate(case["input"]["hours"])
    ]
    rows[9]["priority"] = "P1"
    delay = measure(rows, "K05")
    assert delay.value == Decimal(case["expected"]["median_h"])
    assert delay.extra["p90"] == Decimal(case["expected"]["p90_h"])
    assert delay.n == 10
    lone = delay.parts["P1"]
    assert (lone.value, lone.n, lone.extra) == (38, 1, {"p90": None, "values": (Decimal(38),)})
    assert delay.parts["P3"].value == Decimal("1.1")


def test_delays_leave_out_what_is_not_measured():
    rows = [
        ticket("1", "2026-03-02T08:00", "2026-03-09T08:00", elapsed_seconds=-1),
        ticket("2", "2026-03-02T08:00", "2026-03-09T08:00", elapsed_seconds=60, type="request"),
        ticket("3", "2026-03-02T08:00", elapsed_seconds=60),
    ]
    assert measure(rows, "K05").reason == NO_RESOLVED
    assert measure([ticket("1", "2026-03-02T08:00", "2026-03-09T08:00")], "K05").reason == NO_RESOLVED


def test_reopened_share():
    rows = [
        ticket("1", "2026-03-02T08:00", "2026-03-09T08:00", reopen_count=2),
        ticket("2", "2026-03-02T08:00", "2026-03-09T08:00", reopen_count=0),
        ticket("3", "2026-03-02T08:00", "2026-03-09T08:00", reopen_count=None),
        ticket("4", "2026-03-02T08:00", reopen_count=5),
    ]
    share = measure(rows, "K11")
    assert (share.numerator, share.denominator, share.value) == (1, 2, 50)
    assert measure([ticket("1", "2026-03-02T08:00", "2026-03-09T08:00")], "K11").reason == NO_REOPENING_KNOWN
    assert measure([ticket("1", "2026-03-02T08:00")], "K11").reason == NO_RESOLUTION


def test_recurrence_of_the_reference():
    case = golden("recurrence")
    pairs = [pair.split("/") for pair, times in case["input"]["pairs"].items() for _ in range(times)]
    singles = [(f"S{n}", "divers") for n in range(case["input"]["total"] - len(pairs))]
    rows = [
        ticket(f"T{n:02d}", "2026-02-10T08:00", service=service, category=category)
        for n, (service, category) in enumerate([*pairs, *singles])
    ]
    rows.append(ticket("before", "2025-12-31T22:59:59"))
    share = measure(rows, "K12")
    assert (share.numerator, share.denominator) == (case["expected"]["recurring"], 40)
    assert share.value == Decimal(case["expected"]["pct"])
    assert share.extra == {"pairs": 2}
    end = MARCH.end(PARIS).astimezone(ZoneInfo(PARIS))
    listed = recurrent_pairs(read_tickets(pd.DataFrame(rows)), end)
    assert [(pair.service, pair.category, pair.count) for pair in listed] == [
        ("ERP", "lenteur", 5),
        ("WIFI", "coupure", 3),
    ]
    assert listed[1].references == ("T05", "T06", "T07")
    assert listed[0].first == listed[0].last == datetime(2026, 2, 10, 8, tzinfo=UTC)


def test_recurrence_window_is_ninety_civil_days():
    inside = [ticket(str(n), "2025-12-31T23:00:00") for n in range(3)]
    outside = ticket("out", "2025-12-31T22:59:59", service="WIFI")
    share = measure([*inside, outside], "K12")
    assert (share.numerator, share.denominator) == (3, 3)


def test_recurrence_waits_for_ninety_days_of_data():
    rows = [ticket(str(n), "2026-02-10T08:00") for n in range(3)]
    assert measure(rows, "K12").reason == SHORT_HISTORY
    assert measure(rows, "K12", APRIL, months=[APRIL]).reason == SHORT_HISTORY
    known = Context(covered=frozenset(month_range(JANUARY, MARCH)))
    assert measure(rows, "K12", context=known).value == 100
    nameless = [{**row, "category": ""} for row in rows]
    assert measure(nameless, "K12", context=known).reason == NO_PAIR


def test_concentration_on_three_services():
    names = ["ERP"] * 5 + ["WIFI"] * 3 + ["VPN"] * 2 + ["MAIL"] * 2 + [None]
    rows = [
        ticket(str(n), "2026-03-10T08:00", service=name, requester=f"u{n % 6}", group=f"N{n % 4}")
        for n, name in enumerate(names)
    ]
    share = measure(rows, "K13")
    assert (share.numerator, share.denominator) == (10, 12)
    assert share.extra["top"] == (("ERP", 5), ("WIFI", 3), ("MAIL", 2))
    people = share.parts["requesters"]
    assert (people.numerator, people.denominator) == (7, 13)
    teams = share.parts["groups"]
    assert (teams.numerator, share.extra["top_group"]) == (10, (("N0", 4), ("N1", 3), ("N2", 3)))
    assert (share.parts["sites"].value, share.extra["top_site"]) == (None, ())


def test_paused_share_of_the_reference():
    case = golden("paused_share")
    rows = [
        ticket(
            "1",
            "2026-03-02T08:00",
            "2026-03-09T08:00",
            paused_seconds=case["input"]["paused_min"] * 60,
            gross_seconds=case["input"]["gross_min"] * 60,
        )
    ]
    share = measure(rows, "K14")
    assert share.value.quantize(Decimal("0.1")) == Decimal(case["expected"]["pct"])
    assert (share.numerator, share.denominator, share.n) == (169200, 172800, 1)
    assert measure([ticket("1", "2026-03-02T08:00", "2026-03-09T08:00")], "K14").reason == NO_GROSS


def test_satisfaction_with_its_interval_and_response_rate():
    notes = [5, 4, 3, 2, 1, None, None, Decimal("4.0")]
    rows = [
        ticket(str(n), "2026-03-02T08:00", "2026-03-09T08:00", satisfaction=note)
        for n, note in enumerate(notes)
    ]
    seen = measure(rows, "K22")
    assert (seen.numerator, seen.denominator, seen.value, seen.n) == (3, 6, 50, 6)
    assert (seen.extra["answers"], seen.extra["resolved"], seen.extra["response_rate"]) == (6, 8, 75)
    assert (round(seen.extra["low"], 1), round(seen.extra["high"], 1)) == (18.8, 81.2)
    assert round(seen.extra["alarm_high"], 1) == 77.9
    silent = measure([ticket("1", "2026-03-02T08:00", "2026-03-09T08:00")], "K22")
    assert (silent.value, silent.reason, silent.extra["response_rate"]) == (None, NO_ANSWER, 0)


def test_declared_gap_is_absolute():
    gaps = {MARCH: [Decimal("2.5"), Decimal("-0.5"), None, Decimal(0)]}
    gap = measure([ticket("1", "2026-03-02T08:00")], "K26", context=Context(gaps=gaps))
    assert (gap.value, gap.extra["max"], gap.n) == (1, Decimal("2.5"), 3)
    assert measure([ticket("1", "2026-03-02T08:00")], "K26").reason == NO_GAP


def test_a_month_without_data_is_not_a_quiet_month():
    rows = [ticket("1", "2026-02-10T08:00"), ticket("2", "2026-03-10T08:00")]
    found = series(pd.DataFrame(rows), [JANUARY, MARCH], PARIS)
    assert [one.month for one in found["K01"]] == [JANUARY, Month(2026, 2), MARCH]
    assert [one.value for one in found["K01"]] == [None, 1, 1]
    assert found["K08"][0].reason == NO_DATA
    told = Context(covered=frozenset({MARCH}))
    assert measure(rows, "K01", Month(2026, 2), told, months=[JANUARY, MARCH]).reason == NO_DATA


def test_nothing_to_count_is_said_and_never_a_hundred():
    done = [ticket("1", "2026-02-10T08:00", "2026-02-11T08:00")]
    assert measure(done, "K08").value == 0
    assert measure(done, "K09").reason == NO_BACKLOG
    assert measure(done, "K09").value is None
