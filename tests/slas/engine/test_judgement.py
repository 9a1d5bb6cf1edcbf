"""Verdicts of tickets: the worked cases, every anomaly, and what leaves the base."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slas.engine.attribution import attributed_months
from slas.engine.clock import Suspensions
from slas.engine.judgement import Cases, JudgingRules, judge, response_stop
from slas.engine.verdicts import Verdict
from tests.slas.engine.golden_clock import cases, hours, instant, instants

OFFICE = hours()
LATER = instant("2026-12-01T00:00:00+01:00")
NONE = instants(None)


def judged(opened, stop, minutes, as_of=LATER, **columns):
    return judge(OFFICE, Cases(instants(opened), instants(stop), np.array([minutes * 60]), **columns), as_of)


def month(policy, facts, verdict):
    opened, resolved = instants(facts["opened"]), instants(facts["resolved"])
    found = attributed_months(policy, opened, resolved, verdict.verdict_at, OFFICE.timezone)
    return None if np.isnat(found[0]) else str(found[0])


@pytest.mark.parametrize("case", cases("rates", "attribution"), ids=lambda case: case["id"])
def test_attribution(case):
    facts, expected = case["input"], case["expected"]
    as_of = instant(facts["as_of"]) if "as_of" in facts else LATER
    verdict = judged(facts["opened"], facts["resolved"], facts["target_min"], as_of)
    assert verdict.state.tolist() == [expected["state"]]
    assert verdict.deadline == instants(expected["deadline"])
    assert verdict.verdict_at.tolist() == instants(expected.get("verdict_at")).tolist() or "as_of" in facts
    minutes = expected.get("elapsed_min", expected.get("elapsed_min_as_of"))
    assert minutes is None or verdict.elapsed.tolist() == [minutes * 60]
    assert {policy: month(policy, facts, verdict) for policy in expected["month"]} == expected["month"]


def test_budget_used_up_at_closing_is_pending_at_month_end():
    (case,) = [case for case in cases("rates", "attribution") if case["id"] == "R37"]
    facts = case["input"]
    rows = Cases(instants(facts["opened"]), instants(facts["resolved"]), np.array([36_000]))
    month_end, known = instant(facts["as_of_month_end"]), JudgingRules(known_until=LATER)
    verdict = judge(OFFICE, rows, month_end, rules=known)
    assert verdict.state.tolist() == [case["expected"]["state_at_month_end"]]


@pytest.mark.parametrize("case", cases("rates", "missing_dates"), ids=lambda case: case["id"])
def test_missing_dates(case):
    facts, expected = case["input"], case["expected"]
    stop = instants(facts["resolved"])
    if "picked_up" in facts:
        stop = response_stop(instants(facts["picked_up"]), stop)
    as_of = instant(facts.get("as_of")) if "as_of" in facts else LATER
    rows = Cases(instants(facts["opened"]), stop, np.array([facts["target_min"] * 60]))
    verdict = judge(OFFICE, rows, as_of)
    assert verdict.state.tolist() == [expected["state"]]
    assert verdict.anomaly.tolist() == [expected.get("anomaly", "")]
    if "elapsed_min" in expected:
        assert verdict.elapsed.tolist() == [expected["elapsed_min"] * 60]
    if "verdict_at" in expected:
        assert verdict.verdict_at == instants(expected["verdict_at"])


MORNING = "2026-03-02T09:00+01:00"


@pytest.mark.parametrize(
    ("opened", "stop", "columns", "anomaly"),
    [
        (None, MORNING, {}, "missing_opening"),
        ("0026-03-02T09:00+00:00", MORNING, {}, "impossible_date"),
        (MORNING, "2306-03-02T09:00+00:00", {}, "impossible_date"),
        ("2027-01-01T00:00+01:00", None, {}, "future_date"),
        (MORNING, "2027-01-01T00:00+01:00", {}, "future_date"),
        (MORNING, "2026-03-02T08:59:59+01:00", {}, "end_before_start"),
        (MORNING, None, {"cancelled_at": instants("2026-03-02T08:00+01:00")}, "end_before_start"),
        (MORNING, None, {"closed": np.array([True])}, "closed_without_resolution"),
    ],
)
def test_impossible_rows_are_not_measurable(opened, stop, columns, anomaly):
    verdict = judged(opened, stop, 60, **columns)
    assert verdict.state.tolist() == ["not_measurable"]
    assert verdict.anomaly.tolist() == [anomaly]
    assert (verdict.elapsed.tolist(), verdict.paused.tolist()) == ([-1], [-1])
    assert np.isnat(verdict.deadline).all()
    assert np.isnat(verdict.verdict_at).all()


def test_an_impossible_row_does_not_disturb_the_others():
    opened = instants(None, MORNING, "2026-03-02T10:00+01:00")
    verdict = judge(OFFICE, Cases(opened, instants(None, None, MORNING), np.full(3, 3600)), LATER)
    assert verdict.state.tolist() == ["not_measurable", "breached", "not_measurable"]
    assert verdict.deadline[1] == instant("2026-03-02T10:00+01:00")


@pytest.mark.parametrize(
    ("cancelled", "unexplained", "policy", "state", "at"),
    [
        ("2026-03-02T09:30+01:00", False, "exclude_unless_breached", "not_applicable", None),
        ("2026-03-02T10:00+01:00", False, "exclude_unless_breached", "not_applicable", None),
        ("2026-03-02T11:00+01:00", False, "exclude_unless_breached", "breached", "2026-03-02T10:00+01:00"),
        ("2026-03-02T09:30+01:00", True, "exclude_unless_breached", "breached", "2026-03-02T09:30+01:00"),
        ("2026-03-02T11:00+01:00", True, "exclude", "not_applicable", None),
        ("2026-03-02T09:30+01:00", False, "include", "met", "2026-03-02T09:30+01:00"),
        ("2026-03-02T11:00+01:00", False, "include", "breached", "2026-03-02T10:00+01:00"),
    ],
)
def test_cancelled(cancelled, unexplained, policy, state, at):
    rows = Cases(
        *(instants(MORNING), NONE, np.array([3600])),
        cancelled_at=instants(cancelled),
        unexplained=np.array([unexplained]),
    )
    verdict = judge(OFFICE, rows, LATER, rules=JudgingRules(cancelled=policy))
    assert verdict.state.tolist() == [state]
    assert verdict.verdict_at.tolist() == instants(at).tolist()


def test_outside_the_commitment():
    verdict = judged(MORNING, None, 60, applicable=np.array([False]))
    assert verdict.state.tolist() == ["not_applicable"]
    assert np.isnat(verdict.verdict_at).all()


def test_boundary_under_refuses_equality():
    rows = Cases(instants(MORNING), instants("2026-03-02T10:00+01:00"), np.array([3600]))
    assert judge(OFFICE, rows, LATER).state.tolist() == ["met"]
    strict = judge(OFFICE, rows, LATER, rules=JudgingRules(boundary="under"))
    assert strict.state.tolist() == ["breached"]
    assert strict.verdict_at == instants("2026-03-02T10:00+01:00")


def test_a_suspension_that_still_runs_lasts_until_the_judgement():
    rows = Cases(instants(MORNING), NONE, np.array([7200]))
    pause = Suspensions([0], instants("2026-03-02T10:00+01:00"), NONE)
    as_of = instant("2026-03-03T12:00+01:00")
    verdict = judge(OFFICE, rows, as_of, pause)
    assert verdict.state.tolist() == ["pending"]
    assert (verdict.elapsed.tolist(), verdict.paused.tolist()) == ([3600], [12 * 3600])
    assert verdict.deadline == instants("2026-03-03T13:00+01:00")
    assert verdict.open.tolist() == [True]


def test_breach_after_a_suspension_is_dated_when_the_clock_runs_again():
    rows = Cases(instants(MORNING), instants("2026-04-02T09:00+02:00"), np.array([7200]))
    pause = Suspensions([0], instants("2026-03-02T11:00+01:00"), instants("2026-04-01T10:00+02:00"))
    verdict = judge(OFFICE, rows, LATER, pause)
    assert verdict.deadline == instants("2026-03-02T11:00+01:00")
    assert verdict.verdict_at == instants("2026-04-01T10:00+02:00")


def test_refused_columns():
    with pytest.raises(ValueError, match="one length"):
        Cases(instants(None, None), NONE, np.array([1]))
    with pytest.raises(ValueError, match="positive"):
        Cases(NONE, NONE, np.array([0]))


def test_no_rows():
    verdict = judge(OFFICE, Cases(instants(), instants(), np.array([], dtype=np.int64)), LATER)
    assert verdict.state.tolist() == []


START = int(instant("2026-02-20T00:00+01:00").astype(int))
rows = st.tuples(
    *[st.none() | st.integers(START, START + 90 * 86_400)] * 3, st.integers(1, 72_000), st.booleans()
)


def column(values):
    return np.array(["NaT" if value is None else np.datetime64(value, "s") for value in values], "M8[s]")


@settings(max_examples=100, deadline=None)
@given(st.lists(rows, min_size=1, max_size=8))
def test_every_ticket_has_one_state_and_judged_ones_one_month(drawn):
    opened, stop, cancelled = (column([row[side] for row in drawn]) for side in range(3))
    applicable = np.array([row[4] for row in drawn])
    facts = Cases(opened, stop, np.array([row[3] for row in drawn]), applicable, cancelled_at=cancelled)
    verdict = judge(OFFICE, facts, np.datetime64(START + 60 * 86_400, "s"))
    assert set(verdict.state.tolist()) <= set(Verdict)
    months = attributed_months("verdict", opened, stop, verdict.verdict_at, OFFICE.timezone)
    counted = np.isin(verdict.state, [Verdict.MET, Verdict.BREACHED])
    assert (np.isnat(months) == ~counted).all()
    assert (verdict.elapsed[verdict.state == Verdict.MET] <= facts.target[verdict.state == Verdict.MET]).all()
    columns = [side[::-1] for side in (opened, stop, facts.target, applicable)]
    backwards = Cases(*columns, cancelled_at=cancelled[::-1])
    again = judge(OFFICE, backwards, np.datetime64(START + 60 * 86_400, "s"))
    assert again.state.tolist() == verdict.state[::-1].tolist()
