"""Indicators that committees look at for nothing: proposed, kept with a reason, or shown no more."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import Error
from django.urls import reverse

from core.engine.months import Month
from core.scope import for_contract
from journal.models import JournalEntry
from kpis.models import IndicatorSetting, IndicatorShowing
from kpis.selectors.retirement import idle_indicators
from kpis.services.showings import propose_retirements, record_showings

JANUARY = Month(2026, 1)


def sit(contract: Any, *ranks: int, decided: tuple[str, ...] = ()) -> None:
    for rank in ranks:
        month = JANUARY.shift(rank)
        record_showings(
            contract=contract, committee=f"copil-{month}", label=f"COPIL {month}", held_on=date(2026, 2 + rank, 16),
            month=month, decided=decided,
        )  # fmt: skip


@pytest.fixture
def shown(drift: Any) -> Any:
    """The backlog and the satisfaction chosen for committees; March delivered, and in alert for the backlog."""
    drift.deliver(Month(2026, 3))
    IndicatorSetting.objects.filter(code="K08").update(in_committee=True)
    drift.follow("K22", in_committee=True)
    drift.follow("K11")
    return drift.contract


def test_three_committees_for_nothing_make_a_proposal(shown: Any) -> None:
    sit(shown, 0, 1)
    assert idle_indicators(shown) == []
    sit(shown, 2)
    assert [(one.code, one.seen) for one in idle_indicators(shown)] == [
        ("K08", "COPIL 2026-01, COPIL 2026-02, COPIL 2026-03"),
        ("K22", "COPIL 2026-01, COPIL 2026-02, COPIL 2026-03"),
    ]
    sit(shown, 3, decided=("K22",))
    assert [one.code for one in idle_indicators(shown)] == ["K08"]


def test_an_alert_counts_and_a_committee_is_told_once(drift: Any, shown: Any) -> None:
    drift.signal()
    sit(shown, 0, 1, 2, 2)
    assert [one.code for one in idle_indicators(shown)] == ["K22"]
    assert IndicatorShowing.objects.filter(code="K08").count() == 3
    with pytest.raises(Error, match="tel qu’il l’a vu"):
        IndicatorShowing.objects.update(decided=True)


def test_an_alarm_after_the_last_committee_takes_the_proposal_back(drift: Any, shown: Any) -> None:
    sit(shown, -1, 0, 1)
    assert "K08" in [one.code for one in idle_indicators(shown)]
    drift.signal()
    propose_retirements(shown)
    assert [one.code for one in idle_indicators(shown)] == ["K22"]


def test_what_is_only_to_watch_is_no_alert(drift: Any, shown: Any) -> None:
    drift.signal(alarm=False)
    sit(shown, 0, 1, 2)
    assert [one.code for one in idle_indicators(shown)] == ["K08", "K22"]


def test_keeping_asks_for_a_reason(shown: Any, client: Any, make_user: Any) -> None:
    sit(shown, 0, 1, 2)
    client.force_login(make_user("referent", shown))
    keep = reverse("kpis:keep", args=[shown.slug, "K08"])
    refused = client.post(keep, {"reason": "bof"})
    assert (refused.status_code, "Dites pourquoi" in refused.content.decode()) == (422, True)
    answer = client.post(keep, {"reason": "Repère de la direction."}, follow=True)
    assert "K08 reste en comité." in answer.content.decode()
    client.post(reverse("kpis:drop", args=[shown.slug, "K22"]))
    with for_contract(shown.pk):
        kept, dropped = (IndicatorSetting.objects.get(code=code) for code in ("K08", "K22"))
        acts = list(
            JournalEntry.objects.filter(action__startswith="indicator.").values_list("action", "subject")
        )
    assert (kept.kept_because, kept.in_committee, kept.idle_since) == ("Repère de la direction.", True, None)
    assert (dropped.in_committee, dropped.idle_since) == (False, None)
    assert acts == [("indicator.kept", "K08"), ("indicator.dropped", "K22")]


def test_others_read_the_proposal_without_its_buttons(shown: Any, client: Any, make_user: Any) -> None:
    sit(shown, 0, 1, 2)
    client.force_login(make_user("reader", shown))
    text = client.get(reverse("kpis:list", args=[shown.slug])).content.decode()
    assert ("sans décision ni alerte" in text, "Retirer du comité" in text) == (True, False)
    assert (
        client.post(reverse("kpis:keep", args=[shown.slug, "K08"]), {"reason": "x" * 12}).status_code == 403
    )
