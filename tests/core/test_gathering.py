"""Children read beside their parent are what their own query gives, and stay inside the scope."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import OuterRef

from contracts.models import Contract, ServiceCalendar, ServiceWindow, WorkUnit, WorkUnitPrice
from core.gathering import gather
from core.models import Job
from core.scope import ScopeMissing, for_contract
from slas.models import Commitment, PenaltyRule

TIERS = [{"bound": "95", "percent": "1.5", "amount": "0"}]


def test_children_are_those_of_their_own_query(scope: Contract, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        read = gather(
            ServiceCalendar.objects.order_by("code"),
            windows=ServiceWindow.objects.filter(calendar=OuterRef("pk")),
        )
    assert [(row.code, len(of["windows"])) for row, of in read] == [("24x7", 0), ("ho", 5)]
    for row, of in read:
        asked = {one.pk: vars(one) for one in ServiceWindow.objects.filter(calendar=row)}
        for window in of["windows"]:
            kept = {name: value for name, value in vars(window).items() if name != "_state"}
            assert kept == {name: asked[window.pk][name] for name in kept}


@pytest.mark.parametrize("amount", ["0.10", "12345678.90", "0.07", "300"])
def test_figures_days_and_lists_are_exact(scope: Contract, amount: str) -> None:
    unit = WorkUnit.objects.create(contract=scope, code="u", name="Unité", unit="poste")
    WorkUnitPrice.objects.create(
        contract=scope, unit=unit, effective_on=date(2024, 2, 29), amount=Decimal(amount)
    )
    ((_, of),) = gather(WorkUnit.objects.all(), prices=WorkUnitPrice.objects.filter(unit=OuterRef("pk")))
    (price,) = of["prices"]
    assert (price.amount, price.effective_on, price.level) == (Decimal(amount), date(2024, 2, 29), "")
    assert isinstance(price.amount, Decimal)
    promise = Commitment.objects.create(
        contract=scope, code="E1", name="GTR", kind="resolution", required_rate=95, effective_from=date(2024, 1, 1),
        calendar=ServiceCalendar.objects.get(code="ho"),
    )  # fmt: skip
    PenaltyRule.objects.create(
        contract=scope,
        commitment=promise,
        kind="tiers",
        step=Decimal("0.125"),
        tiers=TIERS,
        percent=0,
        amount=0,
    )
    ((_, of),) = gather(
        Commitment.objects.all(), prices=PenaltyRule.objects.filter(commitment=OuterRef("pk"))
    )
    assert (of["prices"][0].tiers, of["prices"][0].step) == (TIERS, Decimal("0.125"))


def test_no_child_of_another_contract_is_read(make_contract: Any) -> None:
    mine, other = (
        make_contract(),
        make_contract(reference="AUT-1", client="Client B", provider="Prestataire B"),
    )
    windows = ServiceWindow.objects.filter(weekday=OuterRef("weekday"))
    with for_contract(mine.pk):
        read = gather(ServiceWindow.objects.filter(weekday=0), same=windows)
    assert [{one.contract_id for one in of["same"]} for _, of in read] == [{mine.pk}]
    assert other.pk != mine.pk
    with pytest.raises(ScopeMissing):
        gather(ServiceWindow.objects.all(), same=windows)


def test_instants_keep_their_zone(scope: Contract) -> None:
    at = datetime(2026, 4, 10, 8, 30, tzinfo=UTC)
    Job.objects.create(contract=scope, kind="month", key="1", ended_at=at)
    ((_, of),) = gather(
        Contract.objects.filter(pk=scope.pk), jobs=Job.objects.filter(contract=OuterRef("pk"))
    )
    assert of["jobs"][0].ended_at == at
