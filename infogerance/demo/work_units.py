"""Work units of the demonstration: orders, monthly use and « imprévus » up to the last month told.

The year 2024 of the office contract comes to 48 875 €, 2025 to 58 300 €, the first half of 2026 to 29 300 €: below
and beyond the thresholds of the overrun, and the landing of the reference contract.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.models import User
from contracts.models import Contract, WorkUnit, WorkUnitOrder
from contracts.services.consumption_list import import_consumptions
from contracts.services.work_unit_orders import place_order
from core.engine.months import Month
from core.scope import for_contract
from infogerance.demo.people import REFERENT
from infogerance.demo.worlds import CLOUD, OFFICE


@dataclass(frozen=True)
class Wanted:
    """An order to place; `unit` is a code, with its level after a colon."""

    on: date
    unit: str
    quantity: int
    title: str
    until: date | None = None


ORDERS = {
    OFFICE.reference: (
        Wanted(date(2024, 1, 2), "projet", 27, "Projets de l’année 2024", date(2024, 12, 31)),
        Wanted(date(2024, 1, 2), "developpement", 16, "Scripts et connecteurs 2024", date(2024, 12, 31)),
        Wanted(date(2024, 9, 2), "audit", 1, "Audit de la reprise"),
        Wanted(date(2025, 1, 6), "projet", 30, "Projets de l’année 2025", date(2025, 12, 31)),
        Wanted(date(2025, 1, 6), "developpement", 14, "Scripts et connecteurs 2025", date(2025, 12, 31)),
        Wanted(date(2025, 3, 3), "montee-version:M", 2, "Messagerie, puis annuaire"),
        Wanted(date(2025, 9, 1), "audit", 1, "Test d’intrusion annuel"),
        Wanted(date(2026, 1, 5), "projet", 24, "Projets de l’année 2026", date(2026, 12, 31)),
        Wanted(date(2026, 1, 5), "developpement", 20, "Scripts et connecteurs 2026", date(2026, 12, 31)),
        Wanted(date(2026, 3, 2), "audit", 1, "Audit des sauvegardes"),
        Wanted(date(2026, 9, 1), "montee-version:S", 1, "Outil de supervision"),
    ),
    CLOUD.reference: (Wanted(date(2026, 2, 2), "migration-vm", 4, "Migration des machines de recette"),),
}
USES = {
    OFFICE.reference: {
        "2024-01": "arrivee-depart=18 astreinte=3 developpement=1 formation=2 projet=2",
        "2024-02": "arrivee-depart=20 demenagement=6 materiel=4 projet=3",
        "2024-03": "arrivee-depart=19 astreinte=6 developpement=3 extraction=1",
        "2024-04": "arrivee-depart=17 formation=2 projet=4 restauration=8",
        "2024-05": "arrivee-depart=21 demenagement=9 developpement=2 materiel=6",
        "2024-06": "arrivee-depart=24 astreinte=8 extraction=1 projet=4",
        "2024-07": "arrivee-depart=16 developpement=3 formation=3 restauration=12",
        "2024-08": "arrivee-depart=22 demenagement=4 materiel=5 projet=2",
        "2024-09": "arrivee-depart=25 astreinte=10 formation=2 projet=5",
        "2024-10": "arrivee-depart=20 developpement=4 extraction=2 audit=1",
        "2024-11": "arrivee-depart=19 astreinte=4 demenagement=12 projet=4",
        "2024-12": "arrivee-depart=23 developpement=3 materiel=4 projet=3",
        "2025-01": "arrivee-depart=21 astreinte=2 developpement=3 extraction=1 projet=1 restauration=11",
        "2025-02": "arrivee-depart=20 astreinte=5 demenagement=5 materiel=5 projet=4 restauration=7",
        "2025-03": "arrivee-depart=23 astreinte=8 developpement=3 formation=1 projet=2",
        "2025-04": "arrivee-depart=21 demenagement=1 developpement=1 extraction=2 materiel=2 montee-version:M=1",
        "2025-05": "arrivee-depart=23 astreinte=8 extraction=1 formation=1 projet=4",
        "2025-06": "arrivee-depart=22 astreinte=7 extraction=1 formation=2 materiel=1 projet=3",
        "2025-07": "arrivee-depart=16 demenagement=4 formation=2 materiel=3 projet=3",
        "2025-08": "arrivee-depart=24 astreinte=4 demenagement=2 extraction=2 formation=2 materiel=1",
        "2025-09": "arrivee-depart=24 demenagement=7 extraction=2 formation=2 materiel=1 projet=4",
        "2025-10": "arrivee-depart=21 developpement=3 extraction=1 projet=1 audit=1",
        "2025-11": "arrivee-depart=19 astreinte=1 developpement=3 extraction=1 formation=2 restauration=7 montee-version:M=1",
        "2025-12": "arrivee-depart=22 developpement=3 formation=1 materiel=3 projet=4",
        "2026-01": "arrivee-depart=21 astreinte=5 developpement=3 extraction=2 materiel=2 restauration=11",
        "2026-02": "arrivee-depart=21 astreinte=6 demenagement=1 developpement=3 projet=3",
        "2026-03": "arrivee-depart=21 astreinte=5 demenagement=4 developpement=3 extraction=2 restauration=6",
        "2026-04": "arrivee-depart=20 astreinte=2 demenagement=4 developpement=3 formation=1 audit=1",
        "2026-05": "arrivee-depart=18 developpement=2 extraction=1 materiel=3 projet=4 restauration=11",
        "2026-06": "arrivee-depart=22 formation=2 materiel=3 projet=4 restauration=10",
        "2026-07": "arrivee-depart=21 developpement=3 formation=1 materiel=5",
        "2026-08": "arrivee-depart=22 developpement=1 materiel=3 projet=2",
        "2026-09": "arrivee-depart=19 astreinte=7 developpement=3 projet=2 montee-version:S=1",
        "2026-10": "arrivee-depart=21 astreinte=8 extraction=1 formation=2 projet=4 restauration=9",
        "2026-11": "arrivee-depart=17 astreinte=7 developpement=3 formation=2 projet=3 restauration=8",
        "2026-12": "arrivee-depart=22 astreinte=8 developpement=2 extraction=2 formation=2 materiel=5",
    },
    CLOUD.reference: {
        "2025-02": "prestation=8 restauration=9",
        "2025-03": "prestation=10 restauration=12",
        "2025-04": "prestation=12 restauration=14",
        "2025-05": "prestation=14 restauration=8",
        "2025-06": "prestation=16 restauration=10",
        "2025-07": "prestation=15 restauration=16",
        "2025-08": "prestation=12 restauration=7",
        "2025-09": "prestation=9 restauration=6",
        "2025-10": "prestation=18 restauration=12",
        "2025-11": "prestation=20 restauration=11",
        "2025-12": "prestation=16 restauration=15",
        "2026-01": "prestation=15 restauration=12",
        "2026-02": "prestation=18 restauration=9",
        "2026-03": "prestation=17 restauration=13 migration-vm=2",
        "2026-04": "prestation=20 restauration=11",
        "2026-05": "prestation=16 restauration=10 migration-vm=2",
        "2026-06": "prestation=19 restauration=14",
        "2026-07": "prestation=12 restauration=8",
        "2026-08": "prestation=10 restauration=7",
        "2026-09": "prestation=21 restauration=12",
        "2026-10": "prestation=22 restauration=13",
        "2026-11": "prestation=18 restauration=10",
        "2026-12": "prestation=20 restauration=11",
    },
}
UNPLANNED = {
    OFFICE.reference: {
        "2025-11": ("Groupe électrogène de location", 640),
        "2026-05": ("Transport d’un serveur de prêt", 180),
    }
}


def book_work_units(*, contracts: dict[str, Contract], until: Month, today: date) -> bool:
    """Place the orders and write each month's use; what is there stays. Returns whether anything was written."""
    referent, changed = User.objects.get(email=REFERENT), False
    for reference, contract in contracts.items():
        with for_contract(contract.pk):
            changed |= _order(contract, until, referent)
            counts = import_consumptions(
                contract=contract, rows=list(_rows(reference, min(until, Month.of(today)))), today=today,
                user=referent, role=referent.title,
            )  # fmt: skip
            changed |= counts.changed
    return changed


