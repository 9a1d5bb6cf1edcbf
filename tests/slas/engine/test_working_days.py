"""Business days of a calendar, clock time kept."""

import numpy as np
import pytest

from slas.engine.hours import ServiceHours
from slas.engine.working_days import shift_business_days
from tests.slas.engine.golden_clock import hours, instants

OFFICE = hours()


def test_forward_and_back_over_a_holiday():
    starts = instants("2026-05-13T16:00+02:00", "2026-05-18T09:30+02:00", "2026-05-16T10:00+02:00", None)
    moved = shift_business_days(OFFICE, starts, [2, -2, 1, 5])
    assert moved[:3].tolist() == (
        instants("2026-05-18T16:00+02:00", "2026-05-13T09:30+02:00", "2026-05-18T10:00+02:00").tolist()
    )
    assert np.isnat(moved[3])


def test_from_a_closed_day_backwards_and_zero():
    sunday = instants("2026-03-08T10:00+01:00")
    assert shift_business_days(OFFICE, sunday, -1) == instants("2026-03-06T10:00+01:00")
    assert shift_business_days(OFFICE, sunday, 0) == sunday


def test_to_the_closing_of_the_day_reached():
    start = instants("2026-03-27T09:00+01:00")
    assert shift_business_days(OFFICE, start, 1, at="closing") == instants("2026-03-30T18:00+02:00")


def test_local_clock_time_is_kept_over_a_change_of_clocks():
    start = instants("2026-03-27T09:00+01:00")
    assert shift_business_days(OFFICE, start, 1) == instants("2026-03-30T09:00+02:00")


def test_a_service_that_never_opens_is_refused():
    with pytest.raises(ValueError, match="Aucune plage"):
        shift_business_days(ServiceHours("UTC", {}), instants("2026-03-27T09:00+01:00"), 1)
