"""The generated series: the same for the same seed, and carrying exactly what is said to be planted."""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from statistics import median

import pytest

from core.engine.months import Month
from infogerance.demo import phenomena as plan
from infogerance.demo.exports import counted, shown_in
from infogerance.demo.flow import end_of
from infogerance.demo.generator import Series, generate, months_until
from infogerance.demo.lives import Life
from infogerance.demo.worlds import CLOUD, OFFICE
from kpis.engine.statistics import mann_kendall

LAST = Month(2026, 10)


@pytest.fixture(scope="module")
def office() -> Series:
    return generate(OFFICE, LAST)


@pytest.fixture(scope="module")
def cloud() -> Series:
    return generate(CLOUD, LAST)


@pytest.fixture(scope="module")
def known(office: Series) -> list[Life]:
    """Every ticket that some export of the series shows."""
    found = {life.reference: life for month in office.months for life in shown_in(office.lives, month)}
    return list(found.values())


def rows(series: Series, rank: int, kind: str) -> list[dict[str, str]]:
    name, content = series.deliveries[rank].files[kind]
    assert name.endswith(f"-{series.months[rank]}.csv")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def declared(series: Series, rank: int) -> dict[str, tuple[int, int]]:
    return {
        row["Engagement"]: (int(row["Numérateur"]), int(row["Dénominateur"]))
        for row in rows(series, rank, "declared")
    }


def recomputed(known: list[Life], month: Month) -> dict[str, tuple[int, int]]:
    return {f.commitment: (f.good, f.total) for f in counted(known, month, OFFICE.clocked, told=False)}


def percent(pair: tuple[int, int]) -> Fraction:
    return Fraction(100 * pair[0], pair[1])


def test_fifteen_months_end_with_the_last() -> None:
    months = months_until(LAST)
    assert (len(months), str(months[0]), str(months[-1])) == (15, "2025-08", "2026-10")


def test_same_seed_same_bytes(office: Series) -> None:
    again, other = generate(OFFICE, LAST), generate(OFFICE, LAST, seed=1)
    assert [d.files for d in again.deliveries] == [d.files for d in office.deliveries]
    assert other.deliveries[0].files != office.deliveries[0].files


@pytest.mark.parametrize("last", [Month(2026, 3), Month(2025, 12), Month(2026, 12)])
def test_any_last_month_gives_a_whole_series(last: Month) -> None:
    for world in (OFFICE, CLOUD):
        assert len(generate(world, last).deliveries) == 15


def test_volumes_are_believable(office: Series, cloud: Series) -> None:
    assert all(250 <= len(shown_in(office.lives, month)) <= 420 for month in office.months)
    assert all(100 <= len(shown_in(cloud.lives, month)) <= 170 for month in cloud.months)


def test_an_export_holds_the_opened_and_the_unfinished(office: Series) -> None:
    shown = {row["Référence"]: row for row in rows(office, 3, "tickets")}
    for life in office.lives:
        if life.reference in shown:
            assert life.alive_in(end_of(office.months[2]), end_of(office.months[3]))
    assert {"Nouveau", "En cours", "Résolu", "Clos"} <= {row["Statut"] for row in shown.values()}


def test_instants_are_in_order(office: Series, cloud: Series) -> None:
    for life in (*office.lives, *cloud.lives):
        assert life.opened < life.picked_up <= life.resolved
        for wait in life.waits:
            assert life.picked_up < wait.start <= wait.end < life.resolved


@pytest.mark.parametrize("rank", range(plan.OMISSION[0]))
def test_before_the_omissions_what_is_declared_is_what_is_recomputed(
    office: Series, known: list[Life], rank: int
) -> None:
    ours = recomputed(known, office.months[rank])
    assert {code: pair for code, pair in declared(office, rank).items() if code in ours} == ours


@pytest.mark.parametrize("rank", plan.OMISSION)
def test_omissions_turn_the_verdict_of_p3_resolution(office: Series, known: list[Life], rank: int) -> None:
    assert percent(declared(office, rank)["E06"]) >= 92
    assert percent(recomputed(known, office.months[rank])["E06"]) < 89


@pytest.mark.parametrize("rank", plan.OMISSION)
def test_omitted_references_vanish_or_leave_holes(office: Series, rank: int) -> None:
    before = {row["Référence"]: row for row in rows(office, rank - 1, "tickets")}
    now = {row["Référence"] for row in rows(office, rank, "tickets")}
    unfinished = {name for name, row in before.items() if not row["Résolu le"]}
    gone = [life for life in office.lives if life.reference in unfinished - now]
    assert len([life for life in gone if life.priority == "P3"]) == plan.VANISHING[rank]
    assert {life.priority for life in gone} == {"P3", "P4"}
    numbers = sorted(
        int(life.reference[4:])
        for life in office.lives
        if life.type == "Incident" and Month.of(life.opened.date()) == office.months[rank]
    )
    present = {int(name[4:]) for name in now if name.startswith("INC-")}
    assert len([n for n in numbers if n not in present]) == plan.NEVER_SHOWN[rank]


