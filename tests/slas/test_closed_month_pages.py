"""A closed month awaits nothing: its pages say so, offer no form, and its services refuse."""

from __future__ import annotations

import pytest

from accounts.models import Membership
from slas.models import MonthRecord
from slas.services.checks.answering import AnswerRefused, answer_check
from tests.slas.parties import MARCH
from tests.slas.reading import words


@pytest.fixture
def closed(furnished):
    MonthRecord.objects.filter(month="2026-03").update(state="closed")


def test_the_pages_of_a_closed_month_say_so_and_offer_no_answer(closed, visit):
    for path in ("rapprochement/2026-03/", "controles/2026-03/"):
        for role in ("referent", "provider"):
            page = words(visit(path, role))
            assert "Mois clos" in page, (path, role)
            assert "n’attend plus de réponse" in page
            assert "Enregistrer la réponse" not in page
            assert "attendue" not in page


def test_an_open_month_offers_its_forms(visit):
    assert "n’attend plus de réponse" not in words(visit("controles/2026-03/", "provider"))


def test_no_answer_is_taken_once_closed(closed, furnished, make_user):
    user = make_user("provider", furnished.contract)
    member = Membership.objects.get(user=user, contract=furnished.contract)
    with pytest.raises(AnswerRefused, match="clos"):
        answer_check(
            contract=furnished.contract, month=MARCH, code="vanished", user=user, membership=member,
            text="Les tickets sont revenus.",
        )  # fmt: skip
