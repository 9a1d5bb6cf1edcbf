"""The decision that an indicator serves, said at its page by the referent."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from core.engine.months import Month
from core.scope import for_contract
from journal.models import JournalEntry
from kpis.models import IndicatorSetting
from kpis.services.settings import save_following

MARCH = Month(2026, 3)


@pytest.fixture
def followed(drift: Any) -> Any:
    drift.deliver(MARCH)
    drift.result(drift.commitment(), MARCH)
    return drift.contract


def address(contract: Any, name: str = "follow", code: str = "K08") -> str:
    return reverse(f"kpis:{name}", args=[contract.slug, code])


def test_the_referent_says_the_decision_served(followed: Any, client: Any, make_user: Any) -> None:
    client.force_login(make_user("referent", followed))
    told = {"decision": "Renforcer\r\nle niveau 2 ?", "owner": "Responsable de compte"}
    answer = client.post(f"{address(followed)}?mois=2026-03", told, follow=True)
    assert answer.redirect_chain[0][0].endswith("/indicateurs/K08/?mois=2026-03#reperes")
    assert "Sert à&nbsp;: renforcer le niveau 2 ?" in answer.content.decode()
    with for_contract(followed.pk):
        row = IndicatorSetting.objects.get(code="K08")
        entry = JournalEntry.objects.get(action="indicator.changed")
    assert (row.decision, row.owner, row.threshold) == (
        "Renforcer le niveau 2 ?",
        "Responsable de compte",
        75,
    )
    assert (entry.subject, entry.details) == ("K08", {"fields": "décision servie"})


def test_what_moves_nothing_is_not_told(followed: Any, make_user: Any) -> None:
    with for_contract(followed.pk):
        moved = save_following(
            contract=followed, code="K08", decision="", owner="Responsable de compte",
            in_committee=False, user=make_user("referent", followed), role="referent",
        )  # fmt: skip
        assert (moved, JournalEntry.objects.filter(action="indicator.changed").count()) == (False, 0)


def test_a_refused_text_is_kept(followed: Any, client: Any, make_user: Any) -> None:
    client.force_login(make_user("referent", followed))
    answer = client.post(address(followed), {"decision": "x" * 201, "owner": "Direction"})
    assert answer.status_code == 422
    assert "Dites-la en 200 caractères au plus." in answer.content.decode()
    assert ("x" * 201 in answer.content.decode(), 'value="Direction"' in answer.content.decode()) == (
        True,
        True,
    )


def test_one_that_the_contract_does_not_name_is_not_said(followed: Any, client: Any, make_user: Any) -> None:
    client.force_login(make_user("referent", followed))
    assert client.post(address(followed, code="K01"), {"decision": "x"}).status_code == 404
    assert client.post(address(followed, code="K99"), {"decision": "x"}).status_code == 404
    assert (
        address(followed, code="K01") not in client.get(address(followed, "detail", "K01")).content.decode()
    )


@pytest.mark.parametrize("role", ["executive", "reader", "provider"])
def test_others_say_nothing(followed: Any, client: Any, make_user: Any, role: str) -> None:
    client.force_login(make_user(role, followed))
    assert address(followed) not in client.get(address(followed, "detail")).content.decode()
    assert client.post(address(followed), {"decision": "x"}).status_code == 403
