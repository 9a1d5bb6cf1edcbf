"""The exit page: for the client's side only, with what would be missing today."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contracts.models import Contract
from core.scope import Side, for_contract
from reversibility.selectors import exit_plan_for, readiness_for
from tests.restoring import loaded

DEMO = Path(__file__).parents[2] / "infogerance" / "demo"
DAY = date(2026, 11, 22)


@pytest.fixture
def inf(db: None) -> Contract:
    return loaded((DEMO / "inf-2024-07.toml").read_bytes())


@pytest.fixture
def visit(inf: Contract, make_user: Any) -> Any:
    def get(role: str, query: str = "") -> Any:
        client = Client()
        client.force_login(make_user(role, inf))
        return client.get(reverse("reversibility:readiness", args=[inf.slug]) + query)

    return get


@pytest.mark.parametrize(
    ("role", "status"), [("referent", 200), ("executive", 200), ("reader", 200), ("provider", 403)]
)
def test_the_provider_never_sees_the_exit_plan(visit: Any, role: str, status: int) -> None:
    assert visit(role).status_code == status


def test_the_plan_of_the_reference_contract(inf: Contract) -> None:
    with for_contract(inf.pk):
        plan = exit_plan_for(inf, DAY)
    assert (len(plan.lines), plan.proven) == (28, 13)
    assert (plan.readiness.proven, plan.readiness.total) == (42, 96)
    assert [line.row.number for line in plan.lacking][:4] == [7, 15, 18, 19]
    assert [words for _, _, words in plan.legend] == ["À jour, 13", "Obsolète, 4", "Absent, 11"]


def test_a_proof_counts_on_its_last_day_and_not_after(inf: Contract) -> None:
    with for_contract(inf.pk):
        last, after = readiness_for(inf, date(2027, 1, 12)), readiness_for(inf, date(2027, 1, 13))
    assert (last.proven, after.proven) == (42, 38)


def test_from_the_providers_side_the_plan_is_empty(inf: Contract) -> None:
    with for_contract(inf.pk, Side.PROVIDER):
        assert readiness_for(inf, DAY).score is None


def test_the_page_and_its_file_say_the_same(visit: Any) -> None:
    text = visit("referent").content.decode()
    assert "Coffre de mots de passe complet remis" in text
    assert "Si la sortie commençait aujourd’hui" in text


def test_the_provider_gets_no_file_either(visit: Any) -> None:
    assert visit("provider", "?export=csv").status_code == 403


def test_the_export_has_every_deliverable(visit: Any) -> None:
    assert len(visit("reader", "?export=csv").content.decode().strip().splitlines()) == 29


def test_a_contract_without_plan_says_so(make_contract: Any, make_user: Any) -> None:
    contract = make_contract("NU-1", "Nu", "Nue")
    client = Client()
    client.force_login(make_user("referent", contract))
    answer = client.get(reverse("reversibility:readiness", args=[contract.slug]))
    assert "Aucun plan de sortie" in answer.content.decode()
