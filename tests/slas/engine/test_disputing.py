"""Who may do what about a dispute: the whole table, by status, side and role."""

from __future__ import annotations

import pytest

from slas.engine.disputing import Act, Hand, Status, allowed_acts, answering_side

REFERENT = Hand("client", contests=True, settles=True)
PROVIDER = Hand("provider", contests=True, settles=False)
READER = Hand("client", contests=False, settles=False)
TALK = {Act.COMMENT, Act.EVIDENCE}


@pytest.mark.parametrize(
    ("status", "opened", "hand", "more"),
    [
        ("open", "provider", REFERENT, {Act.ACCEPT, Act.REFUSE, Act.REFER}),
        ("open", "provider", PROVIDER, {Act.WITHDRAW}),
        ("open", "client", PROVIDER, {Act.ACCEPT, Act.REFER}),
        ("open", "client", REFERENT, {Act.WITHDRAW, Act.REFER}),
        ("committee", "provider", REFERENT, {Act.ACCEPT, Act.REFUSE}),
        ("committee", "provider", PROVIDER, {Act.WITHDRAW}),
        ("committee", "client", REFERENT, {Act.WITHDRAW, Act.ACCEPT, Act.REFUSE}),
        ("committee", "client", PROVIDER, {Act.ACCEPT}),
    ],
)
def test_a_side_never_settles_alone_what_it_asked(status, opened, hand, more):
    assert allowed_acts(status, opened, hand) == TALK | more


@pytest.mark.parametrize("opened", ["client", "provider"])
@pytest.mark.parametrize("status", list(Status))
def test_who_does_not_contest_does_nothing(status, opened):
    assert allowed_acts(status, opened, READER) == frozenset()


@pytest.mark.parametrize("hand", [REFERENT, PROVIDER])
@pytest.mark.parametrize("status", ["accepted", "refused", "lapsed", "withdrawn"])
def test_a_settled_dispute_takes_no_act(status, hand):
    assert allowed_acts(status, "provider", hand) == frozenset()


def test_the_other_side_answers():
    assert (answering_side("client"), answering_side("provider")) == ("provider", "client")
