"""The pages from which packs are sent, from both sides, and what is left to do when one did not arrive."""

from __future__ import annotations

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Membership
from accounts.selectors import memberships_of
from core.models import Job
from core.scope import for_contract
from governance.models import Committee, Pack, PackDelivery
from infogerance.selectors.todo import committees_of, todo_for
from slas.models import MonthRecord

FILE = {"sha256": "a" * 64, "size": 2048, "pages": 2, "facts_digest": "b" * 64}
AT = "2026-04-10T08:00:00+00:00"


@pytest.fixture
def people(world: Any, make_user: Any) -> dict[str, Any]:
    return {role: make_user(role, world) for role in ("referent", "executive", "reader", "provider")}


@pytest.fixture
def visit(client: Any, world: Any, people: Any) -> Any:
    """Open a page as a role: `visit("referent", "governance:send", …)`."""

    def go(role: str, name: str, *args: Any, data: dict[str, Any] | None = None) -> Any:
        client.force_login(people[role])
        url = reverse(name, args=[world.slug, *args])
        return client.get(url) if data is None else client.post(url, data)

    return go


@pytest.fixture
def deliver(world: Any, committee: Committee, people: Any) -> Any:
    """What became of a variant sent to a role, without printing it."""

    def build(role: str, variant: str, state: str, **more: Any) -> PackDelivery:
        audience = "both" if variant == "partage" else "client"
        pack = Pack.objects.create(
            contract=world, committee=committee, variant=variant, audience=audience, frozen_at=AT,
            storage_name=f"absent{variant}", rendered_at=AT, **FILE,
        )  # fmt: skip
        return PackDelivery.objects.create(
            contract=world, pack=pack, audience=audience, reader=people[role], subject="Objet", text="Texte",
            html="<p>Texte</p>", asked_at=AT, asked_by=people["referent"], state=state, **more,
        )  # fmt: skip

    return build


def body(answer: Any) -> str:
    return unescape(answer.content.decode()).replace("\u202f", " ").replace("\u00a0", " ")


def test_the_confirmation_shows_who_receives_what_in_which_words(
    committee: Committee, visit: Any, people: Any
) -> None:
    Membership.objects.filter(user=people["reader"]).update(pack_attached=False)
    page = body(visit("referent", "governance:send", committee.slug))
    for said in (
        "referent@exemple.fr, Référent IT",
        "executive@exemple.fr, Direction",
        "provider@exemple.fr, Prestataire",
        "Lien seulement",
        "Objet : [À décider avant le 16/04/2026] COPIL INF-2024-07 : 3 décisions, 12 engagements respectés sur 14",
        "Trois décisions sont demandées au comité",
        "Dossier joint (PDF ; pages et taille s’inscrivent à l’envoi).",
        "Envoyer à tous",
    ):
        assert said in page, said
    assert page.count("Le courriel : PDF joint") == 3
    assert page.count("Le courriel : Lien seulement") == 1


def test_a_variant_without_reader_is_said(committee: Committee, visit: Any, people: Any) -> None:
    Membership.objects.filter(user=people["provider"]).delete()
    page = body(visit("referent", "governance:send", committee.slug))
    assert "Personne n’a accès à cet exemplaire : il n’est pas envoyé." in page


def test_sending_is_a_job_that_leads_back_to_the_committee(
    committee: Committee, visit: Any, world: Any
) -> None:
    answer = visit("referent", "governance:send", committee.slug, data={})
    job = Job.objects.get(kind="pack_sending")
    assert answer.url == reverse("job", args=[job.pk])
    Job.objects.filter(pk=job.pk).update(state="done")
    page = body(visit("referent", "governance:committee", committee.slug).client.get(answer.url))
    assert f"{reverse('governance:committee', args=[world.slug, committee.slug])}#envois" in page
    client = visit("provider", "governance:list").client
    assert client.get(answer.url).status_code == 404


def test_a_month_not_computed_is_refused_with_its_remedy(committee: Committee, visit: Any) -> None:
    MonthRecord.objects.filter(month=committee.month).update(computed_at=None)
    for data, status in ((None, 200), ({}, 422)):
        answer = visit("referent", "governance:send", committee.slug, data=data)
        assert answer.status_code == status
        assert "mars 2026 n’est pas calculé. Calculez-le d’abord" in body(answer)
        assert "Envoyer à tous" not in body(answer)
    assert not Job.objects.filter(kind="pack_sending").exists()


