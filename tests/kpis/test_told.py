"""What no fact gives is told: typed by either side, or read in the provider's file; then it is an indicator as any other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from contracts.models import Consumption, WorkUnit, WorkUnitOrder, WorkUnitPrice
from core.engine.months import Month
from core.scope import Side, for_contract
from governance.models import ActionItem
from kpis.models import IndicatorSetting, IndicatorValue
from kpis.selectors.catalogue_page import NOT_TOLD, catalogue_page
from kpis.selectors.facts_beside import facts_beside
from kpis.selectors.following import followed_by
from kpis.services import compute_indicators
from kpis.services.refreshing import refresh_practices
from reports.engine.context import Context
from reports.models import DeclaredFigure
from reports.services.promises import promises_of
from reversibility.models import Drill

FEBRUARY, MARCH = Month(2026, 2), Month(2026, 3)


@pytest.fixture
def months(world: Any) -> Any:
    world.deliver(FEBRUARY, MARCH)
    world.ticket("2026-03-05T08:00", category="Maintenance préventive")
    compute_indicators(contract=world.contract, months=[FEBRUARY, MARCH])
    return world


def row(contract: Any, code: str, month: Month = MARCH) -> IndicatorValue:
    with for_contract(contract.pk):
        return IndicatorValue.objects.get(contract=contract, code=code, month=month, part="")


def tell(client: Any, contract: Any, code: str, value: str) -> Any:
    said = {"month": "2026-03", "value": value, "source": "Console des correctifs"}
    return client.post(reverse("kpis:own_declare", args=[contract.slug, code]), said, follow=True)


@pytest.mark.parametrize("role", ["referent", "provider"])
def test_either_side_tells_and_the_indicator_is_followed(
    months: Any, client: Any, make_user: Any, role: str
) -> None:
    client.force_login(make_user(role, months.contract))
    page = tell(client, months.contract, "K17", "92,5").content.decode()
    assert "Console des correctifs" in page
    assert row(months.contract, "K17").value == Decimal("92.5")
    assert row(months.contract, "K17", FEBRUARY).reason == "Non mesuré : ce mois n’est ni déclaré ni saisi."
    assert "K17" in [one.code for one in followed_by(months.contract)]
    assert IndicatorSetting.objects.filter(contract=months.contract).count() == 1
    compute_indicators(contract=months.contract, months=[MARCH])
    assert row(months.contract, "K17").extra["side"] == ("client" if role == "referent" else "provider")


@pytest.mark.parametrize(
    ("code", "value", "status", "words"),
    [
        ("K17", "130", 422, "Cette valeur ne se peut pas."),
        ("K15", "-1", 422, "Cette valeur ne se peut pas."),
        ("K15", "12", 200, "12"),
        ("K08", "12", 404, ""),
    ],
)
def test_what_cannot_be_told(
    months: Any, client: Any, make_user: Any, code: str, value: str, status: int, words: str
) -> None:
    client.force_login(make_user("referent", months.contract))
    answer = tell(client, months.contract, code, value)
    assert (answer.status_code, words in answer.content.decode()) == (status, True)


def test_facts_stand_before_what_is_told(months: Any, client: Any, make_user: Any) -> None:
    client.force_login(make_user("referent", months.contract))
    tell(client, months.contract, "K27", "10")
    assert row(months.contract, "K27").value == 100
    compute_indicators(contract=months.contract, months=[MARCH])
    assert row(months.contract, "K27").value == 100


def test_the_file_of_declared_figures_may_carry_an_indicator(
    months: Any, client: Any, make_user: Any
) -> None:
    contract = months.contract
    promised = promises_of(contract, MARCH)
    assert {"K17", "K20"} <= set(promised.indicators)
    assert "K15" not in promised.indicators
    told = Context(
        MARCH, "Europe/Paris", months.deliveries[MARCH].received_at, indicators=promised.indicators
    )
    assert Context.from_mapping(told.to_mapping()).indicators == promised.indicators
    DeclaredFigure.objects.create(
        contract=contract,
        delivery=months.deliveries[MARCH],
        commitment_code="K17",
        numerator=182,
        denominator=200,
    )
    compute_indicators(contract=contract, months=[MARCH])
    found = row(contract, "K17")
    assert (found.value, found.numerator, found.n) == (Decimal(91), 182, 200)
    assert found.extra["source"] == "Chiffres déclarés du rapport, version 1"
    client.force_login(make_user("referent", contract))
    tell(client, contract, "K17", "90")  # typed to correct the file
    assert row(contract, "K17").value == 90


def test_units_and_actions_move_between_two_reports(months: Any) -> None:
    contract = months.contract
    assert refresh_practices(contract) is False
    unit = WorkUnit.objects.create(contract=contract, code="UO1", name="Visite", unit="visite", included=2)
    WorkUnitPrice.objects.create(contract=contract, unit=unit, effective_on=date(2024, 1, 1), amount=100)
    WorkUnitOrder.objects.create(
        contract=contract, number=1, unit=unit, title="Renfort", quantity=6, unit_price=100,
        ordered_on=date(2026, 3, 2), valid_until=date(2026, 4, 30),
    )  # fmt: skip
    Consumption.objects.create(contract=contract, unit=unit, month=MARCH, quantity=6)
    for number, due in enumerate((date(2026, 3, 20), date(2026, 5, 1)), 1):
        ActionItem.objects.create(
            contract=contract, number=number, title="Relancer", owner_side="provider", owner_role="RC",
            created_on=date(2026, 3, 1), due_on=due,
        )  # fmt: skip
    ActionItem.objects.create(
        contract=contract, number=9, title="Préparer la sortie", owner_side="client", owner_role="DSI",
        created_on=date(2026, 3, 1), due_on=date(2026, 3, 2), audience="client",
    )  # fmt: skip
    assert refresh_practices(contract) is True
    # two a month from January and three of the order in March are foreseen: 9; six are used.
    assert round(row(contract, "K24").value, 2) == Decimal("66.67")
    assert (row(contract, "K25").numerator, row(contract, "K25").denominator) == (1, 2)
    assert refresh_practices(contract) is False


def test_restorations_tested_stand_beside_the_backups_for_the_client_alone(months: Any) -> None:
    contract = months.contract
    for number, day, result in (
        (1, date(2026, 3, 10), "passed"),
        (2, date(2025, 5, 2), "failed"),
        (3, date(2025, 3, 2), "passed"),
    ):
        Drill.objects.create(
            contract=contract,
            number=number,
            kind="restore",
            system="ERP",
            planned_on=day,
            done_on=day,
            result=result,
        )
    assert facts_beside(contract, "K18", MARCH) == [
        ("Restaurations testées en 12 mois", "2, dont 1\u00a0réussie")
    ]
    with for_contract(contract.pk, Side.PROVIDER):
        assert facts_beside(contract, "K18", MARCH) == []
    assert facts_beside(contract, "K17", MARCH) == []


def test_the_catalogue_says_what_is_missing_and_where(months: Any, client: Any, make_user: Any) -> None:
    page = catalogue_page(months.contract, MARCH)
    assert len(page.lines) == 28
    assert all(line.measured or (line.reason and line.place) for line in page.lines)
    waiting = [line.following.code for line in page.lines if line.place == NOT_TOLD]
    assert waiting == ["K07", *(f"K{n}" for n in range(15, 22)), "K28"]
    client.force_login(make_user("provider", months.contract))
    url = reverse("kpis:catalogue", args=[months.contract.slug])
    shown = client.get(url).content.decode()
    assert "Saisir ou déclarer" in shown
    assert client.get(f"{url}?export=csv").content.decode("utf-8-sig").count("\n") == 29
