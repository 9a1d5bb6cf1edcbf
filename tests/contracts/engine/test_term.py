"""Ends, notices and reminders: the golden cases that remain, the public bugs by name."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from contracts.engine.dates import (
    Clause,
    EndConvention,
    end_of,
    is_business_day,
    reminders,
    term,
)
from contracts.engine.key_dates import DateTerms, Option, Recurring, key_dates, safe_day, with_notice
from contracts.engine.notice import Letter, LetterRefused, check_letter, end_after
from contracts.engine.reminders import Standing, standing
from core.engine.holidays import french
from core.engine.months import Month

GOLDEN = Path(__file__).parents[2] / "golden" / "dates.json"
CASES = {case["id"]: case for case in json.loads(GOLDEN.read_text("utf-8"))["cases"]}
INF = Clause(date(2026, 12, 31), "tacit", 12, 2, notice_months=6)


def day(text: str) -> date:
    return date.fromisoformat(text)


# ---- Golden cases of ends and alerts ----


@pytest.mark.parametrize("key", ["D34", "D35"])
def test_an_alert_follows_the_firm_period_and_the_convention(key: str) -> None:
    given_, expected = CASES[key]["input"], CASES[key]["expected"]
    convention = cast(EndConvention, given_["end_convention"])
    end = end_of(day(given_["start"]), given_["initial_months"], convention)
    clause = Clause(end, notice_months=given_["notice_months"])
    alert = reminders(clause.last_safe(0), (given_["alert_days_before"],))
    assert (end, clause.last_safe(0), alert) == (
        day(expected["end"]), day(expected["last_safe_receipt"]), [day(expected["alert"])],
    )  # fmt: skip


def test_d33_one_renewal_adds_its_own_months_once() -> None:
    case = CASES["D33"]
    start, given_ = date(2020, 1, 1), case["input"]
    clause = Clause(end_of(start, given_["initial_months"]), "tacit", given_["renewal_months"], None)
    assert clause.end(given_["renewals"]) == end_of(start, case["expected"]["total_months"])


@pytest.mark.parametrize("key", ["D74", "D75"])
def test_business_days_of_each_month(key: str) -> None:
    case = CASES[key]
    year, closed = case["input"]["year"], french({2026}, case["input"]["zone"])
    months = [Month(year, number) for number in range(1, 13)]
    found = [
        sum(is_business_day(month.first_day + timedelta(days=n), closed) for n in range(month.last_day.day))
        for month in months
    ]
    assert found == case["expected"]


@pytest.mark.parametrize("key", ["D70", "D71", "D72", "D73"])
def test_public_holidays(key: str) -> None:
    given_ = CASES[key]["input"]
    assert sorted(french({given_["year"]}, given_["zone"])) == [day(text) for text in CASES[key]["expected"]]


# ---- Public bugs, by name ----


def test_glpi_23084_the_notice_follows_the_renewed_end() -> None:
    clause = Clause(date(2025, 8, 28), "tacit", 12, None, notice_months=2)
    found = term(clause, date(2026, 2, 11))
    assert (found.current_end, found.last_safe_receipt) == (date(2026, 8, 28), date(2026, 6, 28))


def test_glpi_6004_the_alert_counts_the_firm_period_not_the_renewal() -> None:
    end = end_of(date(2018, 9, 27), 36, "anniversary")
    safe = Clause(end, "tacit", 12, None, notice_months=3).last_safe(0)
    assert (end, safe, safe - timedelta(days=21)) == (date(2021, 9, 27), date(2021, 6, 27), date(2021, 6, 6))


def test_glpi_15893_the_firm_period_is_not_counted_twice() -> None:
    clause = Clause(end_of(date(2020, 8, 1), 36, "anniversary"), "tacit", 12, None, notice_months=3)
    before, after = term(clause, date(2023, 3, 1)), term(clause, date(2023, 10, 31))
    assert (before.current_end, before.last_safe_receipt) == (date(2023, 8, 1), date(2023, 5, 1))
    assert (after.current_end, after.last_safe_receipt) == (date(2024, 8, 1), date(2024, 5, 1))


def test_glpi_14703_sixty_months_and_one_renewal_are_seventy_two() -> None:
    start = date(2019, 1, 1)
    assert Clause(end_of(start, 60), "tacit", 12, 1).end(1) == end_of(start, 72) == date(2024, 12, 31)


@pytest.mark.parametrize("moved", [date(2027, 1, 31), date(2026, 11, 30)])
def test_glpi_4571_and_6164_a_date_that_moves_is_armed_again(moved: date) -> None:
    """The answer was given for another day: on the new one the ladder starts afresh."""
    answers = {("notice", INF.last_safe(0))}
    clause = replace(INF, initial_end=moved)
    today = clause.last_safe(0) - timedelta(days=20)
    safe = safe_day(clause, today)
    assert standing(safe, (30, 15), today, answered=("notice", safe) in answers).state == "due"


# ---- What the contract may say ----


@pytest.mark.parametrize(
    ("clause", "as_of", "end", "committed", "following"),
    [
        (replace(INF, notice_months=0, notice_days=90), "2026-10-02", "2026-12-31", "2026-12-31", None),
        (replace(INF, notice_months=0, notice_days=90), "2026-10-03", "2026-12-31", "2027-12-31", "2027-10-02"),
        (replace(INF, extended_months=6), "2026-12-30", "2027-06-30", "2027-06-30", None),
        (replace(INF, ended_on=date(2026, 12, 31)), "2026-11-01", "2026-12-31", "2026-12-31", None),
        (replace(INF, ended_on=date(2027, 12, 31)), "2027-02-01", "2027-12-31", "2027-12-31", None),
        (replace(INF, renewal_months=3, max_renewals=None), "2026-12-01", "2026-12-31", "2027-06-30", "2026-12-30"),
        (replace(INF, renewal="express"), "2026-12-01", "2026-12-31", "2026-12-31", None),
    ],
    ids=["days, in time", "days, late", "extended", "ended", "ended later", "two renewals late", "express"],
)  # fmt: skip
def test_where_a_contract_stands(
    clause: Clause, as_of: str, end: str, committed: str, following: str | None
) -> None:
    found = term(clause, day(as_of))
    assert (found.current_end, found.committed_until) == (day(end), day(committed))
    assert found.next_last_safe_receipt == (day(following) if following else None)


@pytest.mark.parametrize(
    ("rule", "effective"),
    [("receipt", "2026-07-01"), ("first_presentation", "2026-06-29"), ("sending", "2026-06-26")],
)
def test_a_letter_takes_effect_as_the_contract_says(rule: Any, effective: str) -> None:
    """The same letter is in time or a year late according to one word of the contract."""
    letter = Letter(date(2026, 6, 26), date(2026, 6, 29), date(2026, 7, 1))
    assert letter.effective_on(rule) == day(effective)
    late = rule == "receipt"
    assert end_after(INF, day(effective)) == date(2027 if late else 2026, 12, 31)


@pytest.mark.parametrize(
    ("letter", "words"),
    [
        (Letter(date(2026, 7, 2)), "La date d’envoi .* est à venir. Saisissez-la le jour venu"),
        (
            Letter(date(2026, 6, 2), None, date(2026, 6, 1)),
            "date de réception précède la date d’envoi. Corrigez",
        ),
        (Letter(date(2023, 12, 1)), "avant la prise d’effet du contrat. Écrivez le 01/01/2024 ou après"),
        (Letter(date(2026, 4, 1)), "a pris fin le 31/03/2026 : il n’y a plus rien à dénoncer. Corrigez"),
    ],
)
def test_impossible_days_of_a_letter_are_refused(letter: Letter, words: str) -> None:
    with pytest.raises(LetterRefused, match=words):
        check_letter(letter, date(2026, 7, 1), date(2024, 1, 1), Clause(date(2026, 3, 31), notice_months=3))


def test_a_letter_is_sent_until_the_last_day_included() -> None:
    check_letter(Letter(date(2026, 3, 31)), date(2026, 7, 1), date(2024, 1, 1), Clause(date(2026, 3, 31)))


def test_each_side_has_its_own_notice() -> None:
    theirs = with_notice(INF, 9, 0)
    assert (INF.last_safe(0), theirs.last_safe(0)) == (date(2026, 6, 30), date(2026, 3, 31))
    assert with_notice(INF, None, 0) == INF
    assert with_notice(INF, None, 100).last_safe(0) == date(2026, 9, 22)


TERMS = DateTerms(
    starts_on=date(2024, 1, 1),
    clause=INF,
    provider_clause=with_notice(INF, 9, 0),
    grace_months=3,
    amendments=[(1, "Réouverture", date(2026, 1, 1))],
    options=[Option(1, "Prolongation", 6, date(2026, 5, 29)), Option(2, "Levée", 6, date(2025, 1, 1), True)],
    recurring=[Recurring(1, "Révision", "", date(2025, 1, 1), 12), Recurring(2, "Audit", "", date(2026, 3, 2), 0)],
    holidays=french({2026}),
)  # fmt: skip


def test_every_date_of_a_contract_in_order() -> None:
    found = {one.key: one.day.isoformat() for one in key_dates(TERMS, date(2026, 4, 10))}
    assert list(found.items()) == [
        ("start", "2024-01-01"), ("grace", "2024-03-31"), ("amendment:1", "2026-01-01"), ("term:2", "2026-03-02"),
        ("option:1", "2026-05-29"), ("post", "2026-06-19"), ("notice", "2026-06-30"), ("firm_end", "2026-12-31"),
        ("term:1", "2027-01-01"), ("provider_notice", "2027-03-31"),
    ]  # fmt: skip
    words = {one.key: one.commits for one in key_dates(TERMS, date(2026, 4, 10))}
    assert words["notice"] == "au-delà, engagé jusqu’au 31/12/2027"


CLAUSE = Recurring(0, "Révision des prix", "sur l’indice", date(2025, 1, 1), 12, (30,), "revision")


def test_revision_dates_come_from_the_clause() -> None:
    found = {one.key: one for one in key_dates(replace(TERMS, revision=CLAUSE), date(2026, 4, 10))}
    assert (found["revision"].day, found["revision"].ladder) == (date(2027, 1, 1), (30,))


@pytest.mark.parametrize(
    ("kind", "first_on", "keys"),
    [
        ("revision", date(2025, 1, 1), ["term:7"]),
        ("revision", date(2025, 7, 1), ["term:7", "revision"]),
        ("review", date(2025, 1, 1), ["revision", "term:7"]),
    ],
    ids=["said twice", "another day", "another kind"],
)
def test_a_date_that_says_the_same_as_the_clause_is_told_once(
    kind: str, first_on: date, keys: list[str]
) -> None:
    typed = Recurring(7, "Tarif annuel", "", first_on, 12, (), kind)
    terms = replace(TERMS, recurring=[typed], revision=CLAUSE)
    assert [
        one.key for one in key_dates(terms, date(2026, 4, 10)) if one.title in {"Tarif annuel", CLAUSE.title}
    ] == keys


def test_a_notice_given_leaves_no_notice_to_give() -> None:
    ended = replace(TERMS, clause=replace(INF, ended_on=date(2026, 12, 31)))
    assert not {"notice", "post"} & {one.key for one in key_dates(ended, date(2026, 4, 10))}


def test_where_sending_counts_there_is_no_margin_of_post() -> None:
    assert "post" not in {one.key for one in key_dates(replace(TERMS, effect="sending"), date(2026, 4, 10))}


# ---- Reminders ----


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2025-12-31", Standing("quiet", next_on=date(2026, 1, 1))),
        ("2026-01-01", Standing("due", 180, 1, date(2026, 4, 1))),
        ("2026-06-14", Standing("due", 30, 3, date(2026, 6, 15))),
        ("2026-06-30", Standing("due", 15, 4, None, last=True)),
        ("2026-07-01", Standing("missed")),
    ],
)
def test_the_ladder_climbs_until_somebody_answers(as_of: str, expected: Standing) -> None:
    safe, ladder = date(2026, 6, 30), (180, 90, 30, 15)
    assert standing(safe, ladder, day(as_of), answered=False) == expected
    assert standing(safe, ladder, day(as_of), answered=True).state == "answered"
