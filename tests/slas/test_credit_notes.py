"""Credit notes: given for good whatever revision follows, and told with the invoice that bears them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import Role
from contracts.models import Invoice, InvoiceLine
from core.scope import Side
from slas.models import MonthRecord, PenaltyClaim
from slas.selectors.credits import credits_of
from slas.services.prices.penalty_acts import Actor, PenaltyRefused, notify_penalty
from tests.slas.reading import words

ON = date(2026, 5, 1)


@pytest.fixture
def claim(furnished):
    """A credit note of all the 1 295 € of March came."""
    found = PenaltyClaim.objects.get(month="2026-03")
    PenaltyClaim.objects.filter(pk=found.pk).update(
        state="applied", audience="both", notified_on=ON, observe_until=ON,
        credit_reference="AV-1", credited_on=ON, credit_amount=1295,
    )  # fmt: skip
    return found


def test_credits_of_an_earlier_revision_stay_given(claim, make_user, visit):
    """A month recounted after its credit note: 1 295 € were given back, of 2 000 € then of 1 000 €."""
    given = [(Decimal(1295), True, "AV-1")]
    for number, due, left, overpaid in ((2, 2000, 705, 0), (3, 1000, 0, 295)):
        again = PenaltyClaim.objects.create(
            contract=claim.contract, audience="client", month=claim.month, revision=number, gross=due, computed=due,
            firm=due, calculated_at=timezone.now(),
        )  # fmt: skip
        assert (again.left, again.overpaid, again.credited) == (left, overpaid, 1295)
        assert [(one.amount, one.applied, one.reference) for one in credits_of(claim.contract)] == given
        told = f"{overpaid} € crédités de trop" if overpaid else "après 1 295 € crédités"
        assert told in words(visit("penalites/2026-03/"))
    MonthRecord.objects.filter(month="2026-03").update(state="closed")
    actor = Actor(make_user(Role.REFERENT, claim.contract, email="r@exemple.fr"), "referent", Side.CLIENT)
    with pytest.raises(PenaltyRefused, match="Rien ne reste dû"):
        notify_penalty(claim=again, actor=actor, on=ON, means="courriel", today=ON)


@pytest.mark.parametrize(
    ("label", "price", "told"),
    [
        ("Avoir AV-1", -1295, "sur la facture FA-5"),
        ("Geste", -100, "sur nulle facture encore"),
    ],
)
def test_a_credit_note_is_told_with_the_invoice_that_bears_it(claim, visit, label, price, told):
    """The same truth on the pages of penalties and of invoices; what the client entered of invoices stays its own."""
    invoice = Invoice.objects.create(
        contract=claim.contract, number="FA-5", month="2026-05", issued_on=ON, entered_at=timezone.now()
    )
    line = {"kind": "credit", "label": label, "quantity": 1, "unit_price": price}
    InvoiceLine.objects.create(contract=claim.contract, invoice=invoice, rank=1, **line)
    for path in ("penalites/", "penalites/2026-03/"):
        assert told in words(visit(path))
        assert "facture" not in words(visit(path, "provider"))
    awaited = words(visit("budget/factures/")).partition("nulle facture ne porte")[2]
    assert ("Avoir AV-1" in awaited) == (told != "sur la facture FA-5")