def test_the_clean_month_keeps_every_commitment(office: Series, known: list[Life]) -> None:
    ours = recomputed(known, office.months[plan.CLEAN])
    for code in ("E01", "E02", "E04", "E05"):
        assert ours[code][0] == ours[code][1] > 0
    for code in ("E03", "E06", "E07"):
        assert percent(ours[code]) > 94
    assert rows(office, plan.CLEAN, "outages") == []


def test_one_month_has_no_p1(office: Series) -> None:
    assert declared(office, plan.WITHOUT_P1)["E01"] == (0, 0)
    assert declared(office, plan.WITHOUT_P1)["E04"] == (0, 0)
    empty = [rank for rank in range(15) if declared(office, rank)["E04"] == (0, 0)]
    assert empty == [plan.WITHOUT_P1]


def test_one_p1_is_late_by_two_hours_twenty(office: Series) -> None:
    late = [life for life in office.lives if any(j.commitment == "E04" and not j.met for j in life.judged)]
    assert [Month.of(life.opened.date()) for life in late] == [office.months[plan.LATE_P1]]
    assert (late[0].resolved - late[0].opened).total_seconds() == (4 * 60 + 140) * 60


def test_three_p2_are_lowered_after_their_deadline(office: Series, known: list[Life]) -> None:
    lowered = [row for row in rows(office, plan.LOWERED, "tickets") if row["Priorité initiale"]]
    assert [(row["Priorité initiale"], row["Priorité"]) for row in lowered] == [("P2", "P3")] * 3
    assert all(row["Priorité changée le"] for row in lowered)
    told, ours = declared(office, plan.LOWERED)["E05"], recomputed(known, office.months[plan.LOWERED])["E05"]
    assert (ours[1] - told[1], percent(told) >= 95, percent(ours) < 95) == (3, True, True)


def test_p3_take_longer_and_the_backlog_grows(office: Series, known: list[Life]) -> None:
    hours, backlog = [], []
    for month in office.months:
        end = end_of(month)
        start = end_of(month.shift(-1))
        done = [x for x in known if x.priority == "P3" and start <= x.resolved < end]
        hours.append(median((x.resolved - x.opened).total_seconds() / 3600 for x in done))
        backlog.append(sum(x.opened < end <= x.resolved for x in known))
    for series in (hours, backlog):
        drift = mann_kendall(series[plan.DRIFT_FROM :])
        assert drift.p is not None
        assert drift.p < 0.05
        assert drift.s > 0
        assert max(series[: plan.DRIFT_FROM]) < min(series[plan.OMISSION[0] :])


def test_one_service_keeps_failing(office: Series) -> None:
    for rank in range(15):
        failing = [
            life
            for life in office.lives
            if Month.of(life.opened.date()) == office.months[rank] and life.service == plan.FAILING_SERVICE
        ]
        assert len(failing) == (plan.FAILING_INCIDENTS if rank >= plan.FAILING_FROM else 0)
        assert {life.category for life in failing} <= {plan.FAILING_CATEGORY}


def test_the_erp_misses_its_availability_in_the_last_month_only(office: Series) -> None:
    rates = [percent(declared(office, rank)["E08"]) for rank in range(15)]
    assert all(rate >= Fraction(999, 10) for rate in rates[:-1])
    assert round(float(rates[-1]), 2) == 99.62


def test_the_watermelon(cloud: Series) -> None:
    answers = [int(row["Satisfaction"]) for row in rows(cloud, plan.LAST, "tickets") if row["Satisfaction"]]
    recent = [
        life.satisfaction
        for life in cloud.lives
        if life.satisfaction and Month.of(life.resolved.date()) == cloud.months[-1]
    ]
    assert (len(recent), sum(score >= 4 for score in recent)) == (100, 61)
    assert len(answers) >= 100
    required = {"H01": 90, "H02": 95, "H03": 90, "H05": 98, "H06": 100}
    for code, target in required.items():
        assert percent(declared(cloud, plan.LAST)[code]) >= target
    assert percent(declared(cloud, plan.LAST)["H04"]) >= Fraction(999, 10)


def test_reports_come_in_time_but_one(office: Series) -> None:
    late = [rank for rank in range(15) if declared(office, rank)["E14"] == (0, 1)]
    assert late == [plan.LATE_REPORT]
    received = office.deliveries[plan.LATE_REPORT].received_at
    assert str(received) == "2026-07-09 14:40:00+00:00"
