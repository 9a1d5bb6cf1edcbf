"""Properties of months, ends and notices, whatever the days."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from contracts.engine.dates import Clause, add_months, is_business_day, send_by, term
from contracts.engine.key_dates import safe_day
from core.engine.holidays import french
from core.engine.months import Month

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
MONTHS = st.integers(-600, 600)


@given(DAYS, MONTHS)
def test_months_land_in_the_right_month_and_never_overflow(start: date, months: int) -> None:
    found = add_months(start, months)
    assert Month.of(found) == Month.of(start).shift(months)
    assert found.day == min(start.day, Month.of(found).last_day.day)


@given(DAYS, MONTHS)
def test_a_day_up_to_the_28th_comes_back(start: date, months: int) -> None:
    if start.day <= 28:
        assert add_months(add_months(start, months), -months) == start


@given(DAYS, DAYS, MONTHS)
def test_months_keep_the_order_of_days(first: date, second: date, months: int) -> None:
    if first <= second:
        assert add_months(first, months) <= add_months(second, months)


@given(DAYS, st.integers(1, 60), st.integers(1, 24))
def test_twelve_months_at_once_are_no_chain(start: date, months: int, times: int) -> None:
    """From the origin, the day number is lost only for months that lack it."""
    clause = Clause(start, "tacit", months, None)
    assert all(clause.end(rank) == add_months(start, rank * months) for rank in range(times))


@given(DAYS, st.integers(0, 12), st.integers(1, 24), st.integers(-400, 4000))
def test_a_day_later_never_frees_a_contract(end: date, notice: int, renewal: int, offset: int) -> None:
    clause = Clause(end, "tacit", renewal, None, notice)
    today = end + timedelta(days=offset)
    found, later = term(clause, today), term(clause, today + timedelta(days=1))
    assert found.committed_until <= later.committed_until
    assert found.current_end >= today
    assert safe_day(clause, today) >= today


@given(DAYS, st.integers(0, 60), st.integers(0, 12), st.integers(-400, 4000), st.integers(-400, 4000))
def test_nothing_goes_beyond_the_end_that_a_notice_fixed(
    end: date, extended: int, notice: int, fixed: int, offset: int
) -> None:
    ended = end + timedelta(days=fixed)
    clause = Clause(end, "tacit", 12, None, notice, extended_months=extended, ended_on=ended)
    found = term(clause, end + timedelta(days=offset))
    assert found.current_end <= ended
    assert found.committed_until <= ended


@given(DAYS, st.integers(0, 60))
def test_the_letter_is_posted_on_a_business_day_with_its_margin(safe: date, margin: int) -> None:
    closed = french({safe.year - 1, safe.year})
    posted = send_by(safe, margin, closed)
    assert is_business_day(posted, closed)
    assert posted <= safe - timedelta(days=margin)
