"""Reading one version of a pack without account: what a link opens, and what it never does."""

from __future__ import annotations

import re
from datetime import timedelta
from hashlib import sha256
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.scope import Side, for_contract
from core.storage import discard_file, open_file, store_file
from governance.models import Committee, Pack, PackLink
from governance.services import make_link, render_pack, revoke_link
from journal.models import JournalEntry

AT = "2026-04-10T08:00:00+00:00"


@pytest.fixture
def pack(world: Any, committee: Committee) -> Pack:
    """A version of the executives' variant, already printed."""
    return Pack.objects.create(
        contract=world, committee=committee, variant="executif", audience="client", pages=2, size=4,
        storage_name=store_file(b"%PDF").name,
        twin_name=store_file(b"<p>Page de la version 1</p>").name,
        sha256="a" * 64, facts_digest="b" * 64, content_digest="c" * 64, rendered_at=AT,
    )  # fmt: skip


@pytest.fixture
def url(pack: Pack, referent: Any) -> str:
    """The path of a new link."""
    made = make_link(pack=pack, reader=" Mme Morel, DG ", user=referent, role="referent")
    return made.removeprefix("http://127.0.0.1:8000")


def text(answer: Any) -> str:
    return unescape(answer.content.decode()).replace("\u202f", " ").replace("\u00a0", " ")


def test_a_link_opens_one_version_without_account(url: str, pack: Pack) -> None:
    answer = Client().get(url)
    assert answer.status_code == 200
    assert "Page de la version 1" in text(answer)
    assert "Exemplaire direction, version 1" in text(answer)
    assert "Pour Mme Morel, DG, jusqu’au" in text(answer)
    file = Client().get(f"{url}?format=pdf")
    assert (file.content, file["Content-Type"]) == (b"%PDF", "application/pdf")
    assert "COPIL-INF-2024-07-2026-03-executif-provisoire.pdf" in file["Content-Disposition"]
    for one in (answer, file):
        assert one["Referrer-Policy"] == "no-referrer"
        assert one["Cache-Control"] == "private, no-store"
        assert one["X-Robots-Tag"] == "noindex, nofollow"
    assert Client().post(url).status_code == 405


def test_only_the_digest_of_the_link_is_kept(url: str, pack: Pack) -> None:
    token = url.split("/")[2]
    assert len(token) == 43
    row = PackLink.objects.get()
    assert (row.token_hash, row.reader) == (sha256(token.encode()).hexdigest(), "Mme Morel, DG")
    assert row.expires_at - row.made_at == timedelta(days=14)
    acts = JournalEntry.objects.filter(action="pack.link_made")
    assert [(act.subject, token in str(act.details)) for act in acts] == [
        ("copil-2026-04-16 exemplaire direction v1", False)
    ]
    pack.refresh_from_db()
    assert pack.frozen_at == row.made_at


def test_a_link_that_answers_no_more_says_what_to_do(url: str, pack: Pack, referent: Any) -> None:
    expired = make_link(pack=pack, reader="A", user=referent, role="referent")
    PackLink.objects.filter(reader="A").update(
        made_at=timezone.now() - timedelta(days=15), expires_at=timezone.now() - timedelta(seconds=1)
    )
    for _ in range(2):
        revoke_link(link=PackLink.objects.get(reader="Mme Morel, DG"), user=referent, role="referent")
    assert JournalEntry.objects.filter(action="pack.link_revoked").count() == 1
    forged = reverse("pack_link", args=["x" * 43])
    strip = re.compile(r'(name="next" value="|csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]*')
    answers = [Client().get(one) for one in (url, expired.removeprefix("http://127.0.0.1:8000"), forged)]
    assert [answer.status_code for answer in answers] == [404] * 3
    pages = {strip.sub("", text(answer)) for answer in answers}
    assert len(pages) == 1
    assert "demandez un nouveau lien à la personne qui vous a écrit" in pages.pop()
    assert {answer["Referrer-Policy"] for answer in answers} == {"no-referrer"}


def test_guessing_is_slow(url: str) -> None:
    forged = reverse("pack_link", args=["y" * 43])
    assert [Client().get(forged).status_code for _ in range(12)] == [404] * 10 + [429] * 2
    assert Client().get(url).status_code == 429
    assert Client(REMOTE_ADDR="10.0.0.9").get(url).status_code == 200


def test_a_lost_file_opens_nothing(url: str, pack: Pack) -> None:
    discard_file(pack.twin_name)
    assert Client().get(url).status_code == 404


def test_a_printed_version_keeps_its_web_twin(committee: Committee) -> None:
    made = render_pack(committee=committee, variant="executif")
    with open_file(made.twin_name) as file:
        assert "GTR P3" in file.read().decode()
    assert render_pack(committee=committee, variant="executif") == made


def test_the_referent_makes_shows_once_and_revokes(pack: Pack, referent: Any, client: Any) -> None:
    client.force_login(referent)
    here = reverse("governance:links", args=[pack.contract.slug, pack.committee.slug])
    assert "Aucun lien n’a été donné." in text(client.get(here))
    made = client.post(here, {"reader": "M. Roy", "variant": "executif"})
    address = re.search(r"http://127\.0\.0\.1:8000(/dossier/[\w-]{43}/)", text(made))
    assert address is not None
    assert Client().get(address[1]).status_code == 200
    assert "/dossier/" not in re.sub(r"/comites/\S+", "", text(client.get(here)))
    row = PackLink.objects.get()
    stop = reverse("governance:link_revoke", args=[pack.contract.slug, pack.committee.slug, row.pk])
    assert client.post(stop).url == here
    assert "Révoqué le" in text(client.get(here))
    assert Client().get(address[1]).status_code == 404
    assert client.post(stop.replace(f"/{row.pk}/", f"/{row.pk + 1}/")).status_code == 404


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"reader": "", "variant": "executif"}, "Écrivez pour qui est ce lien."),
        ({"reader": "x" * 121, "variant": "executif"}, "Écrivez au plus 120 caractères."),
        ({"reader": "M. Roy", "variant": "client"}, "Choisissez un exemplaire déjà produit."),
    ],
)
def test_a_link_asked_wrongly_is_refused(
    pack: Pack, referent: Any, client: Any, data: dict[str, str], said: str
) -> None:
    client.force_login(referent)
    here = reverse("governance:links", args=[pack.contract.slug, pack.committee.slug])
    answer = client.post(here, data)
    assert (answer.status_code, said in text(answer)) == (422, True)
    assert data["reader"] in text(answer)
    assert not PackLink.objects.exists()


def test_without_a_printed_variant_the_remedy_is_said(
    committee: Committee, referent: Any, client: Any, provider: Any
) -> None:
    client.force_login(referent)
    here = reverse("governance:links", args=[committee.contract.slug, committee.slug])
    assert "Produisez d’abord le PDF sur la page du comité." in text(client.get(here))
    assert client.post(here, {"reader": "M. Roy", "variant": "executif"}).status_code == 422
    client.force_login(provider)
    assert client.get(here).status_code == 403
    with for_contract(committee.contract_id, Side.PROVIDER):
        assert not PackLink.objects.exists()
