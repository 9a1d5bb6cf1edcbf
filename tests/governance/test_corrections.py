"""Reviewed texts, and what a version changes of the one that was sent."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from core.scope import Audience, Side, for_contract
from core.storage import open_file
from governance.models import Committee, Decision, Pack, PackText
from governance.selectors.pack_versions import corrected
from governance.selectors.packs import content_for
from governance.services import record_decision, render_pack
from governance.services.pack_texts import reset_text, write_text
from governance.services.packs import freeze
from journal.models import JournalEntry
from slas.models import CommitmentMonth

pytestmark = pytest.mark.any_store


def front(committee: Committee, variant: str) -> Any:
    return content_for(committee, variant).data.pages[0]


def write(committee: Committee, user: Any, audience: Audience = Audience.CLIENT) -> None:
    write_text(
        committee=committee, audience=audience, page="front", title="Un mois dur", lead="À redresser.", user=user,
        role="referent",
    )  # fmt: skip


def test_a_reviewed_text_stands_in_its_copies_alone(committee: Committee, referent: Any) -> None:
    generated = front(committee, "partage").title
    write(committee, referent)
    for variant in ("client", "executif"):
        page = front(committee, variant)
        assert (page.title, page.lead) == ("Un mois dur", "À redresser.")
        assert page.review.startswith("Texte revu par ")
    assert (front(committee, "partage").title, front(committee, "partage").review) == (generated, "")
    with for_contract(committee.contract_id, Side.PROVIDER):
        assert not PackText.objects.filter(committee=committee).exists()
    reset_text(committee=committee, audience=Audience.CLIENT, page="front", user=referent, role="referent")
    assert front(committee, "client").review == ""
    acts = JournalEntry.objects.filter(action__startswith="pack.text").order_by("sequence")
    assert list(acts.values_list("action", flat=True)) == ["pack.text_edited", "pack.text_reset"]


def test_a_correction_tells_what_it_changes(committee: Committee, referent: Any, world: Any) -> None:
    first = render_pack(committee=committee, variant="client")
    freeze(first)
    with open_file(first.storage_name) as file:
        kept = file.read()
    assert render_pack(committee=committee, variant="client") == first
    row = Decision.objects.filter(committee=committee, audience="both").order_by("number")[0]
    record_decision(decision=row, state="adopted", outcome="", reason="", user=referent, role="executive")
    CommitmentMonth.objects.filter(contract=world, month="2026-03", commitment__code="E07").update(met=90)
    write(committee, referent)
    second = render_pack(committee=committee, variant="client")
    assert (first.version, second.version, second.pages) == (1, 2, first.pages + 1)
    with open_file(second.twin_name) as file:
        twin = file.read().decode()
    assert "Ce qui change depuis la version 1" in twin
    assert "Corrige la version 1" in twin.split('id="p2"')[0]
    pages = corrected(committee, "client", content_for(committee, "client").data).pages
    assert next(page.kind for page in pages if page.annex) == "changes"
    assert sum(not page.annex for page in pages) == 8
    assert "Un mois dur" in twin
    first.refresh_from_db()
    with open_file(first.storage_name) as file:
        assert file.read() == kept
    with pytest.raises(DatabaseError), transaction.atomic():
        Pack.objects.filter(pk=first.pk).update(told={})
    assert render_pack(committee=committee, variant="client") == second


def test_the_page_of_texts_keeps_what_is_typed_and_every_figure(
    committee: Committee, world: Any, referent: Any, client: Any
) -> None:
    client.force_login(referent)
    place = reverse("governance:texts", args=[world.slug, committee.slug, "client"])
    page = client.get(place).content.decode()
    assert "Texte généré" in page
    assert "Remettre" not in page
    save = reverse("governance:text", args=[world.slug, committee.slug, "client", "front"])
    refused = client.post(save, {"title": "", "lead": "Gardé tel quel"})
    assert refused.status_code == 422
    assert "Gardé tel quel" in refused.content.decode()
    assert not PackText.objects.filter(committee=committee).exists()
    strange = client.post(save, {"title": "87 % des tickets", "lead": "Gardé"})
    assert strange.status_code == 422
    told = strange.content.decode()
    assert "«\u00a087\u00a0» n’est pas un chiffre de cette page\u00a0: gardez ceux du texte proposé." in told
    assert "87 % des tickets" in told
    assert not PackText.objects.filter(committee=committee).exists()
    assert "Remettre" in client.post(save, {"title": "Un mois dur", "lead": ""}, follow=True).content.decode()
    assert client.post(save, {"act": "reset"}).status_code == 302
    assert not PackText.objects.filter(committee=committee).exists()


def test_the_provider_reviews_nothing(committee: Committee, world: Any, provider: Any, client: Any) -> None:
    client.force_login(provider)
    for copy in ("client", "partage"):
        place = reverse("governance:texts", args=[world.slug, committee.slug, copy])
        assert client.get(place).status_code == 403
