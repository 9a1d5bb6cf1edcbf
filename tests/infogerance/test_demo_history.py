"""What the demonstration tells of its past: months closed, exchanges that wait for an answer, penalties followed."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from contracts.models import Contract
from core.engine.months import Month
from core.scope import for_contract
from governance.models import Committee
from infogerance.contract_file import load_contract
from infogerance.demo.generator import generate
from infogerance.demo.history import MONTHS_OPEN, tell_history
from infogerance.demo.loading import FOLDER, deposit_month, process
from infogerance.demo.people import create_people
from infogerance.demo.worlds import OFFICE, WORLDS
from slas.models import ClientIncident, Dispute, GapAnswer, MonthRecord, PenaltyClaim
from slas.services.closing.verifying import verify_contract

LAST = Month.parse("2026-10")
TOLD = 6


@pytest.fixture
def office(db: None) -> Contract:
    """The last months of the office contract, delivered and computed."""
    contracts = {
        world.reference: load_contract((FOLDER / world.file).read_bytes(), is_demo=True).contract
        for world in WORLDS
    }
    create_people(contracts=contracts, password="portail-d-essai")
    contract = contracts[OFFICE.reference]
    months = generate(OFFICE, LAST).deliveries[-TOLD:]
    assert process([deposit_month(contract=contract, files=files) for files in months]) == []
    return contract


def tell(contract: Contract) -> bool:
    return tell_history(contracts=[contract], until=LAST, today=date(2026, 11, 24))


@pytest.mark.django_db(transaction=True)
def test_the_past_is_closed_and_the_open_month_waits_for_both_sides(office: Contract) -> None:
    assert tell(office)
    with for_contract(office.pk):
        states = Counter(MonthRecord.objects.values_list("state", flat=True))
        assert states["closed"] == TOLD - MONTHS_OPEN
        disputes = list(Dispute.objects.order_by("number"))
        assert [(one.opened_side, one.state) for one in disputes] == [
            ("provider", "open"),
            ("client", "open"),
        ]
        assert {one.month for one in disputes} == {LAST}
        assert list(GapAnswer.objects.values_list("kind", "side")) == [("justify", "provider")]
        incidents = ClientIncident.objects.order_by("opened_at")
        assert incidents.exclude(ticket=None).count() == 4
        assert [row.title for row in incidents.filter(ticket=None)] == [
            "Imprimante d’étiquettes du quai 3 arrêtée"
        ]
        assert verify_contract(office).fault is None
        called = Committee.objects.exclude(kind=Committee.Kind.STEERING).order_by("held_on")
        assert [(row.slug, row.state) for row in called] == [
            ("costrat-2026-06-15", "signed"),
            ("cotech-2026-10-12", "signed"),
        ]


@pytest.mark.django_db(transaction=True)
def test_penalties_of_closed_months_are_claimed_and_the_last_one_is_contested(office: Contract) -> None:
    tell(office)
    with for_contract(office.pk):
        closed = MonthRecord.objects.filter(state=MonthRecord.State.CLOSED).values("month")
        owed = [claim for claim in PenaltyClaim.objects.order_by("month") if claim.due]
        past = [claim for claim in owed if claim.month in {row["month"] for row in closed}]
        assert len(past) > 1
        assert {claim.state for claim in past[:-1]} == {"applied"}
        assert past[-1].state == "contested"
        assert {claim.state for claim in owed if claim not in past} == {"calculated"}


@pytest.mark.django_db(transaction=True)
def test_told_twice_nothing_is_added(office: Contract) -> None:
    assert tell(office)
    assert not tell(office)
