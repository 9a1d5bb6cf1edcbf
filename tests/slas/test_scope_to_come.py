"""An amendment of scope approved ahead of its day: what each page says before it, on it, after it; the past stays."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contracts.engine.list_faults import ListRefused
from contracts.models import Consumption, Contract, ScopeItem, ScopeToCome, WorkUnit
from contracts.selectors.budget_page import budget_page
from contracts.selectors.charges import charges_for
from contracts.selectors.exclusions import exclusions_page
from contracts.selectors.scope import Filters, scope_page
from contracts.services import edit_scope_item
from contracts.services.consumptions import record_charge, record_use
from contracts.services.scope_to_come import apply_due_scope
from contracts.services.work_unit_orders import UnitRefused
from core.days import portal_today
from core.engine.months import Month, month_range
from core.scope import Side, for_contract
from infogerance.contract_file import export_contract, load_contract
from infogerance.sweeps import bring_amendments_to_their_day
from journal.models import JournalEntry
from kpis.selectors.grey_zones import grey_page
from reports.models import Delivery, Ticket
from slas.selectors.approving import approval_page
from slas.selectors.regularising import items_by_status
from slas.services.amendments import Signer, approve_amendment, propose_amendment

TODAY = portal_today()
DAY = date(TODAY.year + 1, 1, 1)
EVE, BOOKED = date(TODAY.year, 12, 31), Month(2026, 1)
LATER = Month(DAY.year, 2)
CHANGE = '[[perimetre]]\nvient_de = "exclusion 1"\nsites = ["siege"]\n'
REASON = "Accord du comité stratégique."
pytestmark = pytest.mark.django_db


@pytest.fixture
def scoped(contract: Contract) -> Contract:
    """Arrivals are excluded at 45 €, two of them booked in January 2026; a contract that still runs."""
    with for_contract(contract.pk):
        contract.ends_on = date(DAY.year + 2, 12, 31)
        contract.save()
        ScopeItem.objects.create(contract=contract, number=1, status="in", name="Postes", quantity=300)
        out = {"status": "out", "number": 1, "name": "Arrivées", "unit": "arrivée", "unit_price": 45}
        ScopeItem.objects.create(contract=contract, **out)
        unit = WorkUnit.objects.create(
            contract=contract, code="arrivee", name="Arrivées", unit="arrivée", exclusion=1
        )
        Consumption.objects.create(contract=contract, month=BOOKED, unit=unit, quantity=2)
    return contract


@pytest.fixture
def people(scoped: Contract, make_user: Any) -> dict[str, Signer]:
    return {role: Signer(make_user(role, scoped), role, Side.CLIENT) for role in ("referent", "executive")}


def bring(contract: Contract, people: Any, change: str = CHANGE, day: date = DAY) -> Any:
    made = propose_amendment(
        contract=contract, title="Arrivées", effective_on=day, change=change, reason=REASON,
        signer=people["referent"],
    )  # fmt: skip
    return approve_amendment(amendment=made, signer=people["executive"])


def sections() -> list[tuple[str, int, str]]:
    return list(ScopeItem.objects.order_by("status", "number").values_list("status", "number", "name"))


BEFORE = [("in", 1, "Postes"), ("out", 1, "Arrivées")]
AFTER = [("in", 1, "Postes"), ("in", 2, "Arrivées")]


@pytest.mark.parametrize(
    ("read_on", "applied", "scope", "title"),
    [
        (EVE, 0, BEFORE, "1\u00a0élément inclus, 1\u00a0exclusion"),
        (DAY, 1, AFTER, "2\u00a0éléments inclus, 0\u00a0exclusion"),
        (date(DAY.year, 3, 4), 1, AFTER, "2\u00a0éléments inclus, 0\u00a0exclusion"),
    ],
)
def test_the_scope_changes_on_its_day_and_the_charges_of_before_keep_their_price(
    scoped: Contract, people: Any, read_on: date, applied: int, scope: Any, title: str
) -> None:
    with for_contract(scoped.pk):
        bring(scoped, people)
        assert sections() == BEFORE
        assert apply_due_scope(contract=scoped, today=read_on) == applied
        assert apply_due_scope(contract=scoped, today=read_on) == 0, "the sweep runs again"
        assert sections() == scope
        assert scope_page(scoped, Filters(), None).title == title
        (charge,) = charges_for(scoped, 2026, read_on)
        assert (charge.unit_price, charge.amount) == (Decimal(45), Decimal(90))
        assert (charge.kind, charge.number) == ("exclusion", 1)
        billed = budget_page(scoped, 2026, read_on).exclusions
        assert [(one.number, one.name, one.amount) for one in billed] == [(1, "Arrivées", Decimal(90))]
        page = exclusions_page(scoped, 2026, read_on, client=True)
        assert [(line.name, line.price, line.amount) for line in page.lines] == [
            ("Arrivées", Decimal(45), Decimal(90))
        ]
        assert page.count == 1 - applied
        acts = JournalEntry.objects.filter(action="amendment.applied")
        assert acts.count() == applied


def test_the_line_says_what_comes_and_the_amendment_has_nothing_to_simulate(
    scoped: Contract, people: Any
) -> None:
    with for_contract(scoped.pk):
        amendment = bring(scoped, people)
        told = [row.coming for row in scope_page(scoped, Filters(), None).rows]
    coming = f"à venir\u00a0: inclus n°\u00a02 dès le 01/01/{DAY.year}, avenant 1"
    assert told == [(), (coming,)]
    client = Client()
    client.force_login(people["referent"].user)
    assert coming in client.get(reverse("contracts:scope", args=[scoped.slug])).content.decode()
    page = client.get(reverse("contracts:amendment", args=[scoped.slug, 1])).content.decode()
    assert f"Le périmètre change le 01/01/{DAY.year}" in page
    assert "Les termes changent" not in page
    assert "Simuler sur" not in page
    sent = amendment.change.replace("\n", "\r\n")
    answer = client.post(reverse("slas:backtest", args=[scoped.slug]), {"change": sent})
    assert answer.status_code == 422
    assert "L’avenant 1 est approuvé\u00a0: il n’y a plus rien à simuler." in answer.content.decode()


def test_the_approval_says_when_the_scope_changes_and_what_the_audit_will_miss(
    scoped: Contract, people: Any
) -> None:
    with for_contract(scoped.pk):
        made = propose_amendment(
            contract=scoped, title="Arrivées", effective_on=DAY, change=CHANGE, reason=REASON,
            signer=people["referent"],
        )  # fmt: skip
        page = approval_page(scoped, made, people["executive"].user.pk, Side.CLIENT, EVE)
    assert page.effects[1:3] == [
        f"Le périmètre change le 01/01/{DAY.year} ; jusque-là, il reste celui d’aujourd’hui.",
        "« Arrivées » sera inclus sans type d’intervention, sans criticité : le contrôle du contrat le relèvera. "
        "Complétez-le dans le périmètre dès la prise d’effet.",
    ]


def test_a_second_amendment_starts_from_what_the_first_will_leave(scoped: Contract, people: Any) -> None:
    again = "[[perimetre]]\nnumero = 2\nvolume = 12\n"
    with for_contract(scoped.pk):
        bring(scoped, people)
        assert items_by_status(scoped)[0][1] == [("in 1", "1. Postes"), ("in 2", "2. Arrivées")]
        bring(scoped, people, again, LATER.first_day)
        assert sections() == BEFORE
        assert apply_due_scope(contract=scoped, today=DAY) == 1
        assert ScopeItem.objects.get(name="Arrivées").quantity is None
        assert apply_due_scope(contract=scoped, today=LATER.first_day) == 1
        assert (sections(), ScopeItem.objects.get(name="Arrivées").quantity) == (AFTER, 12)


def test_both_at_once_after_a_night_without_a_worker(scoped: Contract, people: Any) -> None:
    with for_contract(scoped.pk):
        bring(scoped, people)
        bring(scoped, people, "[[perimetre]]\nnumero = 2\nvolume = 12\n", LATER.first_day)
        assert apply_due_scope(contract=scoped, today=LATER.last_day) == 2
        assert (sections(), ScopeToCome.objects.count()) == (AFTER, 0)


def test_the_sweep_leaves_what_is_to_come_and_a_past_effect_is_at_once(scoped: Contract, people: Any) -> None:
    with for_contract(scoped.pk):
        bring(scoped, people, day=date(2026, 2, 1))
        assert sections() == AFTER
        (charge,) = charges_for(scoped, 2026, TODAY)
        assert charge.amount == Decimal(90), "January is before the effect"
        bring(scoped, people, "[[perimetre]]\nnumero = 2\nvolume = 12\n")
    assert bring_amendments_to_their_day() == 0
    with for_contract(scoped.pk):
        assert ScopeToCome.objects.count() == 1


def test_the_file_tells_what_is_to_come_and_loads_back(scoped: Contract, people: Any) -> None:
    with for_contract(scoped.pk):
        bring(scoped, people)
    text = export_contract(scoped)
    assert '[[version.a_venir.perimetre]]\nvient_de = "exclusion 1"' in text
    assert load_contract(text.encode()).total.changed is False
    moved = load_contract(text.replace('reference = "', 'reference = "BIS-').encode()).contract
    with for_contract(moved.pk):
        assert sections() == BEFORE
        assert apply_due_scope(contract=moved, today=DAY) == 1
        assert sections() == AFTER
    with for_contract(scoped.pk):
        apply_due_scope(contract=scoped, today=DAY)
    after = export_contract(scoped)
    assert "a_venir" not in after
    assert load_contract(after.encode()).total.changed is False


def test_a_price_that_changes_leaves_earlier_months_at_the_old_one(scoped: Contract, people: Any) -> None:
    with for_contract(scoped.pk):
        bring(scoped, people, "[[exclusion]]\nnumero = 1\nprix_uo = 50\n")
        apply_due_scope(contract=scoped, today=DAY)
        Consumption.objects.create(
            contract=scoped, month=LATER, unit=WorkUnit.objects.get(code="arrivee"), quantity=1
        )
        told = [(c.month, c.unit_price) for year in (2026, DAY.year) for c in charges_for(scoped, year, DAY)]
    assert told == [(BOOKED, Decimal(45)), (LATER, Decimal(50))]


def test_what_is_included_is_booked_no_more_but_december_still_is(scoped: Contract, people: Any) -> None:
    unit = {"quantity": Decimal(1), "today": LATER.last_day, "level": ""}
    charge = {"label": "Badge", "quantity": Decimal(1), "unit_price": Decimal(9), "today": LATER.last_day}
    with for_contract(scoped.pk):
        bring(scoped, people)
        apply_due_scope(contract=scoped, today=DAY)
        row, target = WorkUnit.objects.get(code="arrivee"), ("exclusion", 1)
        with pytest.raises(UnitRefused, match="n’a pas de prix"):
            record_use(contract=scoped, month=LATER, unit=row, **unit)
        with pytest.raises(UnitRefused, match=f"n’est plus exclu depuis le 01/01/{DAY.year}"):
            record_charge(contract=scoped, month=LATER, target=target, **charge)
        december = Month.of(EVE)
        record_use(contract=scoped, month=december, unit=row, **unit)
        record_charge(contract=scoped, month=december, target=target, **charge)
        amounts = [one.amount for one in charges_for(scoped, december.year, LATER.last_day)]
    assert amounts[-2:] == [Decimal(45), Decimal(9)]


def test_a_line_with_booked_charges_or_a_change_to_come_is_not_moved_by_hand(
    scoped: Contract, people: Any
) -> None:
    def move() -> None:
        item = ScopeItem.objects.get(name="Arrivées")
        edit_scope_item(
            contract=scoped, item=item, user=people["referent"].user, cells={}, status="in", today=TODAY
        )

    with for_contract(scoped.pk):
        with pytest.raises(ListRefused) as refused:
            move()
        assert refused.value.faults[0].message == "Des consommations sont saisies sur cette exclusion."
        bring(scoped, people)
        with pytest.raises(ListRefused) as refused:
            move()
        told = f"L’avenant 1, approuvé, change cet élément le 01/01/{DAY.year}."
        assert (refused.value.faults[0].message, sections()) == (told, BEFORE)


def test_a_scope_that_moved_meanwhile_keeps_the_change_waiting_and_says_why(
    scoped: Contract, people: Any
) -> None:
    with for_contract(scoped.pk):
        bring(scoped, people)
        ScopeItem.objects.filter(name="Arrivées").update(number=4)
        assert apply_due_scope(contract=scoped, today=DAY) == 0
    client = Client()
    client.force_login(people["referent"].user)
    page = client.get(reverse("contracts:amendment", args=[scoped.slug, 1])).content.decode()
    assert "Le périmètre n’a pas pu changer" in page
    assert "ne désigne aucun élément à déplacer" in page


@pytest.mark.parametrize(("read_on", "counts"), [(EVE, (3, 0)), (DAY, (2, 1))])
def test_the_radar_counts_each_month_as_the_item_was_then(
    scoped: Contract, people: Any, read_on: date, counts: tuple[int, int]
) -> None:
    """Two tickets served before the day; after it, one more served (in scope) and one refused."""
    now = datetime(DAY.year, 3, 1, 8, tzinfo=UTC)
    served = {"resolved_at": now, "status": "resolved"}
    with for_contract(scoped.pk):
        for month in month_range(LATER.shift(-5), LATER):
            last = Delivery.objects.create(
                contract=scoped, month=month, version=1, digest="0" * 64, received_at=now, is_current=True,
                state=Delivery.State.PUBLISHED,
            )  # fmt: skip
        for n, (month, values) in enumerate(
            [
                (LATER.shift(-3), served), (LATER.shift(-2), served), (LATER, served),
                (LATER, {"status": "cancelled", "cancel_reason": "Hors périmètre"}),
            ]
        ):  # fmt: skip
            Ticket.objects.create(
                contract=scoped, reference=f"INC{n}", type="incident", category="Arrivées",
                opened_at=datetime(month.year, month.number, 9, 9, tzinfo=UTC), first_delivery=last,
                last_delivery=last, **values,
            )  # fmt: skip
        bring(scoped, people)
        apply_due_scope(contract=scoped, today=read_on)
        page = grey_page(scoped)
    assert (page.counts[0], page.counts[3]) == counts
