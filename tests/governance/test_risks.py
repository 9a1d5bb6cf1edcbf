"""Risks: kept by the referent, read by both sides but those of the closed session; reviews that are late are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contracts.models import ScopeItem
from contracts.selectors.lifetime import local_today
from contracts.services.lines import LineRefused
from core.days import portal_today
from core.scope import Side, for_contract
from governance.models import Committee, Risk
from governance.selectors.committees import committee_page
from governance.selectors.risks import risk_page, top_risks
from governance.services.risks import close_risk, reopen_risk, save_risk
from journal.engine.acts import act_of
from journal.models import JournalEntry
from tests.governance.engine.test_risks import SAID, TODAY

pytestmark = pytest.mark.django_db
SECRET = replace(SAID, audience="client", effect="Prestataire en difficulté", likelihood=2, impact=4)
MODEST = replace(SAID, effect="Copie lente", likelihood=1, impact=2)


@pytest.fixture
def actor(contract: Any, make_user: Any) -> dict[str, Any]:
    return {"user": make_user("referent", contract), "role": "referent"}


def keep(contract: Any, actor: Any, said: Any = SAID, key: int | None = None, today: date = TODAY) -> bool:
    return save_risk(contract=contract, said=said, key=key, today=today, **actor)


def key_of(label: str) -> int:
    return next(row.pk for row in Risk.objects.all() if row.label == label)


def told() -> list[tuple[str, str, Any]]:
    rows = JournalEntry.objects.order_by("sequence")
    return [(row.action, row.subject, row.details) for row in rows]


def test_a_risk_is_added_changed_closed_and_opened_again(scope: Any, actor: Any) -> None:
    assert keep(scope, actor)
    key = key_of("R-1")
    changed = replace(SAID, likelihood=2, residual_likelihood=1, residual_impact=4)
    assert keep(scope, actor, changed, key)
    assert not keep(scope, actor, changed, key)
    close_risk(contract=scope, key=key, reason=" Binôme formé en mai. ", today=TODAY, **actor)
    row = Risk.objects.get()
    assert (row.closed_on, row.reason, row.likelihood) == (TODAY, "Binôme formé en mai.", 2)
    with pytest.raises(LineRefused, match=r"Ce risque est déjà clos\. Rouvrez-le"):
        close_risk(contract=scope, key=key, reason="Encore une fois.", today=TODAY, **actor)
    with pytest.raises(LineRefused, match=r"Ce risque est clos\. Rouvrez-le avant de le changer\."):
        keep(scope, actor, SAID, key)
    reopen_risk(contract=scope, key=key, **actor)
    reopen_risk(contract=scope, key=key, **actor)
    assert told() == [
        ("risk.added", "R-1", {}),
        ("risk.changed", "R-1", {"fields": "vraisemblance, vraisemblance résiduelle, impact résiduel"}),
        ("risk.closed", "R-1", {}),
        ("risk.reopened", "R-1", {}),
    ]
    assert JournalEntry.objects.get(action="risk.closed").reason == "Binôme formé en mai."


def test_a_refused_risk_leaves_nothing(scope: Any, actor: Any) -> None:
    with pytest.raises(LineRefused):
        keep(scope, actor, replace(SAID, review_on=date(2026, 3, 1)))
    assert (Risk.objects.count(), told()) == (0, [])
    keep(scope, actor)
    with pytest.raises(LineRefused, match=r"Le motif est trop court\. Dites en 10 caractères"):
        close_risk(contract=scope, key=key_of("R-1"), reason="Levé", today=TODAY, **actor)
    assert Risk.objects.get().closed_on is None


def test_the_closed_session_has_its_own_numbers_and_says_nothing(contract: Any, actor: Any) -> None:
    with for_contract(contract.pk):
        for said in (SAID, SECRET, MODEST):
            keep(contract, actor, said)
        assert [line.row.label for line in risk_page(contract, TODAY).open] == ["R-1", "RH-1", "R-2"]
        assert [act_of(action).shared for action, _, _ in told()] == [True, False, True]
    with for_contract(contract.pk, Side.PROVIDER):
        assert [line.row.label for line in risk_page(contract, TODAY).open] == ["R-1", "R-2"]
    with for_contract(contract.pk):
        keep(contract, actor, replace(SECRET, audience="both"), key_of("RH-1"))
        keep(contract, actor, replace(MODEST, audience="client"), key_of("R-2"))
        assert [line.row.label for line in risk_page(contract, TODAY).open] == ["R-1", "R-3", "RH-1"]
        assert [(action, subject) for action, subject, _ in told()[3:]] == [
            ("risk.added", "R-3"),
            ("risk.reserved_edited", "RH-1"),
        ]


def test_the_committee_reads_the_five_first_as_of_its_day(
    world: Any, committee: Committee, referent: Any
) -> None:
    actor = {"user": referent, "role": "referent"}
    day = committee.held_on
    for impact, raised in ((1, day), (2, day), (3, day), (4, day + timedelta(days=1))):
        for likelihood in (1, 4):
            said = replace(SAID, likelihood=likelihood, impact=impact, review_on=date(2030, 1, 1))
            keep(world, actor, said, today=raised)
    close_risk(contract=world, key=key_of("R-6"), reason="Levé au comité.", today=day, **actor)
    close_risk(
        contract=world, key=key_of("R-4"), reason="Levé ensuite.", today=day + timedelta(days=1), **actor
    )
    assert [line.row.label for line in top_risks(world, day)] == ["R-4", "R-2", "R-5", "R-3", "R-1"]
    assert [line.row.label for line in committee_page(committee, day).risks] == [
        "R-4",
        "R-2",
        "R-5",
        "R-3",
        "R-1",
    ]


# ---- Pages ----


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(contract: Any, name: str = "risks", *args: Any) -> str:
    return reverse(f"governance:{name}", args=[contract.slug, *args])


TYPED = {
    "cause": "Départ du N3", "effect": "ERP sans exploitant", "likelihood": "3", "impact": "4",
    "treatment": "reduce", "owner": "Référent IT", "owner_side": "client", "review_on": "01/06/2099",
    "residual_likelihood": "", "residual_impact": "", "scope_item": "", "commitment": "", "audience": "both",
}  # fmt: skip


def test_the_referent_keeps_risks_in_place(contract: Any, actor: Any) -> None:
    client = signed_in(actor["user"])
    with for_contract(contract.pk):
        item = ScopeItem.objects.create(contract=contract, number=1, status="in", name="ERP")
    refused = client.post(
        address(contract, "risk_add"), TYPED | {"review_on": "01/06/2020", "residual_impact": "1"}
    )
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "Cette date de revue est passée." in text
    assert "Choisissez les deux, ou aucun des deux." in text
    assert 'value="01/06/2020"' in text
    assert "ERP sans exploitant</textarea>" in text
    done = client.post(address(contract, "risk_add"), TYPED | {"scope_item": str(item.pk)}, follow=True)
    text = done.content.decode()
    assert "Risque enregistré." in text
    assert "1 risque ouvert, 1 de criticité forte" in text.replace("\u00a0", " ")
    with for_contract(contract.pk):
        row = Risk.objects.get()
    assert (row.scope_item_id, row.raised_on) == (item.pk, local_today(contract))
    line = address(contract, "risk", row.pk)
    assert client.get(line).headers["Location"].endswith(f"?modifier={row.pk}#risque-{row.pk}")
    assert "Modifier R-1" in client.get(f"{address(contract)}?modifier={row.pk}").content.decode()
    assert client.post(line, TYPED | {"likelihood": "5"}).status_code == 422
    short = client.post(line, {"act": "close", "reason": "Levé"})
    assert (short.status_code, "Levé</textarea>" in short.content.decode()) == (422, True)
    assert (
        "Risque clos."
        in client.post(line, {"act": "close", "reason": "Binôme formé."}, follow=True).content.decode()
    )
    assert client.get(f"{address(contract)}?modifier={row.pk}").content.decode().count("Modifier R-1") == 0
    assert "Risque rouvert." in client.post(line, {"act": "reopen"}, follow=True).content.decode()
    assert client.post(address(contract, "risk", row.pk + 1), TYPED).status_code == 404


def test_a_secret_is_refused_and_not_shown_again(contract: Any, actor: Any) -> None:
    secret = "mot de passe : Azur!2026x"
    answer = signed_in(actor["user"]).post(address(contract, "risk_add"), TYPED | {"cause": secret})
    assert answer.status_code == 422
    assert "Azur!2026x" not in answer.content.decode()


def test_a_place_of_the_matrix_shows_its_risks(contract: Any, actor: Any) -> None:
    with for_contract(contract.pk):
        keep(contract, actor, SAID)
        keep(contract, actor, MODEST)
    client = signed_in(actor["user"])
    text = client.get(address(contract) + "?case=1x2").content.decode()
    assert ("Copie lente" in text, "ERP sans exploitant" in text) == (True, False)
    text = client.get(address(contract) + "?case=9x9").content.decode()
    assert ("Copie lente" in text, "ERP sans exploitant" in text) == (True, True)


@pytest.mark.parametrize("role", ["executive", "reader", "provider"])
def test_others_read_and_change_nothing(contract: Any, actor: Any, make_user: Any, role: str) -> None:
    with for_contract(contract.pk):
        keep(contract, actor)
        keep(contract, actor, SECRET)
        key = key_of("R-1")
    client = signed_in(make_user(role, contract))
    for query in ("", "?export=csv"):
        text = client.get(address(contract) + query).content.decode()
        assert ("ERP sans exploitant" in text, SECRET.effect in text) == (True, role != "provider")
        assert ("Modifier" in text, "Ajouter" in text) == (False, False)
    for name, args in (("risk_add", []), ("risk", [key])):
        assert client.post(address(contract, name, *args), TYPED).status_code == 403


def test_the_file_holds_every_risk(contract: Any, actor: Any) -> None:
    with for_contract(contract.pk):
        keep(contract, actor, replace(SAID, residual_likelihood=1, residual_impact=4))
    text = signed_in(actor["user"]).get(address(contract) + "?export=csv").content.decode("utf-8-sig")
    assert text.splitlines()[1] == (
        '"R-1";"Départ du N3";"ERP sans exploitant";"3";"4";"12";"Réduire";"4";"Référent IT";"Client";'
        '"2026-06-01";"";"";"Partagé";"2026-04-01";"";""'
    )


def test_a_late_review_waits_for_the_referent(contract: Any, actor: Any, make_user: Any) -> None:
    today = portal_today()
    with for_contract(contract.pk):
        keep(
            contract,
            actor,
            replace(SAID, review_on=today - timedelta(days=1)),
            today=today - timedelta(days=9),
        )
        keep(contract, actor, replace(MODEST, review_on=today), today=today)
        key = key_of("R-1")
    text = signed_in(actor["user"]).get("/a-faire/").content.decode().replace("\u00a0", " ")
    assert "Risque R-1 à revoir : ERP sans exploitant" in text
    assert f"?modifier={key}#risque-{key}" in text
    assert "Copie lente" not in text
    assert "à revoir" not in signed_in(make_user("provider", contract)).get("/a-faire/").content.decode()
