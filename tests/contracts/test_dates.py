"""Dates of the contract, against the golden cases and some edges of our own."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from contracts.engine.dates import (
    Clause,
    add_months,
    business_days_after,
    business_days_before,
    business_days_between,
    month_sequence,
    nth_business_day,
    reminders,
    send_by,
    term,
)
from core.engine.holidays import french
from core.engine.months import Month

CASES = json.loads((Path(__file__).parents[1] / "golden" / "dates.json").read_text("utf-8"))["cases"]
METROPOLE = french(range(2025, 2029))
ALSACE = french(range(2025, 2029), "alsace-moselle")


def of_kind(kind: str) -> Any:
    cases = [case for case in CASES if case["kind"] == kind]
    assert cases, kind
    return pytest.mark.parametrize("case", cases, ids=[case["id"] for case in cases])


def day(text: str) -> date:
    return date.fromisoformat(text)


@of_kind("add_months")
def test_add_months(case: Any) -> None:
    assert add_months(day(case["input"]["date"]), case["input"]["months"]) == day(case["expected"])


@of_kind("month_sequence")
def test_months_are_counted_from_the_origin(case: Any) -> None:
    found = month_sequence(day(case["input"]["start"]), case["input"]["count"])
    assert found == [day(text) for text in case["expected"]]


@of_kind("term")
def test_term(case: Any) -> None:
    given, expected = case["input"], case["expected"]
    clause = Clause(
        day(given["initial_end"]),
        given["renewal"],
        given["renewal_months"],
        given["max_renewals"],
        given["notice_months"],
    )
    found = term(clause, day(given["as_of"]))
    assert found.expired == (expected["state"] == "expired")
    assert (found.current_end, found.renewals) == (day(expected["current_end"]), expected["renewals"])
    for name in ("last_safe_receipt", "committed_until", "next_last_safe_receipt"):
        if name in expected:
            assert getattr(found, name) == day(expected[name]), name
    if "notice_still_possible" in expected:
        assert found.notice_still_possible is expected["notice_still_possible"]


@of_kind("nth_business_day")
def test_nth_business_day(case: Any) -> None:
    given = case["input"]
    holidays = METROPOLE if given["holidays"] == "FR" else ALSACE
    assert nth_business_day(Month.parse(given["month"]), given["n"], holidays) == day(case["expected"])


@of_kind("business_days_before")
def test_business_days_before(case: Any) -> None:
    assert business_days_before(day(case["input"]["date"]), case["input"]["n"], METROPOLE) == day(
        case["expected"]
    )


@of_kind("business_days_after")
def test_business_days_after(case: Any) -> None:
    assert business_days_after(day(case["input"]["date"]), case["input"]["n"], METROPOLE) == day(
        case["expected"]
    )


@of_kind("business_days_between")
def test_business_days_between(case: Any) -> None:
    given = case["input"]
    assert business_days_between(day(given["due"]), day(given["received"]), METROPOLE) == case["expected"]


@of_kind("send_by")
def test_send_by(case: Any) -> None:
    given = case["input"]
    found = send_by(day(given["last_safe_receipt"]), given["posting_margin_days"], METROPOLE)
    assert found == day(case["expected"]["send_by"])


@of_kind("ladder")
def test_reminders(case: Any) -> None:
    found = reminders(day(case["input"]["last_safe_receipt"]), tuple(case["input"]["days"]))
    assert found == [day(text) for text in case["expected"]]


def test_a_month_has_no_thirtieth_business_day() -> None:
    with pytest.raises(ValueError, match="no business day number 30"):
        nth_business_day(Month(2026, 4), 30, METROPOLE)


def test_the_committee_of_march_2026_sits_on_the_twelfth_business_day_of_april() -> None:
    assert nth_business_day(Month(2026, 4), 10, METROPOLE) == date(2026, 4, 15)
    assert nth_business_day(Month(2026, 4), 12, METROPOLE) == date(2026, 4, 17)


def test_an_express_renewal_does_not_follow_from_silence() -> None:
    found = term(Clause(date(2026, 12, 31), "express", 12, 2, 6), date(2026, 8, 1))
    assert (found.committed_until, found.notice_still_possible) == (date(2026, 12, 31), False)
    assert term(Clause(date(2026, 12, 31), "express", 12, 2, 6), date(2027, 1, 1)).expired
