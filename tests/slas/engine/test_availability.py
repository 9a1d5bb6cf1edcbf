"""Availability: every worked case, exact, and the laws it keeps on random outages."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.engine.ratios import Rate, reaches, round_half_up
from slas.engine.availability import (
    Facts,
    Maintenance,
    Outage,
    ServiceTimes,
    measured_times,
    notified_in_time,
    outage_seconds,
)
from slas.engine.availability_figures import (
    FeltOutage,
    SharedFacts,
    downtime_budget,
    in_series,
    judge_availability,
    mean_time_between_failures,
    perceived_percent,
    six_readings,
    together,
    user_hours_lost,
)
from slas.engine.verdicts import Verdict
from tests.slas.engine.golden_clock import cases, hours, instant


def ids(case):
    return case["id"]


def four(value):
    return str(round_half_up(value, 4))


def two(value):
    return str(round_half_up(value, 2))


def state(percent, target):
    return Verdict.MET if reaches(percent, Decimal(target)) else Verdict.BREACHED


@pytest.mark.parametrize("case", cases("availability", "minutes"), ids=ids)
def test_from_minutes(case):
    facts, expected = case["input"], case["expected"]
    times = ServiceTimes(
        facts["service_min"] * 60, facts["maintenance_min"] * 60, facts["outage_min"] * 60
    ) + ServiceTimes(0, outage=facts.get("client_min", 0) * 60)
    percent = times.rate(facts["formula"]).percent
    assert four(percent) == expected["availability_pct"]
    if "state" in expected:
        verdict = judge_availability(times, Decimal(facts["target_pct"]), facts["formula"])
        assert (verdict.state, verdict.basis) == (expected["state"], "outages")


def facts_of(case):
    given_facts = case["input"]
    quota = given_facts.get("quota_min")
    return Facts(
        *map(instant, given_facts["period"]),
        [
            Outage(instant(o["start"]), instant(o["end"]), o.get("imputable", True))
            for o in given_facts["outages"]
        ],
        [
            Maintenance(instant(m["start"]), instant(m["end"]), m["notified"])
            for m in given_facts.get("maintenance", [])
        ],
        None if quota is None else quota * 60,
    )


@pytest.mark.parametrize("case", cases("availability", "intervals", "minutes_instant"), ids=ids)
def test_from_intervals(case):
    given_facts, expected = case["input"], case["expected"]
    calendar = hours(given_facts["calendar"], given_facts.get("holidays", "FR"))
    times = measured_times(calendar, facts_of(case))
    assert times.service == expected["service_min"] * 60
    assert times.maintenance == expected.get("maintenance_min", 0) * 60
    assert times.outage == expected["outage_min"] * 60
    assert (
        four(times.rate(given_facts.get("formula", "deduct_maintenance")).percent)
        == expected["availability_pct"]
    )
    if "state" in expected:
        assert judge_availability(times, Decimal(given_facts["target_pct"])).state == expected["state"]


def test_outages_left_out_keep_their_length():
    (case,) = [case for case in cases("availability", "intervals") if case["id"] == "A21"]
    assert outage_seconds(hours("24x7"), facts_of(case)) == [95 * 60, 30 * 60]


JUNE = (instant("2026-06-01T00:00:00+02:00"), instant("2026-07-01T00:00:00+02:00"))


def test_maintenance_without_outage_row_over_its_quota_is_outage():
    window = Maintenance(instant("2026-06-06T22:00:00+02:00"), instant("2026-06-07T03:00:00+02:00"))
    late = Maintenance(instant("2026-06-10T22:00:00+02:00"), instant("2026-06-10T23:00:00+02:00"), False)
    times = measured_times(hours("24x7"), Facts(*JUNE, (), [late, window], 240 * 60))
    assert (times.maintenance, times.outage) == (240 * 60, 120 * 60)


def test_outage_that_still_runs_lasts_to_the_end_of_the_period():
    times = measured_times(
        hours("24x7"), Facts(*JUNE, [Outage(instant("2026-06-30T23:00:00+02:00"), instant(None))])
    )
    assert times.outage == 3600


def test_time_without_data_under_each_policy():
    hole = (instant("2026-06-10T10:00:00+02:00"), instant("2026-06-10T12:00:00+02:00"))
    down = Outage(instant("2026-06-10T11:00:00+02:00"), instant("2026-06-10T11:30:00+02:00"))
    times = measured_times(hours("24x7"), Facts(*JUNE, [down], unknown=[hole]))
    assert (times.outage, times.unknown) == (1800, 5400)
    service = 720 * 3600
    assert times.under("not_counted").rate() == Rate(service - 1800, service)
    assert times.under("down").rate() == Rate(service - 7200, service)
    assert times.under("excluded_from_both").rate() == Rate(service - 7200, service - 5400)


def test_a_reversed_period_is_refused():
    with pytest.raises(ValueError, match="period"):
        measured_times(hours("24x7"), Facts(JUNE[1], JUNE[0]))


def test_notice_in_business_days():
    start = instant("2026-05-20T22:00:00+02:00")
    assert notified_in_time(hours(), instant("2026-05-12T22:00:00+02:00"), start, 5)
    assert not notified_in_time(hours(), instant("2026-05-12T22:00:01+02:00"), start, 5)


@pytest.mark.parametrize("case", cases("availability", "budget"), ids=ids)
def test_budget(case):
    facts = case["input"]
    assert (
        two(downtime_budget(facts["service_min"], Decimal(facts["target_pct"])))
        == case["expected"]["budget_min"]
    )


def test_margin_left():
    service = 43_200 * 60
    assert judge_availability(ServiceTimes(service, outage=1800), Decimal("99.9")).margin == 2592 - 1800
    assert judge_availability(ServiceTimes(service, outage=2593), Decimal("99.9")).margin == -1
    empty = judge_availability(ServiceTimes(0), Decimal("99.9"))
    assert (empty.state, empty.margin) == (Verdict.NOT_APPLICABLE, None)


@pytest.mark.parametrize("case", cases("availability", "quarter"), ids=ids)
def test_quarter(case):
    facts = case["input"]
    months = zip(facts["service_min"], facts["outage_min"], strict=True)
    total = together(ServiceTimes(service, outage=outage) for service, outage in months)
    assert four(total.rate().percent) == case["expected"]["availability_pct"]


@pytest.mark.parametrize("case", cases("availability", "series"), ids=ids)
def test_series(case):
    percent = in_series(Decimal(text) for text in case["input"]["components_pct"])
    assert four(percent) == case["expected"]["availability_pct"]


@pytest.mark.parametrize("case", cases("availability", "perceived"), ids=ids)
def test_perceived(case):
    facts, expected = case["input"], case["expected"]
    felt = [FeltOutage(o["minutes"] * 60, o["users"], Decimal(o["weight"])) for o in facts["outages"]]
    service = facts["service_min"] * 60
    assert four(perceived_percent(service, facts["population"], felt)) == expected["perceived_pct"]
    assert two(user_hours_lost(felt)) == expected["user_hours_lost"]
    if "binary_pct" in expected:
        binary = ServiceTimes(service, outage=sum(outage.seconds for outage in felt)).rate()
        assert four(binary.percent) == expected["binary_pct"]
    assert perceived_percent(service, 0, felt) is None


@pytest.mark.parametrize("case", cases("availability", "six_formulas"), ids=ids)
def test_six_formulas(case):
    facts, expected = case["input"], dict(case["expected"])
    met = expected.pop("met_at_99_5")
    readings = six_readings(
        SharedFacts(
            facts["all_time_min"],
            facts["business_min"],
            facts["unplanned_down_min"],
            facts["planned_down_min"],
            facts["unknown_min"],
        )
    )
    assert {name: four(readings[name[0]].percent) for name in expected} == expected
    target = Decimal(facts["target_pct"])
    assert {name: reaches(readings[name[0]].percent, target) for name in met} == met


@pytest.mark.parametrize("case", cases("availability", "mtbf"), ids=ids)
def test_mean_time_between_failures(case):
    facts = case["input"]
    seconds = (int(Fraction(facts[name]) * 3600) for name in ("service_h", "outage_h"))
    service, outage = seconds
    found = mean_time_between_failures(ServiceTimes(service, outage=outage), facts["count"])
    expected = case["expected"]["mtbf_h"]
    assert (None if found is None else found / 3600) == (None if expected is None else Fraction(expected))


@pytest.mark.parametrize("case", cases("availability", "not_measurable"), ids=ids)
def test_without_an_outage_file(case):
    facts, expected = case["input"], case["expected"]
    times = ServiceTimes(facts.get("service_min", 43_200) * 60)
    verdict = judge_availability(
        times,
        Decimal("99.9"),
        file_received=facts["file_received"],
        nil_statement=facts["nil_statement"],
    )
    assert verdict.state == expected["state"]
    assert verdict.basis == expected.get("basis", "none")
    shown = None if verdict.rate.percent is None else four(verdict.rate.percent)
    assert shown == expected.get("availability_pct")


MARCH = (
    int(instant("2026-03-20T00:00:00+01:00").astype(int)),
    int(instant("2026-04-05T00:00:00+02:00").astype(int)),
)
spans = st.tuples(st.integers(MARCH[0] - 90_000, MARCH[1] + 90_000), st.integers(0, 200_000), st.booleans())


def at(second):
    return np.datetime64(second, "s")


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([hours("24x7"), hours(), hours("HO_8_12_14_18")]),
    st.lists(spans, max_size=5),
    st.lists(spans, max_size=3),
    spans,
    st.none() | st.integers(0, 40_000),
)
def test_laws(calendar, down, planned, one_more, quota):
    outages = [Outage(at(a), at(a + size), flag) for a, size, flag in down]
    windows = [Maintenance(at(a), at(a + size), flag) for a, size, flag in planned]
    facts = Facts(at(MARCH[0]), at(MARCH[1]), outages, windows, quota)
    times = measured_times(calendar, facts)
    assert 0 <= times.outage + times.maintenance <= times.service
    assert quota is None or times.maintenance <= quota
    start, size, flag = one_more
    worse = measured_times(
        calendar,
        Facts(facts.start, facts.end, [*outages, Outage(at(start), at(start + size), flag)], windows, quota),
    )
    assert worse.outage >= times.outage
    if times.service > times.maintenance:
        assert 0 <= worse.rate().fraction <= times.rate().fraction <= 1