@pytest.mark.parametrize("role", ["executive", "reader", "provider"])
def test_only_who_prepares_sends(committee: Committee, visit: Any, deliver: Any, role: str) -> None:
    row = deliver("provider", "partage", "failed", fault="Refusé.")
    assert visit(role, "governance:send", committee.slug).status_code == 403
    assert visit(role, "governance:send", committee.slug, data={}).status_code == 403
    assert visit(role, "governance:resend", committee.slug, row.pk, data={}).status_code == 403
    assert "Envoyer le dossier" not in body(visit(role, "governance:committee", committee.slug))


def test_the_committee_tells_who_received_what_and_when(
    committee: Committee, visit: Any, deliver: Any, world: Any
) -> None:
    deliver("executive", "executif", "sent", sent_at=AT)
    failed = deliver("provider", "partage", "failed", fault="Adresse refusée.")
    page = body(visit("referent", "governance:committee", committee.slug))
    assert (
        "Exemplaire direction, version 1. Remis au serveur de courrier le 10/04/2026 à 10:00, PDF joint."
        in page
    )
    assert "Non remis : Adresse refusée." in page
    assert "Figé le 10/04/2026, empreinte aaaaaaaaaaaa…" in page
    assert reverse("governance:resend", args=[world.slug, committee.slug, failed.pk]) in page
    theirs = body(visit("provider", "governance:committee", committee.slug))
    assert "Adresse refusée." in theirs
    assert "executive@exemple.fr" not in theirs
    assert "Réessayer" not in theirs


def test_a_failed_delivery_is_to_do_for_who_sent_it(
    committee: Committee, visit: Any, deliver: Any, world: Any, people: Any, make_user: Any
) -> None:
    row = deliver("provider", "partage", "failed", fault="Adresse refusée.")
    other = make_user("referent", world, email="autre@exemple.fr")

    def lines(user: Any) -> list[tuple[str, str, str]]:
        held = {member.contract_id: member for member in memberships_of(user)}
        found = todo_for(date(2026, 4, 10), held, committees_of(held))
        return [(line.title, line.detail, line.url) for line in found if "non remis" in line.title]

    place = reverse("governance:committee", args=[world.slug, committee.slug])
    assert lines(people["referent"]) == [
        (
            "Dossier non remis à un destinataire\u00a0: COPIL du 16/04/2026",
            "INF-2024-07, provider@exemple.fr. Adresse refusée.",
            f"{place}#envois",
        )
    ]
    assert lines(other) == []
    assert lines(people["executive"]) == []
    assert visit("referent", "governance:resend", committee.slug, row.pk, data={}).url == place
    assert lines(people["referent"]) == []
    again = visit("referent", "governance:resend", committee.slug, row.pk, data={})
    assert "rien n’est renvoyé" in body(again.client.get(again.url))
    assert visit("referent", "governance:resend", committee.slug, row.pk + 1, data={}).status_code == 404


def test_the_pdf_of_an_older_version_is_still_there(committee: Committee, visit: Any, deliver: Any) -> None:
    deliver("provider", "partage", "sent", sent_at=AT)
    client = visit("provider", "governance:list").client
    url = reverse("governance:pack_pdf", args=[committee.contract.slug, committee.slug, "partage"])
    for asked, status in (
        ("?version=1", 302),
        ("?version=", 302),
        ("?version=x", 404),
        ("?version=99999", 404),
    ):
        assert client.get(f"{url}{asked}").status_code == status, asked


@pytest.mark.parametrize("role", ["executive", "provider"])
def test_each_person_says_how_packs_come(visit: Any, people: Any, world: Any, role: str) -> None:
    assert "Le PDF joint au courriel" in body(visit(role, "governance:notifications"))
    assert (
        visit(role, "governance:notifications", data={"manner": "lien", "digest": "daily"}).status_code == 302
    )
    with for_contract(world.pk):
        chosen = dict(Membership.objects.values_list("role", "pack_attached"))
    assert chosen == {"referent": True, "executive": True, "reader": True, "provider": True} | {role: False}
    for wrong, said in (("pigeon", "l’une des deux façons"), ("", "Choisissez comment recevoir")):
        answer = visit(role, "governance:notifications", data={"manner": wrong, "digest": "daily"})
        assert (answer.status_code, said in body(answer)) == (422, True)
