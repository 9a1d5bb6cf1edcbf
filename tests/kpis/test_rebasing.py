"""New limits laid by a dated act: later months read by them, closed ones left as they were."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import Error
from django.urls import reverse

from core.engine.months import Month
from core.scope import for_contract
from journal.models import JournalEntry
from kpis.models import Rebase, Signal
from kpis.selectors.detail import indicator_page
from slas.models import MonthRecord

MARCH = Month(2026, 3)
SAID = {"month": "2025-09", "decided_on": "01/09/2025", "reason": "Périmètre étendu à l’entrepôt."}


@pytest.fixture
def read(drift: Any) -> Any:
    """The backlog of fifteen months, outside its limits since December; March is open."""
    drift.deliver(MARCH)
    drift.signal()
    return drift.contract


def lay(client: Any, contract: Any, **said: str) -> Any:
    return client.post(reverse("kpis:limits", args=[contract.slug, "K08"]), SAID | said)


def test_signals_follow_the_limits_in_force(read: Any, client: Any, make_user: Any) -> None:
    client.force_login(make_user("referent", read))
    assert lay(client, read).status_code == 302
    with for_contract(read.pk):
        page = indicator_page(read, "K08", MARCH)
        signal = Signal.objects.get(month=MARCH)
        act = JournalEntry.objects.get(action="indicator.rebased")
    assert page is not None
    assert page.course is not None
    phases = page.course.reading.phases
    assert [(phase.first, phase.last) for phase in phases] == [(0, 7), (8, 14)]
    assert [round(phase.limits.center or 0, 3) for phase in phases] == [47.25, 56.857]
    assert (signal.kind, signal.evidence["center"], signal.evidence["points"]) == (
        "point_outside",
        56.857143,
        1,
    )
    assert (act.details, act.reason) == ({"month": "2025-09", "on": "2025-09-01"}, SAID["reason"])


def test_a_closed_month_keeps_its_signals_and_its_reading(read: Any, client: Any, make_user: Any) -> None:
    with for_contract(read.pk):
        MonthRecord.objects.filter(month=MARCH).update(state="closed", revision=1)
    client.force_login(make_user("referent", read))
    lay(client, read)
    with for_contract(read.pk):
        row, page = Rebase.objects.get(), indicator_page(read, "K08", MARCH)
        assert Signal.objects.filter(month=MARCH, kind="point_outside").count() == 1
    assert page is not None
    assert page.course is not None
    assert (str(row.month), str(row.read_from), len(page.course.reading.phases)) == ("2025-09", "2026-04", 1)


def test_a_short_stretch_has_no_limits_and_says_so(read: Any, client: Any, make_user: Any) -> None:
    client.force_login(make_user("referent", read))
    lay(client, read, month="2026-01")
    text = client.get(reverse("kpis:detail", args=[read.slug, "K08"])).content.decode()
    assert "Pas assez de recul (3\u00a0mois sur 6)" in text
    assert "Périmètre étendu à l’entrepôt." in text


def test_an_act_is_not_undone_a_later_one_may_follow(read: Any, client: Any, make_user: Any) -> None:
    client.force_login(make_user("referent", read))
    lay(client, read)
    refused = lay(client, read, month="2025-08")
    assert (refused.status_code, "autofocus" in refused.content.decode()) == (422, True)
    assert lay(client, read, month="2026-02").status_code == 302
    with for_contract(read.pk):
        assert [str(row.month) for row in Rebase.objects.order_by("month")] == ["2025-09", "2026-02"]
        with pytest.raises(Error, match="ne se défait pas"):
            Rebase.objects.all().delete()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"reason": "bof"}, "10"),
        ({"decided_on": "01/01/2099"}, "Cette date est à venir"),
        ({"month": "2020-01"}, "2020-01"),
    ],
)
def test_an_act_is_dated_and_justified(
    read: Any, client: Any, make_user: Any, said: dict[str, str], words: str
) -> None:
    client.force_login(make_user("referent", read))
    answer = lay(client, read, **said)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("role", ["executive", "reader", "provider"])
def test_others_lay_no_limits(read: Any, client: Any, make_user: Any, role: str) -> None:
    client.force_login(make_user(role, read))
    assert lay(client, read).status_code == 403
