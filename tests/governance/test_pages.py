"""The pages of governance, from both sides."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from core.engine.months import Month
from core.models import Job
from core.scope import for_contract
from core.storage import is_stored
from governance.models import ActionItem, Committee, Decision
from governance.selectors.committees import actions_for, decisions_of
from governance.selectors.packs import Known, content_for, outline_for, seen_by
from governance.selectors.risks import top_risks
from governance.services import prepare_committee, render_pack

MARCH = Month(2026, 3)


@pytest.fixture
def committee(world: Any) -> Committee:
    return prepare_committee(contract=world, month=MARCH)


@pytest.fixture
def visit(client: Any, world: Any, make_user: Any) -> Any:
    """Open a page as a role: `visit("referent", "governance:list")`."""

    def go(role: str, name: str, *args: Any, data: dict[str, Any] | None = None) -> Any:
        client.force_login(make_user(role, world, email=f"{role}-{client.session.session_key}@exemple.fr"))
        url = reverse(name, args=[world.slug, *args])
        return client.get(url) if data is None else client.post(url, data)

    return go


def body(answer: Any) -> str:
    return answer.content.decode().replace("\u202f", " ").replace("\u00a0", " ")


def test_the_list_tells_the_committees(committee: Committee, visit: Any) -> None:
    page = body(visit("referent", "governance:list"))
    assert "COPIL du 16/04/2026" in page
    assert "mars 2026" in page


def test_the_committee_shows_decisions_agenda_and_packs(committee: Committee, visit: Any) -> None:
    page = body(visit("referent", "governance:committee", committee.slug))
    assert "5 décisions à prendre, 2 actions en retard" in page
    assert "Appliquer la pénalité de 2 035 € HT ?" in page
    assert "Sa date est passée, sans séance consignée : tenez la séance" in page
    assert "lundi 13 avril 2026" not in page
    assert "10:10" in page
    assert "12 engagements respectés sur 14 : GTR P3 et disponibilité ERP sous la promesse" in page
    assert "Générer le PDF" in page


def test_the_provider_sees_the_shared_part_only(committee: Committee, visit: Any) -> None:
    page = body(visit("provider", "governance:committee", committee.slug))
    assert "3 décisions à prendre" in page
    for secret in ("2 035", "ZZSENTINELLE", "préavis", ">H1<", "Exemplaire client"):
        assert secret not in page, secret


@pytest.mark.parametrize("variant", ["client", "executif", "autre"])
def test_a_variant_of_the_client_does_not_exist_for_the_provider(
    committee: Committee, visit: Any, variant: str
) -> None:
    assert visit("provider", "governance:pack", committee.slug, variant).status_code == 404
    assert visit("provider", "governance:pack_pdf", committee.slug, variant).status_code == 404
    assert visit("provider", "governance:pack_pdf", committee.slug, variant, data={}).status_code == 404


def test_the_shared_twin_opens_for_the_provider(committee: Committee, visit: Any) -> None:
    page = body(visit("provider", "governance:pack", committee.slug, "partage"))
    assert "Version web accessible" in page
    assert "143/168" in page
    assert "2 035" not in page


def test_the_pdf_is_a_private_download(committee: Committee, visit: Any, world: Any) -> None:
    pack = render_pack(committee=committee, variant="executif")
    answer = visit("executive", "governance:pack_pdf", committee.slug, "executif")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        'attachment; filename="COPIL-INF-2024-07-2026-03-executif-provisoire.pdf"'
    )
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert len(answer.content) == pack.size
    assert is_stored(pack.storage_name)  # where the exit file looks for every kept file


def test_a_missing_pdf_is_asked_for_by_post(committee: Committee, visit: Any, world: Any) -> None:
    answer = visit("referent", "governance:pack_pdf", committee.slug, "client")
    assert answer.url == reverse("governance:committee", args=[world.slug, committee.slug])
    answer = visit("referent", "governance:pack_pdf", committee.slug, "client", data={})
    with for_contract(world.pk):
        job = Job.objects.get(kind="pack")
    assert answer.url == reverse("job", args=[job.pk])
    assert job.payload == {"committee": committee.pk, "variant": "client"}


def test_a_decision_is_recorded_by_post(committee: Committee, visit: Any, world: Any) -> None:
    with for_contract(world.pk):
        decision = Decision.objects.get(committee=committee, origin="penalty")
    page = visit("executive", "governance:decision", decision.pk)
    assert "Enregistrer la décision" in body(page)
    given = {"state": "amended", "outcome": "Pénalité de 1 665 €.", "reason": "partie contestée à revoir"}
    assert visit("executive", "governance:decide", decision.pk, data=given).status_code == 302
    with for_contract(world.pk):
        decision.refresh_from_db()
    assert (decision.state, decision.outcome) == ("amended", "Pénalité de 1 665 €.")
    assert "Amendée" in body(visit("referent", "governance:decisions"))
    assert "Pénalité de 1 665 €.&nbsp;»" in body(visit("referent", "governance:committee", committee.slug))


def test_a_decision_needs_the_verb_its_text_and_its_side(
    committee: Committee, visit: Any, world: Any
) -> None:
    with for_contract(world.pk):
        secret = Decision.objects.get(committee=committee, origin="penalty")
        shared = Decision.objects.get(committee=committee, origin="gap")
    given = {"state": "refused", "outcome": "", "reason": ""}
    assert visit("provider", "governance:decision", secret.pk).status_code == 404
    assert visit("provider", "governance:decide", shared.pk, data=given).status_code == 403
    assert visit("reader", "governance:decide", shared.pk, data=given).status_code == 403
    assert visit("referent", "governance:decide", shared.pk, data=given).status_code == 422


def test_actions_change_by_post_each_side_its_own(committee: Committee, visit: Any, world: Any) -> None:
    assert "actions ouvertes, " in body(visit("referent", "governance:actions"))
    visit("provider", "governance:action", 31, data={"state": "done"})
    visit("provider", "governance:action", 29, data={"state": "todo"})
    assert visit("provider", "governance:action", 35, data={"state": "done"}).status_code == 404
    assert visit("reader", "governance:action", 31, data={"state": "todo"}).status_code == 403
    with for_contract(world.pk):
        states = dict(ActionItem.objects.filter(contract=world).values_list("number", "state"))
    assert (states[31], states[29], states[35]) == ("done", "done", "todo")


def test_the_referent_adds_an_action(committee: Committee, visit: Any, world: Any) -> None:
    due = date(2099, 5, 15)
    given = {"title": "Exiger le plan", "owner_side": "provider", "owner_role": "SDM", "due_on": "15/05/2099"}
    assert visit("referent", "governance:action_add", data=given).status_code == 302
    with for_contract(world.pk):
        assert ActionItem.objects.get(contract=world, number=36).due_on == due
    refused = visit("referent", "governance:action_add", data=given | {"due_on": "hier"})
    assert refused.status_code == 422
    assert visit("provider", "governance:action_add", data=given).status_code == 403


def test_lists_are_exported(committee: Committee, visit: Any, client: Any, world: Any) -> None:
    visit("referent", "governance:decisions")
    answer = client.get(reverse("governance:decisions", args=[world.slug]), {"export": "csv"})
    assert answer.content.decode("utf-8-sig").count("\r\n") == 6
    answer = client.get(reverse("governance:actions", args=[world.slug]), {"export": "csv"})
    assert "A-27" in answer.content.decode("utf-8-sig")


@pytest.mark.parametrize("role", ["referent", "provider"])
def test_the_committee_page_costs_few_queries(
    committee: Committee, visit: Any, client: Any, world: Any, django_assert_max_num_queries: Any, role: str
) -> None:
    visit(role, "governance:list")
    with django_assert_max_num_queries(25 + 2):  # 2: the savepoint around a request in a test's transaction
        client.get(reverse("governance:committee", args=[world.slug, committee.slug]))


@pytest.mark.parametrize("variant", ["client", "partage"])
def test_the_contents_are_those_of_the_pack(committee: Committee, variant: str) -> None:
    whole = content_for(committee, variant).data.pages
    with seen_by(committee.contract, variant):
        actions = [line.row for line in actions_for(committee.contract, committee.held_on)]
        outline = outline_for(
            committee,
            variant,
            Known(decisions_of(committee), actions, top_risks(committee.contract, committee.held_on)),
        )
    assert [(page.kind, page.mark, page.title, page.anchor) for page in outline.pages] == [
        (page.kind, page.mark, page.title, page.anchor) for page in whole
    ]
    assert len(outline.pages) > 5
