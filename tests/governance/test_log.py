"""The referent's log: kept by the referent, read by the client alone, counted month by month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contracts.services.lines import LineRefused
from core.engine.months import Month
from core.scope import Side, for_contract
from governance.models import ActionItem, Decision, LogEntry
from governance.selectors.log import LogSaid, MonthCount, log_page
from governance.services.log import save_entry
from journal.engine.acts import act_of
from journal.models import JournalEntry

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 1)
SAID = LogSaid("complaint", date(2026, 3, 2), "Centre de services", "On attend dix minutes.")


@pytest.fixture
def actor(contract: Any, make_user: Any) -> dict[str, Any]:
    return {"user": make_user("referent", contract), "role": "referent"}


def keep(contract: Any, actor: Any, said: LogSaid = SAID, number: int | None = None) -> bool:
    return save_entry(contract=contract, said=said, number=number, today=TODAY, **actor)


def test_a_line_is_added_and_corrected_and_never_told_to_the_provider(contract: Any, actor: Any) -> None:
    with for_contract(contract.pk):
        assert keep(contract, actor)
        assert keep(contract, actor, replace(SAID, about="Astreinte"), 1)
        assert not keep(contract, actor, replace(SAID, about="Astreinte"), 1)
        rows = JournalEntry.objects.order_by("sequence")
        assert [(row.action, row.subject, row.details, act_of(row.action).shared) for row in rows] == [
            ("log.added", "J-1", {}, False),
            ("log.changed", "J-1", {"fields": "sujet"}, False),
        ]
    with for_contract(contract.pk, Side.PROVIDER):
        assert log_page(contract).rows == []


def test_a_day_to_come_is_refused(scope: Any, actor: Any) -> None:
    with pytest.raises(LineRefused, match=r"Cette date est à venir\. Donnez le jour où ce fut dit\."):
        keep(scope, actor, replace(SAID, day=date(2026, 4, 2)))
    assert (LogEntry.objects.count(), JournalEntry.objects.count()) == (0, 0)


def test_the_page_counts_by_month_the_latest_first(scope: Any, actor: Any) -> None:
    for kind, day in (("complaint", 2), ("praise", 30), ("complaint", 3)):
        keep(scope, actor, replace(SAID, kind=kind, day=date(2026, 3, day)))
    keep(scope, actor, replace(SAID, kind="praise", day=date(2026, 2, 28)))
    page = log_page(scope)
    assert [row.number for row in page.rows] == [2, 3, 1, 4]
    assert page.months == [MonthCount(Month(2026, 3), 2, 1), MonthCount(Month(2026, 2), 0, 1)]
    assert page.title.replace("\u00a0", " ") == "2 plaintes, 2 éloges"


# ---- Pages ----


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(contract: Any, name: str = "log", *args: Any) -> str:
    return reverse(f"governance:{name}", args=[contract.slug, *args])


TYPED = {
    "kind": "complaint", "day": "02/03/2026", "about": "Centre de services", "words": "On attend dix minutes.",
    "action": "", "decision": "",
}  # fmt: skip


def test_the_referent_keeps_the_log_in_place(world: Any, committee: Any, referent: Any) -> None:
    client = signed_in(referent)
    refused = client.post(address(world, "log_add"), TYPED | {"day": "02/03/2099"})
    text = refused.content.decode()
    assert (refused.status_code, "Cette date est à venir." in text) == (422, True)
    assert ('value="02/03/2099"' in text, "On attend dix minutes.</textarea>" in text) == (True, True)
    action = ActionItem.objects.get(contract=world, number=31)
    decision = Decision.objects.filter(contract=world).order_by("pk")[0]
    followed = TYPED | {"action": str(action.pk), "decision": str(decision.pk)}
    text = client.post(address(world, "log_add"), followed, follow=True).content.decode()
    assert ("Journal de bord enregistré." in text, "#A-31" in text) == (True, True)
    line = address(world, "log_line", 1)
    assert client.get(line).headers["Location"].endswith("?modifier=1#J-1")
    assert "Modifier J-1" in client.get(address(world) + "?modifier=1").content.decode()
    assert client.post(line, TYPED | {"words": ""}).status_code == 422
    assert client.post(line, TYPED | {"kind": "praise"}).status_code == 302
    row = LogEntry.objects.get(contract=world)
    assert (row.kind, row.action_id, row.decision_id) == ("praise", None, None)
    assert client.post(address(world, "log_line", 9), TYPED).status_code == 404


@pytest.mark.parametrize(("role", "read"), [("executive", 200), ("reader", 200), ("provider", 403)])
def test_the_client_reads_the_provider_does_not(
    contract: Any, actor: Any, make_user: Any, role: str, read: int
) -> None:
    with for_contract(contract.pk):
        keep(contract, actor)
    client = signed_in(make_user(role, contract))
    for query in ("", "?export=csv"):
        answer = client.get(address(contract) + query)
        text = answer.content.decode()
        assert (answer.status_code, "dix minutes" in text) == (read, read == 200)
        assert ("Modifier" in text, "Ajouter" in text) == (False, False)
    assert client.post(address(contract, "log_add"), TYPED).status_code == 403


def test_the_file_holds_every_line(contract: Any, actor: Any) -> None:
    with for_contract(contract.pk):
        keep(contract, actor)
    text = signed_in(actor["user"]).get(address(contract) + "?export=csv").content.decode("utf-8-sig")
    assert text.splitlines()[1] == (
        '"J-1";"2026-03-02";"Plainte";"Centre de services";"On attend dix minutes.";"";""'
    )
