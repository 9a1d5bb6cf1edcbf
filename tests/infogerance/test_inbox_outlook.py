"""What the month that runs is about to lose: a line of « À faire » for both sides, by its first deadline."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.engine.months import Month
from slas.models import Outlook
from tests.infogerance.test_inbox import lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def foresee(world: Any) -> Any:
    """An outlook of the month that runs for one of the two commitments; hours from now of its deadlines."""

    def make(rank: int, *hours: int, months: int = 0, **values: Any) -> Outlook:
        now = timezone.now().replace(microsecond=0)
        told = [
            {"reference": f"T{one}", "life": 1, "deadline": (now + timedelta(hours=one)).isoformat(), "left": 60, "held": False}
            for one in hours
        ]  # fmt: skip
        given = {"state": "at_play", "met": 9, "due": len(hours), "spare": 0} | values
        return Outlook.objects.create(
            contract=world.contract, commitment=world.promises[rank], read_at=now - timedelta(days=1), deciding=told,
            month=Month.at(now, world.contract.timezone).shift(months),
            first_deadline_at=now + timedelta(hours=min(hours)) if hours else None, **given,
        )  # fmt: skip

    return make


def said(visit: Any, role: str) -> list[str]:
    return [line for line in lines(visit(role, "/a-faire/")) if "se joue" in line]


def test_one_line_per_contract_named_after_the_first_deadline(foresee: Any, visit: Any) -> None:
    foresee(0, 30, 40, spare=1)
    foresee(1, 3)
    line = "GTR P3 se joue : 1 ticket à tenir, 0 échec encore admis"
    assert {role: said(visit, role) for role in ("referent", "provider", "executive", "reader")} == {
        "referent": [line], "provider": [line], "executive": [], "reader": [],
    }  # fmt: skip
    page = visit("provider", "/a-faire/").content.decode().replace("\u00a0", " ")
    assert "et 1 autre engagement" in page
    assert "/atterrissage/#tickets" in page


def test_a_deadline_gone_by_leaves_its_place_to_the_next(foresee: Any, visit: Any) -> None:
    foresee(1, -5, 4, spare=1)
    assert said(visit, "provider") == ["GTR P3 se joue : 2 tickets à tenir, 1 échec encore admis"]
    assert visit("provider", "/a-faire/").context["groups"][0][0] == "À venir"


@pytest.mark.parametrize(
    ("hours", "values"),
    [
        ((-5,), {}),
        ((), {}),
        ((3,), {"spare": 1}),
        ((3,), {"state": "lost", "spare": None}),
        ((3,), {"state": "held", "spare": 4}),
        ((3,), {"months": -1}),
        ((3,), {"months": 1}),
    ],
    ids=["gone by", "no ticket", "one to spare", "lost", "held", "last month", "next month"],
)
def test_what_no_one_can_act_upon_is_no_line(
    foresee: Any, visit: Any, hours: tuple[int, ...], values: dict[str, Any]
) -> None:
    foresee(1, *hours, **values)
    assert said(visit, "provider") == []
