"""How a month that still runs may end."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.engine.ratios import Rate
from slas.engine.outlook import Known, OutlookState, PastMonth, Rest, foresee, rest_of
from slas.engine.rates import VolumeClause, judge_month
from slas.engine.verdicts import Verdict

LOST, HELD, AT_PLAY, EMPTY = OutlookState.LOST, OutlookState.HELD, OutlookState.AT_PLAY, OutlookState.EMPTY


def kept(required, clause=None):
    """Whether a month that ends on these counts keeps a commitment of that rate."""
    return lambda rate: judge_month(rate, Decimal(required), clause).state != Verdict.BREACHED


def rest(likely=0, low=None, high=None, share=Fraction(9, 10), worst=None, best=None):
    flows = (likely if low is None else low, likely, likely if high is None else high)
    return Rest(*flows, share, share if worst is None else worst, share if best is None else best)


@pytest.mark.parametrize(
    ("known", "required", "state", "spare"),
    [
        (Known(20, 0, 0), 90, HELD, 2),  # nothing open: what is judged stays
        (Known(17, 3, 0), 90, LOST, None),  # 17/20 = 85 %
        (Known(17, 1, 2), 90, AT_PLAY, 1),  # 19/20 if both are met, 17/20 if both are missed
        (Known(18, 0, 2), 90, HELD, 2),  # 18/20 = 90 %: equality is met
        (Known(18, 1, 1), 90, HELD, 1),  # one failure more is 18/20: still met
        (Known(0, 3, 5), 90, LOST, None),  # 5/8 at best
        (Known(0, 0, 0), 90, EMPTY, None),
        (Known(0, 0, 3), 100, AT_PLAY, 0),
    ],
)
def test_known_tickets_alone(known, required, state, spare):
    found = foresee(known, None, kept(required))
    assert (found.state, found.spare, found.likely) == (state, spare, None)


def test_the_three_ends_are_exact():
    """40 judged with one failure, 5 to hold, 15 to come, 9 in 10 met as usual (80 % to 96 %): out of 60."""
    found = foresee(Known(39, 1, 5), rest(15, 12, 20, worst=Fraction(4, 5), best=Fraction(24, 25)), kept(90))
    assert (found.best, found.likely, found.worst) == (
        Fraction(584, 600),  # (39 + 5 + 14,4) / 60
        Fraction(57, 60),  # (39 + 4,5 + 13,5) / 60
        Fraction(51, 60),  # (39 + 12) / 60
    )
    assert (found.total, found.spare, found.state) == (60, 5, AT_PLAY)


def test_what_is_to_come_may_still_save_or_sink_a_month():
    behind = Known(8, 2, 0)
    assert foresee(behind, None, kept(90)).state == LOST
    assert foresee(behind, rest(5, 0, 9), kept(90)).state == LOST  # 17/19 at best
    assert foresee(behind, rest(5, 0, 10), kept(90)).state == AT_PLAY  # 18/20
    ahead = Known(19, 0, 0)
    assert foresee(ahead, rest(1, 0, 2), kept(90)).state == HELD  # 19/21 at worst
    assert foresee(ahead, rest(1, 0, 3), kept(90)).state == AT_PLAY  # 19/22


def test_a_clause_of_small_volumes_may_let_go_with_one_ticket_more():
    """One failure of 19 is allowed by the clause; of 20 at 97 %, it is not: the month is not held yet."""
    clause = kept(97, VolumeClause())
    assert foresee(Known(18, 1, 0), None, clause).state == HELD
    assert foresee(Known(18, 1, 0), rest(0, 0, 1), clause).state == AT_PLAY
    assert foresee(Known(3, 0, 1), None, clause).state == HELD
    assert foresee(Known(3, 1, 1), None, clause).state == AT_PLAY


def test_seconds_of_service_read_alike():
    """June around the clock: 99,9 % allows 2 592 s; 1 800 are gone, ten days are left."""
    found = foresee(Known(1_726_200, 1_800, 864_000), rest(share=Fraction(1)), kept("99.9"))
    assert (found.total, found.spare, found.state) == (2_592_000, 792, AT_PLAY)
    assert (found.best, found.likely, found.worst) == (
        Fraction(2_590_200, 2_592_000),
        Fraction(2_590_200, 2_592_000),
        Fraction(1_726_200, 2_592_000),
    )


def test_the_pace_of_the_months_before():
    past = [PastMonth(Rate(38, 40), 20), PastMonth(Rate(60, 66), 22), PastMonth(Rate(20, 21), 21)]
    assert rest_of(past, 10, 4) == Rest(6, 16, 26, Fraction(118, 127), Fraction(10, 11), Fraction(20, 21))
    assert rest_of(past, 0, 4) == Rest(0, 0, 0, Fraction(118, 127), Fraction(10, 11), Fraction(20, 21))
    assert rest_of(past, 1, 9) == Rest(0, 0, 0, Fraction(118, 127), Fraction(10, 11), Fraction(20, 21))


@pytest.mark.parametrize(
    "past",
    [
        [],
        [PastMonth(Rate(40, 40), 20), PastMonth(Rate(40, 40), 20)],
        [PastMonth(Rate(6, 6), 20), PastMonth(Rate(6, 6), 20), PastMonth(Rate(7, 7), 20)],
        [PastMonth(Rate(40, 40), 20), PastMonth(Rate(40, 40), 20), PastMonth(Rate(0, 0), 0)],
    ],
    ids=["none", "two months", "nineteen tickets", "a month without a day"],
)
def test_too_little_past_says_nothing(past):
    assert rest_of(past, 10, 0) is None


def test_three_months_and_twenty_cases_are_enough():
    past = [PastMonth(Rate(6, 6), 20), PastMonth(Rate(6, 6), 20), PastMonth(Rate(8, 8), 20)]
    assert rest_of(past, 10, 0) == Rest(3, 3, 4, Fraction(1), Fraction(1), Fraction(1))


counts = st.integers(0, 60)
paces = st.lists(st.integers(0, 40), min_size=3, max_size=3).map(sorted)
rests = st.one_of(
    st.none(),
    st.builds(
        lambda flow, share: Rest(*flow, *(Fraction(share[rank], 100) for rank in (1, 0, 2))),
        paces,
        st.lists(st.integers(0, 100), min_size=3, max_size=3).map(sorted),
    ),
)
promises = st.builds(
    kept, st.sampled_from([80, 90, 95, "97.5", 99, 100]), st.one_of(st.none(), st.just(VolumeClause()))
)


@given(st.builds(Known, counts, counts, counts), rests, promises)
def test_best_likely_and_worst_are_in_order(known, rest, holds):
    found = foresee(known, rest, holds)
    if found.best is None or found.worst is None:
        assert found.total == 0
        return
    middle = found.best if found.likely is None else found.likely
    assert 1 >= found.best >= middle >= found.worst >= 0


@given(counts, counts, st.integers(0, 100), promises)
def test_at_the_end_of_the_month_all_three_are_the_rate(met, breached, share, holds):
    """Nothing is open nor to come: the verdict is known, and it is that of the month."""
    found = foresee(Known(met, breached), rest(share=Fraction(share, 100)), holds)
    rate = Rate(met, met + breached)
    assert found.best == found.likely == found.worst == rate.fraction
    judged = {True: HELD, False: LOST}[holds(rate)] if rate.total else EMPTY
    assert found.state == judged


@given(st.builds(Known, counts, counts, counts), rests, promises)
def test_a_breach_more_never_raises_anything(known, rest, holds):
    before, after = (
        foresee(one, rest, holds) for one in (known, Known(known.met, known.breached + 1, known.due))
    )
    for name in ("best", "likely", "worst"):
        ahead, behind = getattr(before, name), getattr(after, name)
        assert ahead is None or behind <= ahead


@given(st.builds(Known, counts, counts, counts), rests, promises, st.data())
def test_what_is_said_settled_is_settled(known, rest, holds, data):
    """Whatever becomes of the open tickets and of those to come, up to the busiest pace."""
    found = foresee(known, rest, holds)
    more = data.draw(st.integers(0, rest.high if rest else 0))
    met = data.draw(st.integers(0, known.due + more))
    kept_so = holds(Rate(known.met + met, known.total + more))
    assert {HELD: kept_so, LOST: not kept_so}.get(found.state, True)


@given(st.builds(Known, counts, counts, counts), rests, promises)
def test_the_failures_left_are_the_last_that_hold(known, rest, holds):
    found = foresee(known, rest, holds)
    if found.spare is None:
        assert not found.total or not holds(Rate(found.total - known.breached, found.total))
        return
    least = found.total - known.breached - found.spare
    assert holds(Rate(least, found.total))
    assert least == 0 or not holds(Rate(least - 1, found.total))
