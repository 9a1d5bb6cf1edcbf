"""A closed month keeps what was booked in it; what was wrong is corrected in an open month, with its line named."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from contracts.engine.bookable import BookableMonths
from contracts.engine.list_faults import ListRefused
from contracts.engine.unit_booking import BookedUnit
from contracts.engine.work_units import Order, Price, UnitTerms
from contracts.models import Consumption, Contract, WorkUnitOrder
from contracts.selectors.charges import charges_for
from contracts.selectors.work_unit_book import UnitBook, UseRow
from contracts.selectors.work_units import work_units_page
from contracts.services.consumption_list import import_consumptions
from contracts.services.consumptions import change_use, correct_closed, record_charge
from contracts.services.work_unit_orders import UnitRefused
from core.engine.months import Month
from core.scope import Audience, Side, for_contract
from journal.models import JournalEntry
from tests.contracts.units import MARCH, TODAY, close, order, unit, use
from tests.infogerance.reading import main_of

APRIL, MAY = Month(2026, 4), Month(2026, 5)
REASON = "Deux départs comptés deux fois"
CLOSED = "Le mois de mars 2026 est clos"


@pytest.fixture
def used(opened: Contract) -> Consumption:
    """Nineteen movements of March, fifteen of them in the fee; March is closed since."""
    made = use(opened, "arrivee-depart", "19")
    close(opened, MARCH)
    return made


def correct(line: Consumption, quantity: str, month: Month = APRIL) -> Consumption:
    return correct_closed(line=line, month=month, quantity=Decimal(quantity), reason=REASON, today=TODAY)


def told(contract: Contract) -> list[tuple[str, str, Decimal | int, Decimal | int]]:
    return [
        (str(one.month), one.label, one.quantity, one.amount) for one in charges_for(contract, 2026, TODAY)
    ]


def test_nothing_is_booked_in_a_closed_month(opened: Contract, used: Consumption) -> None:
    for act in (
        lambda: use(opened, "formation", "1"),
        lambda: change_use(use=used, quantity=Decimal(18), version=1, today=TODAY),
        lambda: record_charge(
            contract=opened, month=MARCH, target=("unforeseen", None), label="Transport",
            quantity=Decimal(1), unit_price=Decimal(180), today=TODAY,
        ),
    ):  # fmt: skip
        with pytest.raises(UnitRefused, match=f"{CLOSED}.*dans un mois ouvert, à partir d’avril 2026"):
            act()
    with pytest.raises(UnitRefused, match=r"Datez-le du 01/04/2026 ou après"):
        order(opened, "audit", "1")
    assert (Consumption.objects.count(), WorkUnitOrder.objects.count()) == (1, 0)


def test_the_database_holds_a_closed_month(opened: Contract, used: Consumption) -> None:
    rows = Consumption.objects.filter(pk=used.pk)
    for write in (
        lambda: rows.update(quantity=1),
        lambda: rows.update(month=str(APRIL)),
        rows.delete,
        lambda: Consumption.objects.create(
            contract=opened, month=MARCH, label="Transport", unit_price=1, quantity=1
        ),
        lambda: WorkUnitOrder.objects.create(
            contract=opened, number=1, unit=unit("audit"), title="Audit", quantity=1, unit_price=1,
            ordered_on=date(2026, 3, 31),
        ),
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match="mois est clos"), transaction.atomic():
            write()


def test_a_list_may_tell_a_closed_month_again_and_not_change_it(opened: Contract, used: Consumption) -> None:
    same = (2, {"Mois": "2026-03", "Code": "arrivee-depart", "Quantité": "19"})
    fresh = (3, {"Mois": "2026-04", "Code": "formation", "Quantité": "1"})
    counts = import_consumptions(contract=opened, rows=[same, fresh], today=TODAY)
    assert (counts.created, counts.unchanged) == (1, 1)
    other = (4, {"Mois": "2026-03", "Code": "arrivee-depart", "Quantité": "18"})
    more = (5, {"Mois": "2026-03", "Code": "formation", "Quantité": "1"})
    with pytest.raises(ListRefused) as refused:
        import_consumptions(contract=opened, rows=[other, more], today=TODAY)
    assert [(fault.line, fault.column) for fault in refused.value.faults] == [(4, "Mois"), (5, "Mois")]
    assert "avril 2026" in refused.value.faults[0].remedy


def test_a_correction_costs_what_the_month_costs_less(opened: Contract, used: Consumption) -> None:
    """19 − 6 = 13, under the 15 of the fee: the four billed come back, not six."""
    correct(used, "-6")
    assert told(opened) == [
        ("2026-03", "Arrivée ou départ", 4, 180),
        ("2026-04", "Arrivée ou départ, correction de mars 2026", -6, -180),
    ]
    correct(used, "+3", MAY)
    assert told(opened)[-1] == ("2026-05", "Arrivée ou départ, correction de mars 2026", 3, 45)


def test_a_charge_with_its_own_price_is_corrected_too(opened: Contract) -> None:
    spent = record_charge(
        contract=opened, month=MARCH, target=("band", 1), label="Tickets", quantity=Decimal(470),
        unit_price=None, today=TODAY,
    )  # fmt: skip
    close(opened, MARCH)
    correct(spent, "-50")
    assert told(opened) == [
        ("2026-03", "Tickets", 30, 270),
        ("2026-04", "Tickets, correction de mars 2026", -50, -270),
    ]


@pytest.mark.parametrize(
    ("quantity", "month", "said"),
    [
        ("0", APRIL, "une autre quantité que 0"),
        ("-20", APRIL, "ne porte que 19"),
        ("-1", MARCH, "est clos"),
        ("-1", Month(2026, 2), "après le mois qu’elle corrige"),
        ("-1", Month(2026, 7), "à venir"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(
    opened: Contract, used: Consumption, quantity: str, month: Month, said: str
) -> None:
    with pytest.raises(UnitRefused, match=said):
        correct(used, quantity, month)
    assert Consumption.objects.count() == 1


def test_an_open_month_is_corrected_in_place(opened: Contract) -> None:
    with pytest.raises(UnitRefused, match="sur place"):
        correct(use(opened, "formation", "1"), "-1")


def test_a_correction_is_changed_while_its_month_is_open(opened: Contract, used: Consumption) -> None:
    made = correct(used, "-2")
    with pytest.raises(UnitRefused, match="déjà corrigée ce mois-là"):
        correct(used, "-1")
    with pytest.raises(UnitRefused, match="ne porte que 19"):
        change_use(use=made, quantity=Decimal(-20), version=1, today=TODAY)
    assert change_use(use=made, quantity=Decimal(-3), version=1, today=TODAY).quantity == -3
    close(opened, APRIL)
    with pytest.raises(UnitRefused, match="est clos"):
        change_use(use=made, quantity=Decimal(-4), version=2, today=TODAY)
    assert correct(used, "+1", MAY).quantity == 1


def test_a_correction_beyond_the_orders_is_refused(opened: Contract) -> None:
    order(opened, "audit", "1")
    line = use(opened, "audit", "1")
    close(opened, MARCH)
    with pytest.raises(UnitRefused, match=r"il en manque 1\."):
        correct(line, "1")
    correct(line, "-1")
    (placed,) = work_units_page(opened, 2026, TODAY).orders
    assert [placed.used, placed.left] == [0, 1]


def test_what_the_client_alone_reads_is_corrected_for_it_alone(opened: Contract) -> None:
    line = Consumption.objects.create(
        contract=opened,
        month=MARCH,
        audience=Audience.CLIENT,
        label="Frais d’avocat",
        unit_price=500,
        quantity=2,
    )
    close(opened, MARCH)
    correct(line, "-1")
    assert JournalEntry.objects.order_by("-sequence").first().action == "charge.changed"
    assert told(opened)[-1][3] == -500
    with for_contract(opened.pk, Side.PROVIDER):
        assert told(opened) == []


def test_the_pages_lead_to_the_correction(opened: Contract, used: Consumption, make_user: Any) -> None:
    client = Client()
    client.force_login(make_user("referent", opened))
    pages = reverse("contracts:work_units", args=[opened.slug])
    address = reverse("contracts:correction", args=[opened.slug, used.pk])
    month = client.get(f"{pages}?mois=2026-03")
    assert "Ce mois est clos" in main_of(month)
    assert address in month.content.decode()
    assert "Mois de la correction" in main_of(client.get(address))
    sent = {"month": "2026-04", "quantity": "-30", "reason": REASON}
    refused = client.post(address, sent)
    assert (refused.status_code, f'value="{REASON}"' in refused.content.decode()) == (422, True)
    assert "ne porte que 19" in main_of(refused)
    assert client.post(address, sent | {"quantity": "-2"}).status_code == 302
    assert "Arrivée ou départ, correction de mars 2026" in main_of(client.get(f"{pages}?mois=2026-04"))
    budget = reverse("contracts:budget", args=[opened.slug])
    assert "correction de mars 2026" in main_of(client.get(f"{budget}?mois=2026-04"))


@pytest.mark.parametrize(("role", "status"), [("provider", 403), ("reader", 403), ("executive", 403)])
def test_only_the_referent_corrects(
    opened: Contract, used: Consumption, make_user: Any, role: str, status: int
) -> None:
    client = Client()
    client.force_login(make_user(role, opened))
    address = reverse("contracts:correction", args=[opened.slug, used.pk])
    assert (
        client.post(address, {"month": "2026-04", "quantity": "-1", "reason": REASON}).status_code == status
    )
    assert Consumption.objects.count() == 1


def test_a_line_of_another_contract_is_no_page(
    opened: Contract, used: Consumption, make_contract: Any, make_user: Any
) -> None:
    other = make_contract("AUTRE-1", "Autre", "Autre prestataire")
    client = Client()
    client.force_login(make_user("referent", other))
    assert client.get(reverse("contracts:correction", args=[other.slug, used.pk])).status_code == 404


# ---- Properties ----

FIRST = Month(2026, 1)
quantities = st.integers(0, 40).map(Decimal)


def row(pk: int, month: Month, quantity: Decimal, unit_id: int | None, corrects: int | None = None) -> UseRow:
    return UseRow(pk, month, unit_id, "", None, None, corrects, "", None, quantity, Decimal(0), 1)


@given(st.lists(quantities, min_size=1, max_size=5), st.data())
def test_corrections_come_to_what_the_right_quantities_would_have_cost(
    told: list[Decimal], data: Any
) -> None:
    """Whatever quota and orders: the amounts of the closed months and of the corrections sum to the right account."""
    terms = UnitTerms(
        "uo",
        "UO",
        "UO",
        (Price("", date(2026, 1, 1), Decimal("45.50")),),
        included=Decimal(5),
        carry_months=1,
    )
    orders = (Order(1, "", Decimal(20), Decimal(40), FIRST),)
    months = [FIRST.shift(rank) for rank in range(len(told))]
    right = [data.draw(quantities) for _ in told]

    def booked(values: list[Decimal]) -> BookedUnit:
        uses = {(month, ""): value for month, value in zip(months, values, strict=True)}
        return BookedUnit.of(1, terms, orders, uses, FIRST)

    uses = [row(rank, month, told[rank], 1) for rank, month in enumerate(months)]
    later = FIRST.shift(12)
    uses += [row(100 + rank, later, right[rank] - told[rank], None, rank) for rank in range(len(told))]
    book = UnitBook({1: booked(told)}, [], uses)
    corrected = sum((one.amount for one in book.corrections), Decimal(0))
    assert booked(told).total + corrected == booked(right).total
    assert book.accounts[1].settled == booked(right).settled


@given(st.integers(0, 40), st.sets(st.integers(0, 24), max_size=10))
def test_a_month_is_bookable_or_says_why(rank: int, closed: set[int]) -> None:
    months = BookableMonths(FIRST, FIRST.shift(24), frozenset(FIRST.shift(one) for one in closed))
    month = FIRST.shift(rank)
    assert (months.refusal(month) is None) == (rank <= 24 and rank not in closed)
    assert months.open_after(month) > month
    assert months.open_after(month) not in months.closed


def test_a_correction_of_a_band_shares_its_cover_again(opened: Contract) -> None:
    """235 + 235 for 440 in the fee is 270 €; twenty more on the first row are twenty more beyond it."""
    first, _ = (
        record_charge(
            contract=opened, month=MARCH, target=("band", 1), label=label, quantity=Decimal(235),
            unit_price=None, today=TODAY,
        )
        for label in ("Tickets N1", "Tickets N2")
    )  # fmt: skip
    close(opened, MARCH)
    assert [amount for _, _, _, amount in told(opened)] == [0, 270]
    correct(first, "20")
    assert [amount for _, _, _, amount in told(opened)] == [0, 270, 180]