def _order(contract: Contract, until: Month, referent: User) -> bool:
    if WorkUnitOrder.objects.filter(contract=contract).exists():
        return False
    units = {unit.code: unit for unit in WorkUnit.objects.filter(contract=contract)}
    wanted = [order for order in ORDERS[contract.reference] if Month.of(order.on) <= until]
    for order in wanted:
        code, _, level = order.unit.partition(":")
        place_order(
            contract=contract, unit=units[code], level=level, title=order.title, user=referent,
            role=referent.title, quantity=Decimal(order.quantity), ordered_on=order.on, valid_until=order.until,
        )  # fmt: skip
    return bool(wanted)


def _rows(reference: str, until: Month) -> Iterator[tuple[int, dict[str, str]]]:
    """The months as the list a person would import."""
    months = [month for month in USES[reference] if Month.parse(month) <= until]
    for month in months:
        for word in USES[reference][month].split():
            unit, _, quantity = word.partition("=")
            code, _, level = unit.partition(":")
            yield 0, {"Mois": month, "Code": code, "Niveau": level, "Quantité": quantity}
    for month, (label, price) in UNPLANNED.get(reference, {}).items():
        if month in months:
            yield 0, {"Mois": month, "Libellé": label, "Quantité": "1", "Prix unitaire HT": str(price)}
