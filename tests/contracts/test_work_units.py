"""Work units kept by the portal: orders, use, « imprévu », a list, the year's charges."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from contracts.engine.work_unit_list import ListRefused
from contracts.models import Contract, WorkUnitUse
from contracts.selectors.charges import charges_for
from contracts.services.work_unit_orders import StaleQuantity, UnitRefused, change_order
from contracts.services.work_unit_uses import change_use, import_uses, record_unplanned
from core.engine.months import Month
from journal.models import JournalEntry
from tests.contracts.units import MARCH, TODAY, order, use


def charges(contract: Contract, year: int = 2026) -> list[tuple[Any, ...]]:
    return [(c.label, c.kind, c.quantity, c.amount) for c in charges_for(contract, year, TODAY)]


def test_every_charge_is_booked_on_a_line_or_on_unplanned(opened: Contract) -> None:
    use(opened, "arrivee-depart", "19")
    use(opened, "formation", "2")
    record_unplanned(
        contract=opened,
        month=MARCH,
        label="Transport",
        quantity=Decimal("1.5"),
        unit_price=Decimal(180),
        today=TODAY,
    )
    assert charges(opened) == [
        ("Arrivée ou départ", "exclusion", 4, 180),
        ("Formation", "exclusion", 2, 990),
        ("Transport", "unplanned", Decimal("1.5"), 270),
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
        change_use(use=used, quantity=Decimal(3), version=1)
    with pytest.raises(UnitRefused, match="déjà consommé à hauteur de 1"):
        change_order(order=placed, quantity=Decimal(0), version=1)
    assert change_order(order=placed, quantity=Decimal(3), version=1).version == 2
    assert change_use(use=used, quantity=Decimal(3), version=1).quantity == 3


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


def test_a_use_told_twice_or_negative_is_refused(opened: Contract) -> None:
    used = use(opened, "formation", "1")
    with pytest.raises(UnitRefused, match="déjà saisie"):
        use(opened, "formation", "2")
    with pytest.raises(UnitRefused, match="négative"):
        change_use(use=used, quantity=Decimal(-1), version=1)


def test_whoever_saw_an_older_quantity_changes_nothing(opened: Contract) -> None:
    used = use(opened, "formation", "1")
    change_use(use=used, quantity=Decimal(4), version=1)
    with pytest.raises(StaleQuantity) as stale:
        change_use(use=used, quantity=Decimal(2), version=1)
    assert [stale.value.typed, stale.value.stored, stale.value.version] == [2, 4, 2]


def test_every_act_is_in_the_journal(opened: Contract) -> None:
    placed = order(opened, "audit", "2")
    change_use(use=use(opened, "audit", "1"), quantity=Decimal(2), version=1)
    change_order(order=placed, quantity=Decimal(5), version=1)
    acts = list(JournalEntry.objects.order_by("sequence").values_list("action", flat=True))
    names = ["ordered", "used", "use_changed", "order_changed"]
    assert acts[1:] == [f"work_units.{name}" for name in names]


ROWS: list[tuple[int, dict[str, str]]] = [
    (2, {"Code": "formation", "Quantité": "2,5"}),
    (3, {"Code": "montee-version", "Niveau": "M", "Quantité": "1"}),
    (4, {"Libellé": "Transport", "Quantité": "1", "Prix unitaire HT": "180"}),
]


def test_a_list_is_written_once(opened: Contract) -> None:
    order(opened, "montee-version", "1", "M")
    first = import_uses(contract=opened, month=MARCH, rows=ROWS, today=TODAY)
    again = import_uses(contract=opened, month=MARCH, rows=ROWS, today=TODAY)
    assert (first.created, again.unchanged, again.changed) == (3, 3, False)
    more = import_uses(
        contract=opened, month=MARCH, rows=[(2, {"Code": "formation", "Quantité": "3"})], today=TODAY
    )
    assert (more.updated, WorkUnitUse.objects.count()) == (1, 3)


def test_every_wrong_line_is_named_and_nothing_stored(opened: Contract) -> None:
    wrong = [
        (2, {"Code": "formatoin", "Quantité": "2"}),
        (3, {"Code": "montee-version", "Niveau": "X", "Quantité": "1"}),
        (4, {"Code": "montee-version", "Niveau": "M", "Quantité": "1"}),
        (5, {"Code": "formation", "Quantité": "-1"}),
        (6, {"Code": "formation", "Quantité": "1,234"}),
        (7, {"Libellé": "Transport", "Quantité": "un"}),
        (8, {"Quantité": "1", "Prix unitaire HT": "3"}),
        (9, {"Code": "projet", "Quantité": "1", "Mois": "2026-04"}),
        (10, {}),
        (11, {"Code": "projet", "Quantité": "1"}),
    ]
    with pytest.raises(ListRefused) as refused:
        import_uses(contract=opened, month=MARCH, rows=wrong, today=TODAY)
    faults = [(fault.line, fault.column) for fault in refused.value.faults]
    assert faults == [
        (2, "Code"), (3, "Niveau"), (4, "Quantité"), (5, "Quantité"), (6, "Quantité"), (6, "Code"),
        (7, "Quantité"), (7, "Prix unitaire HT"), (8, "Code"), (9, "Mois"), (11, "Code"),
    ]  # fmt: skip
    assert refused.value.faults[0].remedy == "Vouliez-vous dire « formation » ?"
    assert not WorkUnitUse.objects.exists()
