"""Outages as lived: hours lost, availability as lived, time between two outages; a reason where nothing is measured."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from core.engine.months import Month
from kpis.engine.indicators.activity import NO_USERS
from kpis.engine.indicators.lived import NO_OUTAGE, NO_SERVICE, NOT_TOLD, between_failures, user_hours
from kpis.engine.indicators.measures import NO_DATA
from slas.engine.hours import ServiceHours
from slas.engine.lived import LivedMonth, LivedService, Stop, live

JUNE = Month(2026, 6)
HO = ServiceHours("Europe/Paris", {day: [("08:00", "18:00")] for day in range(5)})
PERIOD = (np.datetime64("2026-05-31T22:00:00"), np.datetime64("2026-06-30T22:00:00"))
DUE = 22 * 10 * 3600
HALF = Decimal("0.5")


def stop(start, end, users=120, degraded=False):
    return Stop(np.datetime64(start), np.datetime64(end) if end else np.datetime64("NaT"), users, degraded)


def service(*stops):
    return live("ERP", HO, PERIOD, stops, HALF)


NINETY = ("2026-06-08T08:00:00", "2026-06-08T09:30:00")


def measured(*services, told=True, outside=0):
    return {JUNE: LivedMonth(services, told, outside)}


def test_the_reference_case_of_the_domain():
    """90 min of 120 of 300 users over 13 200 min: 180 h lost, 99,7273 %."""
    lived = measured(service(stop(*NINETY)))
    (found,) = user_hours([JUNE], lived, 300)
    assert (found.value, found.n) == (180, 1)
    assert round(found.extra["perceived"], 4) == Decimal("99.7273")
    assert found.parts["ERP"].value == 180


def test_a_degraded_service_counts_for_its_weight_and_is_no_failure():
    lived = measured(service(stop(*NINETY, degraded=True)))
    (found,) = user_hours([JUNE], lived, 300)
    assert found.value == 90
    assert round(found.extra["perceived"], 4) == Decimal("99.8636")
    assert between_failures([JUNE], lived)[0].reason == NO_OUTAGE


@pytest.mark.parametrize(
    ("stops", "down", "outages", "lost"),
    [
        ([], 0, 0, 0),
        ([stop("2026-06-06T08:00:00", "2026-06-06T09:00:00")], 0, 0, 0),
        ([stop("2026-06-12T14:30:00", "2026-06-15T07:15:00", 10)], 9900, 1, 9900 * 10),
        ([stop("2026-06-30T14:00:00", None, 10)], 7200, 1, 7200 * 10),
        ([stop(*NINETY, users=2), stop("2026-06-08T09:00:00", "2026-06-08T10:00:00", 3)], 7200, 2, 5400 * 2 + 3600 * 3),
    ],
    ids=["none", "out of hours", "over a week-end", "still down", "overlapping"],
)  # fmt: skip
def test_service_seconds(stops, down, outages, lost):
    found = service(*stops)
    assert (found.due, found.down, found.outages, found.lost) == (DUE, down, outages, lost)


def test_time_between_failures_of_the_domain():
    """(220 − 2,75) / 2 = 108,625 h."""
    one = LivedService("ERP", DUE, 9900, 2, Fraction(0), 0)
    (found,) = between_failures([JUNE], measured(one))
    assert (found.value, found.n) == (Decimal("108.625"), 2)
    assert found.parts["ERP"].value == Decimal("108.625")


@pytest.mark.parametrize(
    ("lived", "reason"),
    [
        ({}, NO_DATA),
        (measured(), NO_SERVICE),
        (measured(service(), told=False), NOT_TOLD),
        (measured(service(stop(*NINETY, users=None))), "Non mesurable : 1 panne sans nombre d’utilisateurs."),
    ],
)
def test_no_figure_without_what_it_takes(lived, reason):
    (found,) = user_hours([JUNE], lived, 300)
    assert (found.value, found.reason.replace("\u00a0", " ")) == (None, reason)
    assert found.extra.get("perceived") is None


def test_a_month_told_without_outage_lost_nothing():
    (found,) = user_hours([JUNE], measured(service(), outside=2), None)
    assert (found.value, found.extra["outside"]) == (0, 2)
    assert (found.extra["perceived"], found.extra["perceived_reason"]) == (None, NO_USERS)
