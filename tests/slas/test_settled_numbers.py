"""Once a dispute is accepted, every page says the same number of the month, and the measure stays apart."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.test import Client

from core.engine.months import Month
from governance.selectors.judgement import commitment_facts, late_tickets, month_results
from slas.engine.left_out import late_left_out
from slas.selectors.figures import gap_of
from slas.selectors.reconciliation import reconciliation_page
from slas.services import settle
from tests.slas.parties import LATER, MARCH, answer, claim, member_of, opened
from tests.slas.reading import words


@pytest.fixture
def month(world):
    """20 kept, 1 late, 3 known open, late and gone from the files: declared 20/21."""
    world.promise("E06", "resolution", ("P3", 20, "hours"))
    february, march = world.delivery("2026-02", "2026-03-06 10:00"), world.delivery()
    for n in range(20):
        world.ticket(f"M{n:03}", "2026-03-02 09:00", "2026-03-03 12:00", delivery=march)
    world.ticket("L000", "2026-03-02 09:00", "2026-03-10 12:00", delivery=march)
    for n in range(3):
        world.ticket(f"G{n:03}", "2026-02-27 09:00", delivery=february)
    world.declare(march, "E06", 20, 21)
    march.ticket_count = 21
    march.save()
    return world


@pytest.fixture
def settled(month, make_user):
    """The parties decide that G000, measured late and still open, counts as met."""
    month.compute("2026-02", "2026-03")
    provider = member_of(month.contract, make_user, "provider")
    case = opened(month.contract, provider, claim("G000"))
    referent = member_of(month.contract, make_user, "referent")
    settle(dispute=case, answer=answer("accepted", case), member=referent, at=LATER)
    return month, month.compute("2026-02", "2026-03")["E06"], referent


@pytest.fixture
def read(settled):
    world, _, referent = settled
    client = Client()
    client.force_login(referent.user)
    return lambda path: words(client.get(f"/contrats/{world.contract.slug}/{path}"))


def test_a_decided_ticket_is_no_omission_any_more(settled):
    _, result, _ = settled
    assert (result.met, result.counted) == (21, 24)
    found = {cause["cause"]: cause["tickets"] for cause in result.causes}
    assert found == {"settled": ["G000"], "omitted": ["G001", "G002"]}
    assert sum(Fraction(cause["effect"]) for cause in result.causes) == gap_of(result)


def test_the_page_and_the_pack_count_the_same_omissions(settled):
    world, _, _ = settled
    page = reconciliation_page(world.contract, MARCH)
    assert page.title == ("Le dépôt ne porte pas 2\u00a0tickets hors délai, le chiffre déclaré en omet 2")
    deposit, declared = page.deposit, page.declared
    assert (deposit.known, deposit.held, deposit.absent) == (24, 21, 3)
    assert (declared.compared, declared.same, declared.different) == (24, 21, 0)
    assert (declared.absent, declared.settled, declared.late) == (2, 1, 2)
    rows = commitment_facts(month_results(world.contract, [MARCH], "client"), [Month(2026, 3)])
    late = late_tickets(world.contract, MARCH, rows, date(2026, 4, 16))
    left_out = [one for row in rows for one in row.left_out]
    assert late_left_out(left_out, {(one.code, one.reference) for one in late}) == 2


def test_the_month_says_one_number_of_failures(read):
    page = read("engagements/E06/2026-03/")
    for expected in ("Échecs constatés 3", "3 tickets hors délai", "Dans le délai 21", "Hors délai 3"):
        assert expected in page, expected
    assert "Autre verdict décidé par les parties 1" in page
    assert "résolus 21 + Ouverts, échus en fin de mois 2" in page
    assert "Ouverts, respectés par décision des parties 1" in page
    assert "Décidés par les parties 1" in page


def test_the_ticket_keeps_its_measure_beside_the_verdict_decided(read):
    page = read("tickets/G000/")
    assert "G000 compté dans les délais, par décision des parties" in page
    assert "dans tous ses délais" not in page
    assert "Mesure : " in page
    assert "toujours ouvert. Échéance" in page
    assert "Verdict décidé par les parties : respecté (contestation n° 1). La mesure reste inchangée." in page


def test_the_list_still_shows_how_far_the_measure_went(read):
    assert "G000" in read("engagements/E06/2026-03/tickets/?tickets=decides")
    assert "+" in read("engagements/E06/2026-03/tickets/?tickets=decides").split("G000")[1]


def test_nothing_declared_compares_nothing(world, make_user):
    world.promise("E06", "resolution", ("P3", 20, "hours"))
    world.ticket("M000", "2026-03-02 09:00", "2026-03-03 12:00", delivery=world.delivery())
    world.compute()
    page = reconciliation_page(world.contract, MARCH)
    assert page.declared is None
    assert page.checks_note == ""
    assert {check.word for check in page.checks} == {"Rien d’inhabituel"}
