"""Each step of a penalty waits for its side, and for no other, in the inbox."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from governance.models import Decision
from tests.infogerance.conftest import MARCH, NOW
from tests.infogerance.reading import main_of
from tests.infogerance.test_inbox import lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(world: Any, contract: Any) -> Any:
    """The penalty of March, computed; its committee was held three days ago."""
    from slas.models import PenaltyClaim

    committee = world.hold_committee(-3)
    Decision.objects.filter(committee=committee).update(state="adopted", decided_at=NOW)
    return PenaltyClaim.objects.create(
        audience="client",
        contract=contract,
        month=MARCH,
        gross=925,
        computed=925,
        firm=925,
        calculated_at=NOW,
    )


@pytest.fixture
def waits(visit: Any) -> Any:
    """What the penalty of March awaits of a role."""
    head = "Pénalité de mars 2026 : "

    def read(role: str = "referent") -> list[str]:
        return [line.removeprefix(head) for line in lines(visit(role, "/a-faire/")) if line.startswith(head)]

    return read


def test_a_penalty_decided_on_is_to_notify_once_its_month_is_closed(
    draft: Any, waits: Any, visit: Any, contract: Any
) -> None:
    from slas.models import MonthRecord, PenaltyDecision
    from slas.services.prices.deciding import hear_decision

    assert waits() == []  # the month is open: closing it comes first
    assert "Mars 2026 à clore" in lines(visit("referent", "/a-faire/"))
    told = {"label": "H1", "committee": "COPIL du 16/04/2026", "text": "Appliquer.", "at": NOW}
    hear_decision(contract=contract, month=MARCH, state="adopted", **told)
    assert "puis sa pénalité à notifier (H1 adoptée, COPIL du 16/04/2026)" in main_of(
        visit("referent", "/a-faire/")
    )
    PenaltyDecision.objects.all().delete()
    MonthRecord.objects.filter(month=MARCH).update(state="closed")
    assert waits() == ["à notifier"]
    asked = Decision.objects.filter(number=101)
    asked.update(origin="penalty", state="asked", decided_at=None)
    assert waits() == []  # the committee is asked first
    asked.update(state="adopted", decided_at=NOW)
    hear_decision(contract=contract, month=MARCH, state="adopted", **told)
    assert waits() == ["à notifier, H1 adoptée, COPIL du 16/04/2026"]
    hear_decision(contract=contract, month=MARCH, state="refused", **told)
    assert waits() == ["à exonérer, H1 refusée, COPIL du 16/04/2026"]


def test_each_step_of_a_notified_penalty_waits_for_its_side(draft: Any, waits: Any, world: Any) -> None:
    from slas.models import PenaltyClaim

    def now(**values: Any) -> list[str]:
        PenaltyClaim.objects.filter(pk=draft.pk).update(**values)
        return waits()

    until = {"notified_on": world.today, "audience": "both", "observe_until": world.today}
    assert now(state="notified", **until) == []
    assert waits("provider") == ["observations possibles"]
    assert now(observe_until=world.today - timedelta(days=1)) == ["à valider, délai d’observations passé"]
    assert waits("provider") == []
    assert now(state="confirmed") == ["avoir à recevoir"]
    assert now(state="waived", waived=925) == []
