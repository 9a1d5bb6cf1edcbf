"""What was typed for the budget survives its joining with the work units: nothing is lost, nothing counts twice."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from core import guards

BEFORE, AFTER = [("contracts", "0005_time")], [("contracts", "0006_joins")]
NOW = datetime(2026, 4, 2, tzinfo=UTC)


# Month, post, number, words, quantity, what was billed of it, price.
CHARGES = [
    ("2026-03", "exclusion", 1, "Arrivées", "4", "4", 45),
    ("2026-02", "exclusion", 1, "Arrivées", "6", "6", 45),
    ("2026-03", "exclusion", 3, "Étude", "2", "2", 300),
    ("2026-03", "unforeseen", None, "Transport", "1", "1", 180),
    ("2026-03", "units", None, "Études", "2", "2", 600),
    ("2026-03", "band", 1, "Tickets de mars", "470", "30", 9),
    ("2026-02", "band", 1, "Tickets de février", "430", "0", 9),
]


@pytest.fixture
def migrate(transactional_db: Any) -> Any:
    """Bring the tables to a state of the app, without the triggers that a migration takes down."""
    guards.take_down()

    def to(targets: list[tuple[str, str]]) -> Any:
        executor = MigrationExecutor(connection)
        executor.migrate(targets)
        return executor.loader.project_state(targets).apps

    yield to
    to(AFTER)
    guards.put_up()


def rows_before(apps: Any) -> None:
    get = apps.get_model
    parties = [
        get("accounts", "Organisation").objects.create(name=name, kind=name)
        for name in ("client", "provider")
    ]
    contract = get("contracts", "Contract").objects.create(
        reference="AVANT", slug="avant", title="Avant", client=parties[0], provider=parties[1],
        starts_on=date(2024, 1, 1), ends_on=date(2026, 12, 31),
    )  # fmt: skip
    own = {"contract": contract}
    for number, allowed in ((1, 15), (2, 5), (3, None)):
        get("contracts", "ScopeItem").objects.create(
            **own,
            number=number,
            status="out",
            name=f"Exclusion {number}",
            unit="acte",
            included_per_month=allowed,
        )
    unit = get("contracts", "WorkUnit").objects.create(**own, code="un", name="Un", unit="acte", exclusion=1)
    get("contracts", "VolumeBand").objects.create(
        **own, number=1, name="Tickets", base=400, tolerance_pct=10, unit_price=9
    )
    get("contracts", "WorkUnitUse").objects.create(**own, month="2026-03", unit=unit, quantity=19)
    get("contracts", "WorkUnitUse").objects.create(
        **own, month="2026-03", label="Transport", unit_price=180, quantity=1
    )
    for month, kind, line, label, quantity, billed, price in CHARGES:
        get("contracts", "Charge").objects.create(
            **own, month=month, kind=kind, number=line, label=label, quantity=Decimal(quantity),
            billed=Decimal(billed), unit_price=price, changed_at=NOW,
        )  # fmt: skip


def test_charges_and_allowances_are_joined(migrate: Any) -> None:
    rows_before(migrate(BEFORE))
    apps = migrate(AFTER)
    rows = apps.get_model("contracts", "Consumption").objects.order_by("pk")
    found = [(str(r.month), r.audience, r.exclusion, r.band, r.label, r.quantity, r.covered) for r in rows]
    assert found[2:] == [
        ("2026-03", "client", 1, None, "Arrivées, 4 déjà dit ailleurs", 0, 0),
        ("2026-02", "client", 1, None, "Arrivées", 6, 0),
        ("2026-03", "client", 3, None, "Étude", 2, 0),
        ("2026-03", "client", None, None, "Transport, 1 déjà dit ailleurs", 0, 0),
        ("2026-03", "client", None, None, "Études", 2, 0),
        ("2026-03", "client", None, 1, "Tickets de mars", 470, 440),
        ("2026-02", "client", None, 1, "Tickets de février", 430, 440),
    ]
    assert [(r.audience, r.quantity) for r in rows[:2]] == [("both", 19), ("both", 1)]
    units = apps.get_model("contracts", "WorkUnit").objects.order_by("exclusion")
    assert [(u.code, u.exclusion, u.included) for u in units] == [("un", 1, 15), ("exclusion-2", 2, 5)]
