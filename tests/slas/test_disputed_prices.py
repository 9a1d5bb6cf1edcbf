"""Tickets under an open dispute move their share of the price, and never drop it."""

from __future__ import annotations

import pytest

from contracts.models import Contract
from core.engine.months import Month
from slas.engine.penalties import Before
from slas.services.counting.results import results_of
from slas.services.ground.contexts import Ground, MonthContext, MonthFacts
from slas.services.ground.facts import Facts
from slas.services.ground.judging import judge_facts
from slas.services.ground.promising import PromiseBook
from slas.services.prices.penalising import penalise

MARCH = Month(2026, 3)


def priced(world, disputed):
    contract = Contract.objects.get(pk=world.contract.pk)
    facts, book = Facts.of(contract), PromiseBook.of(contract)
    context = MonthContext(
        MARCH, Ground(facts, book, judge_facts(facts, book, MARCH)), MonthFacts.of(contract, MARCH)
    )
    return penalise(context, results_of(context), Before(), disputed)


@pytest.fixture
def gtr(world):
    return world.promise("E06", "resolution", ("P3", 20, "hours"))


def test_an_hour_late_under_dispute(world, gtr):
    world.price(gtr, "late_hour", amount=300)
    delivery = world.delivery()
    late = world.ticket("A", "2026-03-02 08:00", "2026-03-04 10:20", delivery=delivery)
    world.ticket("B", "2026-03-02 08:00", "2026-03-04 10:00", delivery=delivery)
    price = priced(world, {"E06": {(late.pk, 1)}})
    assert (price.bill.firm, price.bill.disputed, price.bill.due) == (600, 900, 1500)
    assert price.disputed_part(0) == 900
    assert priced(world, {}).bill.firm == 1500
    assert priced(world, {"E06": {(0, 1)}}).bill.firm == 1500


def test_a_rate_that_would_be_kept(world, gtr):
    """17 of 21 is 80,95 %, ten points at 185 €; with two more in time 90,48 %, kept: all of it is in doubt."""
    world.price(gtr, "fee_share", percent=1)
    delivery = world.delivery()
    late = [
        world.ticket(f"L{n}", "2026-03-02 09:00", "2026-03-12 12:00", delivery=delivery) for n in range(4)
    ]
    for n in range(17):
        world.ticket(f"M{n}", "2026-03-02 09:00", "2026-03-03 12:00", delivery=delivery)
    one = priced(world, {"E06": {(late[0].pk, 1)}})
    # 18 of 21 is 85,71 %: five points begun stay due, five are in doubt.
    assert (one.bill.firm, one.bill.disputed) == (925, 925)
    both = priced(world, {"E06": {(ticket.pk, 1) for ticket in late[:2]}})
    assert (both.bill.firm, both.bill.disputed) == (0, 1850)
