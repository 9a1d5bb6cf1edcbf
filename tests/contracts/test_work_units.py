"""Work units kept by the portal: orders, use, « imprévu », a list, the year's charges."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from contracts.engine.list_faults import ListRefused
from contracts.models import Consumption, Contract, WorkUnit
from contracts.selectors.charges import charges_for
from contracts.services.consumption_list import import_consumptions
from contracts.services.consumptions import change_use, record_charge
from contracts.services.work_unit_orders import StaleQuantity, UnitRefused, change_order
from core.engine.months import Month
from core.scope import unscoped
from journal.models import JournalEntry
from tests.contracts.units import MARCH, TODAY, order, use


def charges(contract: Contract, year: int = 2026) -> list[tuple[Any, ...]]:
    return [(c.label, c.kind, c.quantity, c.amount) for c in charges_for(contract, year, TODAY)]


def charge(
    contract: Contract,
    label: str,
    quantity: str,
    price: int | None,
    target: Any = ("unforeseen", None),
    **more: Any,
) -> Consumption:
    given = {"month": MARCH, "today": TODAY} | more
    return record_charge(
        contract=contract, target=target, label=label, quantity=Decimal(quantity),
        unit_price=None if price is None else Decimal(price), **given,
    )  # fmt: skip


def test_every_charge_is_booked_on_one_line(opened: Contract) -> None:
    use(opened, "arrivee-depart", "19")
    use(opened, "formation", "2")
    charge(opened, "Transport", "1.5", 180)
    charge(opened, "Étude de bail", "1", 300, ("exclusion", 3))
    charge(opened, "Tickets de mars", "470", None, ("band", 1))
    assert charges(opened) == [
        ("Arrivée ou départ", "exclusion", 4, 180),
        ("Formation", "exclusion", 2, 990),
        ("Tickets de mars", "band", 30, 270),
        ("Transport", "unforeseen", Decimal("1.5"), 270),
        ("Étude de bail", "exclusion", 1, 300),
    ]


def test_an_order_keeps_the_price_of_its_day(opened: Contract) -> None:
    order(opened, "formation", "1", ordered_on=date(2025, 12, 1))
    use(opened, "formation", "3")
    assert [(charge[2], charge[3]) for charge in charges(opened)] == [(1, 480), (2, 990)]


def test_a_line_on_orders_only_refuses_what_none_covers(opened: Contract) -> None:
    with pytest.raises(UnitRefused, match=r"il en manque 1\."):
        use(opened, "audit", "1")
    placed = order(opened, "audit", "1")
    used = use(opened, "audit", "1")
    with pytest.raises(UnitRefused, match=r"il en manque 2\."):
        change_use(use=used, quantity=Decimal(3), version=1, today=TODAY)
    with pytest.raises(UnitRefused, match="déjà consommé à hauteur de 1"):
        change_order(order=placed, quantity=Decimal(0), version=1)
    assert change_order(order=placed, quantity=Decimal(3), version=1).version == 2
    assert change_use(use=used, quantity=Decimal(3), version=1, today=TODAY).quantity == 3


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"quantity": "0"}, "supérieure à 0"),
        ({"level": "S"}, "Niveaux du catalogue"),
        ({"ordered_on": date(2023, 12, 31)}, "n’a pas de prix"),
        ({"valid_until": date(2026, 3, 1)}, "précède la date du bon"),
    ],
)
def test_an_order_that_cannot_be_is_refused(opened: Contract, values: Any, message: str) -> None:
    with pytest.raises(UnitRefused, match=message):
        order(opened, "audit", **{"quantity": "1"} | values)


@pytest.mark.parametrize("month", [Month(2023, 12), Month(2026, 7)])
def test_a_month_outside_the_contract_or_to_come_is_refused(opened: Contract, month: Month) -> None:
    with pytest.raises(UnitRefused, match="Choisissez un mois de janvier 2024 à juin 2026"):
        use(opened, "formation", "1", month=month)


@pytest.mark.parametrize(
    ("target", "price", "field"),
    [
        (("band", 7), None, "target"),
        (("exclusion", 99), 10, "target"),
        (("unforeseen", None), None, "unit_price"),
    ],
)
def test_a_charge_on_no_line_or_without_price_is_refused(
    opened: Contract, target: Any, price: int | None, field: str
) -> None:
    with pytest.raises(UnitRefused) as refused:
        charge(opened, "Dépannage", "1", price, target)
    assert refused.value.field == field
    assert not Consumption.objects.exists()


def test_a_volume_within_its_band_costs_nothing(opened: Contract) -> None:
    charge(opened, "Tickets", "440", None, ("band", 1))
    assert charges(opened) == [("Tickets", "band", 0, 0)]


def test_the_same_charge_is_told_once(opened: Contract) -> None:
    charge(opened, "Transport", "1", 180)
    charge(opened, "Transport", "1", 180, ("exclusion", 3))
    with pytest.raises(UnitRefused, match="déjà saisie"):
        charge(opened, "Transport", "2", 180)


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit_price": None},
        {"label": ""},
        {"exclusion": 1, "band": 1},
        {"quantity": -1},
        {"covered": 1},
        {"level": "S"},
        {"unit_price": -1},
    ],
)
def test_the_database_refuses_a_charge_booked_nowhere(opened: Contract, wrong: dict[str, Any]) -> None:
    made = charge(opened, "Transport", "1", 180)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consumption.objects.filter(pk=made.pk).update(**wrong)


def test_the_database_refuses_a_line_of_another_contract(opened: Contract, make_contract: Any) -> None:
    other, unit = (
        make_contract("AUTRE-1", "Autre", "Autre prestataire"),
        WorkUnit.objects.get(code="formation"),
    )
    made = charge(opened, "Transport", "1", 180)
    with unscoped("a test writes across contracts"):
        foreign = Consumption(contract=other, month=MARCH, unit=unit, quantity=1)
        with pytest.raises(IntegrityError), transaction.atomic():
            foreign.save()
        wrong = Consumption(contract=other, month=MARCH, corrects=made, label="Trop", quantity=-1)
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()


def test_a_use_told_twice_or_negative_is_refused(opened: Contract) -> None:
    used = use(opened, "formation", "1")
    with pytest.raises(UnitRefused, match="déjà saisie"):
        use(opened, "formation", "2")
    with pytest.raises(UnitRefused, match="négative"):
        change_use(use=used, quantity=Decimal(-1), version=1, today=TODAY)


def test_whoever_saw_an_older_quantity_changes_nothing(opened: Contract) -> None:
    used = use(opened, "formation", "1")
    change_use(use=used, quantity=Decimal(4), version=1, today=TODAY)
    with pytest.raises(StaleQuantity) as stale:
        change_use(use=used, quantity=Decimal(2), version=1, today=TODAY)
    assert [stale.value.typed, stale.value.stored, stale.value.version] == [2, 4, 2]


def test_every_act_is_in_the_journal(opened: Contract) -> None:
    placed = order(opened, "audit", "2")
    change_use(use=use(opened, "audit", "1"), quantity=Decimal(2), version=1, today=TODAY)
    change_order(order=placed, quantity=Decimal(5), version=1)
    acts = list(JournalEntry.objects.order_by("sequence").values_list("action", flat=True))
    names = ["ordered", "used", "use_changed", "order_changed"]
    assert acts[1:] == [f"work_units.{name}" for name in names]


ROWS: list[tuple[int, dict[str, str]]] = [
    (2, {"Code": "formation", "Quantité": "2,5"}),
    (3, {"Code": "montee-version", "Niveau": "M", "Quantité": "1"}),
    (4, {"Libellé": "Transport", "Quantité": "1", "Prix unitaire HT": "180"}),
    (5, {"Mois": "2026-02", "Libellé": "Tickets", "Tranche": "1", "Quantité": "470"}),
    (
        6,
        {"Mois": "2026-02", "Libellé": "Étude", "Exclusion": "3", "Quantité": "1", "Prix unitaire HT": "300"},
    ),
]


def test_a_list_is_written_once(opened: Contract) -> None:
    order(opened, "montee-version", "1", "M")
    first = import_consumptions(contract=opened, month=MARCH, rows=ROWS, today=TODAY)
    again = import_consumptions(contract=opened, month=MARCH, rows=ROWS, today=TODAY)
    assert (first.created, again.unchanged, again.changed) == (5, 5, False)
    more = import_consumptions(
        contract=opened, month=MARCH, rows=[(2, {"Code": "formation", "Quantité": "3"})], today=TODAY
    )
    assert (more.updated, Consumption.objects.count()) == (1, 5)


def test_every_wrong_line_is_named_and_nothing_stored(opened: Contract) -> None:
    wrong = [
        (2, {"Code": "formatoin", "Quantité": "2"}),
        (3, {"Code": "montee-version", "Niveau": "X", "Quantité": "1"}),
        (4, {"Code": "montee-version", "Niveau": "M", "Quantité": "1"}),
        (5, {"Code": "formation", "Quantité": "-1"}),
        (6, {"Code": "formation", "Quantité": "1,234"}),
        (7, {"Libellé": "Transport", "Quantité": "un"}),
        (8, {"Quantité": "1", "Prix unitaire HT": "3"}),
        (9, {"Code": "projet", "Quantité": "1", "Mois": "2026-13"}),
        (10, {}),
        (11, {"Code": "projet", "Quantité": "1"}),
        (12, {"Code": "projet", "Quantité": "2"}),
        (13, {"Code": "projet", "Quantité": "1", "Mois": "2026-07"}),
        (14, {"Libellé": "A", "Exclusion": "99", "Quantité": "1", "Prix unitaire HT": "3"}),
        (15, {"Libellé": "B", "Exclusion": "3", "Tranche": "1", "Quantité": "1"}),
    ]
    with pytest.raises(ListRefused) as refused:
        import_consumptions(contract=opened, month=MARCH, rows=wrong, today=TODAY)
    faults = [(fault.line, fault.column) for fault in refused.value.faults]
    assert faults == [
        (2, "Code"), (3, "Niveau"), (4, "Quantité"), (5, "Quantité"), (6, "Quantité"), (6, "Code"),
        (7, "Quantité"), (7, "Prix unitaire HT"), (8, "Code"), (9, "Mois"), (12, "Code"), (13, "Mois"), (14, "Exclusion"), (15, "Tranche"),
    ]  # fmt: skip
    assert refused.value.faults[0].remedy == "Vouliez-vous dire « formation » ?"
    assert not Consumption.objects.exists()
