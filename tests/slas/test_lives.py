"""A ticket that came back as another one: each of its lives is named, contested and settled on its own."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from slas.models import CommitmentMonth, PenaltyLine, TicketVerdict
from slas.services import DisputeRefused, settle
from slas.services.closing.acts import close_month
from slas.services.closing.recomputing import disputed_in, settlements_in
from slas.services.closing.verifying import verify_contract
from tests.slas.closable import FEBRUARY, deliver, line, promise
from tests.slas.parties import LATER, MARCH, answer, claim, exclusion, journal, member_of, opened
from tests.slas.reading import words

FILE = [line("INC-010", "03/03/2026 09:00", "12/03/2026 12:00"), line("INC-011", "13/03/2026 09:00", "16/03/2026 10:00")]  # fmt: skip
LOG = (
    "ticket;de;à;le;acteur;motif\n"
    "INC-010;;Nouveau;03/03/2026 09:00;;\n"
    "INC-010;Nouveau;Résolu;06/03/2026 12:00;;\n"
    "INC-010;Résolu;En cours;09/03/2026 09:00;;\n"
    "INC-010;En cours;Résolu;12/03/2026 12:00;;\n"
)


@pytest.fixture
def reopened(world):
    """INC-010 came back and counts twice in March, late both times."""
    world.settle(reopen_policy="new_ticket")
    promise(world)
    deliver(world.contract, "2026-02", FEBRUARY[:2], "2026-03-06 10:00")
    deliver(world.contract, "2026-03", FILE, "2026-04-07 10:00", status_log=LOG)
    world.compute("2026-02", "2026-03")
    assert states() == ["breached", "breached"]
    return world


@pytest.fixture
def provider(reopened, make_user):
    return member_of(reopened.contract, make_user, "provider")


@pytest.fixture
def referent(reopened, make_user):
    return member_of(reopened.contract, make_user, "referent")


@pytest.fixture
def read(reopened, provider):
    client = Client()
    client.force_login(provider.user)
    return lambda path: client.get(f"/contrats/{reopened.contract.slug}/{path}")


def states():
    rows = TicketVerdict.objects.filter(commitment__code="E06", ticket__reference="INC-010")
    return list(rows.order_by("life").values_list("state", flat=True))


def about(life, proposed="met"):
    return claim("INC-010", proposed, life=life)


def accept(case, referent):
    settle(dispute=case, answer=answer("accepted", case), member=referent, at=LATER)


@pytest.mark.parametrize(("life", "expected"), [(1, ["met", "breached"]), (2, ["breached", "met"])])
def test_a_decision_stands_on_the_life_that_was_contested(reopened, provider, referent, life, expected):
    case = opened(reopened.contract, provider, about(life))
    accept(case, referent)
    result = reopened.compute("2026-02", "2026-03")["E06"]
    assert states() == expected
    assert (result.met, result.counted) == (2, 3)
    assert journal()[0][3]["life"] == life


def test_a_life_never_judged_cannot_be_contested(reopened, provider):
    with pytest.raises(DisputeRefused, match="INC-010, vie 3 n’a pas de verdict pour E06"):
        opened(reopened.contract, provider, about(3))


def test_each_life_has_its_own_dispute(reopened, provider):
    first, second = (opened(reopened.contract, provider, about(life)) for life in (1, 2))
    assert (first.subject, second.subject) == ("INC-010", "INC-010, vie 2")
    with pytest.raises(DisputeRefused, match="Contestation n°\u00a02 porte déjà"):
        opened(reopened.contract, provider, exclusion("INC-010", life=2))


def test_a_closed_month_replays_what_was_decided_and_what_is_open(reopened, provider, referent):
    accept(opened(reopened.contract, provider, about(2)), referent)
    opened(reopened.contract, provider, about(1))
    reopened.compute("2026-02", "2026-03")
    close_month(contract=reopened.contract, month=MARCH, reason="Contestation portée au comité suivant.")
    found = verify_contract(reopened.contract)
    assert found.fault is None, found.fault.words
    assert states() == ["breached", "met"]


def test_a_month_closed_before_disputes_named_a_life_is_read_as_it_was():
    """Its snapshot tells references alone: what was decided stood on every life."""
    old = {"dispute": 7, "code": "E06", "month": "2026-03", "ticket": "INC-010", "state": "met"}
    assert settlements_in({"settlements": [old]}, {"INC-010": 5}).settled_tickets().tolist() == [5]
    named = disputed_in({"disputed": {"E06": ["INC-010", ["INC-011", 2]]}}, {"INC-010": 5, "INC-011": 6})
    assert named == {"E06": {(5, 0), (6, 2)}}


def test_only_the_contested_life_is_in_doubt(reopened, provider):
    gtr = CommitmentMonth.objects.get(commitment__code="E06", month=MARCH).commitment
    reopened.price(gtr, "late_hour", amount=10)
    opened(reopened.contract, provider, about(2))
    reopened.compute("2026-03")
    own = PenaltyLine.objects.get(claim__month=MARCH, kind="late_hour")
    assert (own.amount, own.disputed) == (260, 130)


@pytest.mark.parametrize(
    "path", ["engagements/E06/2026-03/", "engagements/E06/2026-03/tickets/?tickets=hors-delai"]
)
def test_lists_tell_the_lives_apart(read, path):
    text = words(read(path))
    assert text.count("INC-010, vie 2 Poste lent") == text.count("INC-010 Poste lent") == 1


def test_the_form_is_about_the_life_whose_row_was_pressed(read):
    page = words(read("engagements/E06/2026-03/?contester=INC-010&vie=2"))
    assert page.count("Contester le verdict de INC-010, vie 2") == 1
    assert "Contester le verdict de INC-010 " not in page
    assert 'name="life" value="2"' in read("tickets/INC-010/").content.decode()


def test_pages_of_disputes_name_the_life(read, reopened, provider, referent):
    case = opened(reopened.contract, provider, exclusion("INC-010", life=2), at=datetime.now(UTC))
    for path in ("contestations/1/", "exclusions-tickets/?mois=2026-03"):
        assert "INC-010, vie 2" in words(read(path))
    sheet = read("contestations/?etat=toutes&export=csv").content.decode("utf-8-sig").splitlines()
    assert (sheet[0].split(";")[-1], sheet[1].split(";")[-1]) == ('"Vie"', '"2"')
    accept(case, referent)
    reopened.compute("2026-03")
    assert "INC-010, vie 2" in words(read("exclusions-tickets/?mois=2026-03"))
    page = words(read("tickets/INC-010/"))
    assert page.count("Demande d’exclusion n° 1 : acceptée") == 1
