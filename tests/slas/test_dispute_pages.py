"""Pages of disputes and exclusions: each role, both sides, what is kept, what a provider can never change."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from core.scope import for_contract
from slas.models import Dispute, TicketVerdict
from slas.services import settle
from tests.slas.parties import LATER, PDF, WHY, answer, claim, exclusion, member_of, opened
from tests.slas.test_pages import MOST_QUERIES

ROLES = ("referent", "executive", "reader", "provider")


@pytest.fixture
def parties(furnished, make_user):
    return {role: member_of(furnished.contract, make_user, role) for role in ROLES}


@pytest.fixture
def go(furnished, parties):
    """GET, or POST with data, as a role."""
    clients = {role: Client() for role in ROLES}
    for role, client in clients.items():
        client.force_login(parties[role].user)

    def ask(role, path, data=None, **options):
        address = f"/contrats/{furnished.contract.slug}/{path}"
        if data is None:
            return clients[role].get(address, **options)
        return clients[role].post(address, data, **options)

    return ask


@pytest.fixture
def case(furnished, parties):
    return opened(furnished.contract, parties["provider"], at=timezone.now())


def form_of(**more):
    return {
        "form_key": "k1", "kind": "contestation", "code": "E06", "month": "2026-03", "reference": "L001",
        "ground": "pause", "proposed": "met", "text": WHY,
    } | more  # fmt: skip


def words(response):
    """What is read, blanks as one space, non-breaking ones kept."""
    return re.sub(r"[ \n]+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


PAGES = (
    "contestations/",
    "contestations/?etat=toutes",
    "contestations/1/",
    "exclusions-tickets/",
    "exclusions-tickets/?mois=2026-03",
    "engagements/E06/2026-03/",
    "engagements/E06/2026-03/?contester=L001",
    "engagements/E06/2026-03/?contester=mois",
    "tickets/L001/",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_member_reads_every_page(go, case, path):
    assert [go(role, path).status_code for role in ROLES] == [200] * 4


@pytest.mark.parametrize(
    "path",
    [
        "contestations/?etat=perdues",
        "contestations/9/",
        "contestations/9/pieces/1/",
        "contestations/1/pieces/1/",
        "contestations/?export=pdf",
        "exclusions-tickets/?mois=2026-3",
    ],
)
def test_what_does_not_exist_is_not_found(go, case, path):
    assert go("referent", path).status_code == 404


def test_a_row_opens_its_form_in_place_for_who_may_contest(go):
    page = "engagements/E06/2026-03/?tickets=hors-delai&contester=L001"
    for role, count in {"referent": 1, "provider": 1, "executive": 0, "reader": 0}.items():
        body = go(role, page).content.decode()
        assert body.count("Contester le verdict de L001") == count
        assert body.count('action="/contrats') >= count
    out = go("provider", "engagements/E06/2026-03/?exclure=L002").content.decode()
    assert "Demander l’exclusion de L002" in out
    assert "Verdict proposé" not in out


@pytest.mark.parametrize("role", ["referent", "provider"])
@pytest.mark.parametrize(
    ("path", "chosen", "absent"),
    [
        ("engagements/E06/2026-03/?contester=L001", "met", "breached"),
        ("engagements/E06/2026-03/?contester=mois", "met", "breached"),
        ("engagements/E06/2026-03/?tickets=dans-le-delai&contester=M000", "breached", "met"),
        ("tickets/O001/", "met", "breached"),
        ("tickets/M000/", "breached", "met"),
    ],
)
def test_the_present_verdict_is_never_proposed(go, role, path, chosen, absent):
    body = go(role, path).content.decode()
    assert f'<option value="{chosen}" selected>' in body
    assert f'<option value="{absent}"' not in body


def test_contesting_leads_to_the_dispute(go, furnished):
    data = form_of(file=SimpleUploadedFile("relances.pdf", PDF))
    response = go("provider", "contestations/ouvrir/", data)
    assert (response.status_code, response.url) == (
        302,
        f"/contrats/{furnished.contract.slug}/contestations/1/",
    )
    again = go("provider", "contestations/ouvrir/", form_of())
    assert (again.status_code, again.url) == (302, response.url)
    page = words(go("referent", "contestations/1/"))
    assert "Contesté par le prestataire le" in page
    assert "Réponse attendue au plus tard le" in page
    assert WHY in page
    assert "relances.pdf , 1\u00a0ko" in page
    file = go("reader", "contestations/1/pieces/1/")
    assert file.content == PDF
    assert file["Content-Disposition"] == 'attachment; filename="relances.pdf"'


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": "court"}, "5\u00a0caractères de plus"),
        ({"month": "mars"}, "Mois attendu"),
        ({"ground": "maintenance"}, "Sélectionnez un choix valide"),
        ({"proposed": "breached"}, "Le verdict est déjà"),
        ({"file": SimpleUploadedFile("a.exe", b"MZ")}, "Format non admis"),
    ],
)
def test_a_refused_form_keeps_its_text(go, given, said):
    response = go("provider", "contestations/ouvrir/", form_of(**given))
    assert response.status_code == 422
    assert said in response.content.decode()
    assert form_of(**given)["text"] in response.content.decode()
    assert Dispute.objects.count() == 0


@pytest.mark.parametrize("role", ["executive", "reader"])
def test_readers_open_and_answer_nothing(go, case, role):
    assert go(role, "contestations/ouvrir/", form_of()).status_code == 403
    assert go(role, "contestations/1/repondre/", {"act": "accepted"}).status_code == 403
    assert "Votre réponse" not in words(go(role, "contestations/1/"))


def test_each_side_sees_its_own_buttons(go, case):
    referent, provider = words(go("referent", "contestations/1/")), words(go("provider", "contestations/1/"))
    assert "Accepter Refuser Porter en comité Commenter" in referent
    assert "Commenter Retirer" in provider
    assert "Accepter" not in provider


def reply(case, **more):
    case.refresh_from_db()
    return {"seen": case.revision, "form_key": "r1", "text": "Vu les relances jointes."} | more


def test_accepting_by_the_page(go, case):
    response = go("referent", "contestations/1/repondre/", reply(case, act="accepted"))
    assert response.status_code == 302
    case.refresh_from_db()
    assert (case.state, case.effect) == ("accepted", "met")
    assert "Acceptée le" in words(go("provider", "contestations/1/"))


def test_an_old_answer_gets_409_and_its_text(go, case):
    old = reply(case, act="accepted", text="Accord sur les relances.")
    go("provider", "contestations/1/repondre/", reply(case, act="comment", form_key="p1"))
    response = go("referent", "contestations/1/repondre/", old)
    assert response.status_code == 409
    body = response.content.decode()
    assert "Contestation modifiée entre-temps" in body
    assert "Accord sur les relances." in body
    case.refresh_from_db()
    assert case.state == "open"


def test_the_provider_is_told_why_it_cannot_settle(go, case):
    response = go("provider", "contestations/1/repondre/", reply(case, act="accepted"))
    assert response.status_code == 422
    assert "Une partie ne règle pas seule" in response.content.decode()


def test_a_provider_changes_no_measure_by_any_address(go, case, furnished):
    """Every act it may do, then every verdict as it was, to the second."""
    fields = [f.attname for f in TicketVerdict._meta.concrete_fields]
    before = list(TicketVerdict.objects.order_by("pk").values_list(*fields))
    own = {"elapsed_seconds": 1, "state": "met", "target_seconds": 10**6}
    assert go("provider", "contestations/ouvrir/", form_of(reference="L002", **own)).status_code == 302
    assert go("provider", "contestations/ouvrir/", form_of(form_key="k2", kind="exclusion", ground="client",
              reference="O001", **own)).status_code == 302  # fmt: skip
    for act in ("comment", "accepted", "refused", "referred", "withdrawn"):
        go("provider", "contestations/1/repondre/", reply(case, act=act, form_key=act, **own))
    for path in ("engagements/E06/2026-03/", "tickets/L001/", "engagements/E06/2026-03/tickets/"):
        assert go("provider", path, own).status_code in {200, 403, 405}
    furnished.compute("2026-02", "2026-03")
    assert list(TicketVerdict.objects.order_by("pk").values_list(*fields)) == before


def test_the_month_shows_the_effect_while_it_is_open(go, furnished, parties, case):
    page = words(go("referent", "engagements/E06/2026-03/"))
    assert "Contesté" in page
    assert "Effet possible\u00a0: de 83,3\u00a0% aujourd’hui à 87,5\u00a0%, le verdict reste non" in page
    assert "23\u00a0tickets jugés fermes, 1\u00a0contesté." in page
    assert "◇" not in page  # the mark is drawn, its word is read
    settle(dispute=case, answer=answer("refused", case), member=parties["referent"], at=LATER)
    assert "Effet possible" not in words(go("referent", "engagements/E06/2026-03/"))


def test_a_closed_month_offers_nothing_to_contest(go, furnished):
    from slas.models import MonthRecord

    MonthRecord.objects.filter(month="2026-03").update(state="closed")
    page = go("provider", "engagements/E06/2026-03/?contester=L001").content.decode()
    assert "?contester=mois" not in page
    assert "Exposé" not in page
    assert "Exposé" not in go("provider", "tickets/L001/").content.decode()


def test_exclusions_name_category_author_and_proof(go, furnished, parties):
    asked = opened(furnished.contract, parties["provider"], exclusion("L002"), at=timezone.now())
    waiting = words(go("reader", "exclusions-tickets/?mois=2026-03"))
    assert f"{asked.title}" in waiting
    settle(dispute=asked, answer=answer("accepted", asked), member=parties["referent"], at=LATER)
    with for_contract(furnished.contract.pk):
        furnished.compute("2026-03")
    page = words(go("reader", "exclusions-tickets/?mois=2026-03"))
    assert "L002" in page
    assert "Imputable au client referent 12/04/2026 Demande d’exclusion n°\u00a01" in page
    assert "Rattaché à M001 Règle du contrat 03/03/2026 Faits du rapport" in page
    sheet = go("reader", "exclusions-tickets/?mois=2026-03&export=csv").content.decode()
    assert '"E06";"L002";"";"Imputable au client";"referent"' in sheet


def test_the_list_and_its_file(go, furnished, parties, case):
    asked = claim("M001", proposed="breached", ground="dates")
    opened(furnished.contract, parties["referent"], asked, at=timezone.now())
    assert "2\u00a0contestations ouvertes" in words(go("reader", "contestations/?etat=ouvertes"))
    mine = go("provider", "contestations/").content.decode()
    assert ("contestations/2/" in mine, "contestations/1/" in mine) == (True, False)
    sheet = go("reader", "contestations/?etat=toutes&export=csv").content.decode()
    assert '"1";"Contestation";"E06";"2026-03";"L001";"Prestataire"' in sheet
    assert go("reader", "contestations/?export=xlsx").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_disputes(go, furnished, parties, count, django_assert_max_num_queries):
    for reference in ("L001", "L002", "O001")[:count]:
        opened(furnished.contract, parties["provider"], claim(reference))
    for path in (*PAGES, "contestations/?etat=toutes"):
        with django_assert_max_num_queries(MOST_QUERIES):
            assert go("referent", path).status_code == 200


def test_a_stranger_finds_nothing(case, furnished, make_contract, make_user):
    other = make_contract(reference="USI-2023-11", client="Client B", provider="Prestataire B")
    client = Client()
    client.force_login(make_user("referent", other, email="ailleurs@exemple.fr"))
    for path in ("contestations/", "contestations/1/", "exclusions-tickets/"):
        assert client.get(f"/contrats/{furnished.contract.slug}/{path}").status_code == 404


@pytest.mark.parametrize(
    ("act", "told"),
    [
        ("accepted", "Contestation n° 1 acceptée : E06 passe de 83,3 % à 87,5 %."),
        ("refused", "Contestation n° 1 refusée : le verdict calculé de E06 est maintenu."),
        ("referred", "Contestation n° 1 portée en comité"),
    ],
)
def test_the_answer_says_what_it_leads_to(furnished, make_user, act, told):
    from slas.engine.disputing import Act
    from slas.selectors.dispute_outcomes import told_of
    from slas.selectors.disputes import stake_of
    from tests.slas.parties import claim, member_of, opened

    case = opened(furnished.contract, member_of(furnished.contract, make_user, "provider"), claim("L001"))
    words_told = told_of(case, Act(act), *stake_of(furnished.contract, case)).replace("\u00a0", " ")
    assert words_told.startswith(told)
