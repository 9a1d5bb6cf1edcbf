"""The guard holds for every query verb, and for writes."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Count

from contracts.models import Contract, Site
from core.scope import OutOfScope, Scope, ScopeMissing, Side, for_contract, scoped, unscoped
from reversibility.models import ExitDeliverable

VERBS = [
    list,
    lambda q: q.count(),
    lambda q: q.exists(),
    lambda q: q.first(),
    lambda q: q.aggregate(n=Count("pk")),
    lambda q: q.update(name="x"),
    lambda q: q.delete(),
    lambda q: list(q.values_list("pk")),
    lambda q: list(q.iterator()),
    lambda q: q.in_bulk(),
    lambda q: q.get(pk=1),
    lambda q: q.order_by("pk").last(),
]


@pytest.mark.parametrize("verb", VERBS)
def test_no_query_runs_without_a_scope(contract: Any, verb: Any) -> None:
    with pytest.raises(ScopeMissing):
        verb(Site.objects.all())


def test_only_the_rows_of_the_scope_are_seen(make_contract: Any) -> None:
    mine, other = make_contract("A-1"), make_contract("B-1", "Client B", "Prestataire B")
    with for_contract(mine.pk):
        assert [site.contract_id for site in Site.objects.all()] == [mine.pk]
        assert [c.reference for c in Contract.objects.all()] == ["A-1"]
        assert Site.objects.filter(contract=other.pk).update(name="x") == 0
    with scoped(Scope()):
        assert not Site.objects.exists()
        assert Site.objects.count() == 0


def test_a_foreign_row_is_not_written(make_contract: Any) -> None:
    mine, other = make_contract("A-1"), make_contract("B-1", "Client B", "Prestataire B")
    with for_contract(mine.pk):
        with pytest.raises(OutOfScope):
            Site.objects.create(contract_id=other.pk, code="x", name="x")
        with pytest.raises(OutOfScope):
            Site.objects.bulk_create([Site(contract_id=other.pk, code="x", name="x")])


def test_a_forward_key_does_not_lead_abroad(make_contract: Any) -> None:
    mine, other = make_contract("A-1"), make_contract("B-1", "Client B", "Prestataire B")
    with unscoped("the test looks from outside"):
        foreign = Site.objects.get(contract=other.pk)
    foreign = Site(pk=foreign.pk, contract_id=other.pk)
    with for_contract(mine.pk), pytest.raises(Contract.DoesNotExist):
        _ = foreign.contract


def test_client_only_rows_are_absent_from_the_provider_side(contract: Any) -> None:
    with for_contract(contract.pk):
        ExitDeliverable.objects.create(
            contract=contract, number=1, family="A", name="Plan", owner_side="client"
        )
        assert ExitDeliverable.objects.count() == 1
    with for_contract(contract.pk, Side.PROVIDER):
        assert ExitDeliverable.objects.count() == 0
        assert Site.objects.count() == 1


def test_unscoped_needs_a_reason() -> None:
    with pytest.raises(ValueError, match="reason"):
        unscoped("")
