"""The client's own list of incidents: kept, matched, shared, read by those who may."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core.engine.months import Month
from core.scope import Side, for_contract
from journal.models import JournalEntry
from reports.services.lists import ListFileRefused
from slas.models import ClientIncident
from slas.selectors.omission_lines import omissions_of
from slas.services.checks.client_incidents import add_incident, import_incidents, share_incidents
from tests.slas.conftest import at
from tests.slas.reading import table, words

MARCH = Month.parse("2026-03")
LIST = (
    "Survenu le;Titre;Service;Site;Référence\r\n"
    "10/03/2026 10:05;VPN coupe;VPN;Siège;\r\n"
    "11/03/2026 09:00;Imprimante en panne;Impression;Siège;inc 2\r\n"
    "12/03/2026 09:00;Serveur de fichiers arrêté;Fichiers;Siège;\r\n"
).encode()


@pytest.fixture
def desk(world):
    delivery = world.delivery()
    world.ticket(
        "INC-1", "2026-03-10 10:20", "2026-03-10 12:00", delivery=delivery, title="VPN coupé", service="VPN"
    )
    world.ticket("INC-2", "2026-03-11 14:00", "2026-03-11 15:00", delivery=delivery, title="Impression")
    world.ticket("INC-3", "2026-03-20 09:00", "2026-03-20 10:00", delivery=delivery, title="Écran noir")
    world.compute()
    return world


@pytest.fixture
def people(desk, make_user):
    return {role: make_user(role, desk.contract) for role in ("referent", "executive", "provider")}


def take(desk, user, content=LIST, name="liste.csv", source="upload"):
    return import_incidents(contract=desk.contract, user=user, name=name, content=content, source=source)


def found():
    rows = ClientIncident.objects.select_related("ticket").order_by("opened_at")
    return [(row.title, row.ticket.reference if row.ticket else None, row.matched_by) for row in rows]


MATCHED = [
    ("VPN coupe", "INC-1", "resemblance"),
    ("Imprimante en panne", "INC-2", "reference"),
    ("Serveur de fichiers arrêté", None, ""),
]


class TestTaking:
    def test_a_csv_list_is_kept_and_matched(self, desk, people):
        done = take(desk, people["referent"])
        assert (done.added, done.known) == (3, 0)
        assert found() == MATCHED
        assert JournalEntry.objects.get(action="incidents.added").details == {"incidents": 3}

    def test_a_workbook_says_the_same(self, desk, people):
        from openpyxl import Workbook

        book, content = Workbook(), io.BytesIO()
        for line in LIST.decode().split("\r\n")[:-1]:
            book.active.append(line.split(";"))
        book.save(content)
        take(desk, people["referent"], content.getvalue(), "liste.xlsx")
        assert found() == MATCHED

    def test_twice_adds_nothing(self, desk, people):
        take(desk, people["referent"])
        done = take(desk, people["referent"])
        assert (done.added, done.known, ClientIncident.objects.count()) == (0, 3, 3)

    @pytest.mark.parametrize(
        ("content", "says"),
        [
            ("Titre\r\nVPN\r\n", "La colonne « Survenu le » est absente."),
            ("Survenu le;Titre\r\n31/02/2026 10:00;VPN\r\n", "Date impossible ou mal écrite."),
            ("Survenu le;Titre\r\n10/03/2026 10:00;\r\n", "vide"),
            ("Survenu le;Titre\r\n10/03/2027 10:00;VPN\r\n", "après le dépôt"),
            ("Survenu le;Titre\r\n", "aucune ligne"),
            ("", ""),
        ],
    )
    def test_a_wrong_list_keeps_nothing(self, desk, people, content, says):
        with pytest.raises(ListFileRefused) as refused:
            take(desk, people["referent"], content.encode())
        assert says in " ".join(f.message for f in refused.value.findings)
        assert not ClientIncident.objects.exists()

    def test_tickets_that_come_later_are_found(self, desk, people):
        take(desk, people["referent"])
        from reports.models import Delivery

        desk.ticket(
            "INC-4",
            "2026-03-12 09:10",
            delivery=Delivery.objects.get(),
            title="Serveur fichiers arrete",
            service="Fichiers",
        )
        desk.compute()
        assert found()[2] == ("Serveur de fichiers arrêté", "INC-4", "resemblance")


class TestSecrecy:
    def test_the_provider_sees_only_what_is_shared(self, desk, people):
        take(desk, people["referent"])
        with for_contract(desk.contract.pk, Side.PROVIDER):
            assert not ClientIncident.objects.exists()
            assert "client_list" not in {line.code for line in omissions_of(desk.contract, desk.record())}
        assert share_incidents(contract=desk.contract, month=MARCH, user=people["referent"]) == 1
        assert share_incidents(contract=desk.contract, month=MARCH, user=people["referent"]) == 0
        with for_contract(desk.contract.pk, Side.PROVIDER):
            assert [row.title for row in ClientIncident.objects.all()] == ["Serveur de fichiers arrêté"]
            line = next(
                line for line in omissions_of(desk.contract, desk.record()) if line.code == "client_list"
            )
            assert line.references == ["12/03/2026 à 09:00, Serveur de fichiers arrêté"]

    def test_the_client_sees_the_check(self, desk, people):
        take(desk, people["referent"])
        line = next(line for line in omissions_of(desk.contract, desk.record()) if line.code == "client_list")
        assert line.text == "1\u00a0incident sur 3 sans ticket du prestataire."


@pytest.fixture
def go(desk, people):
    def act(path="", role="referent", data=None):
        client = Client()
        client.force_login(people[role])
        address = f"/contrats/{desk.contract.slug}/incidents-client/{path}"
        return client.get(address) if data is None else client.post(address, data)

    return act


class TestPages:
    def test_list_form_export_and_share(self, go):
        upload = SimpleUploadedFile("liste.csv", LIST)
        done = go("deposer/?mois=2026-03", data={"file": upload, "source": "monitoring"})
        assert (done.status_code, done["Location"][-14:]) == (302, "/?mois=2026-03")
        text = words(go("?mois=2026-03"))
        assert "1 incident sur 3 sans ticket du prestataire" in text
        assert "1 incident du prestataire hors de votre liste" in text
        assert "INC-3" in text
        rows = table(go("?mois=2026-03&export=csv"), "csv")
        assert [row[6] for row in rows] == ["Ticket retrouvé", "", "INC-1", "INC-2"]
        assert go("partager/?mois=2026-03", data={}).status_code == 302
        assert ClientIncident.objects.filter(audience="both").count() == 1

    def test_typed_in(self, go):
        given = {"day": "2026-03-20", "hour": "09:05", "title": "écran noir", "site": "Siège"}
        assert go("ajouter/", data=given)["Location"].endswith("?mois=2026-03")
        assert found() == [("écran noir", "INC-3", "resemblance")]
        row = ClientIncident.objects.get()
        assert (row.opened_at, row.source, row.audience) == (at("2026-03-20 09:05"), "form", "client")

    @pytest.mark.parametrize(
        ("given", "says"),
        [
            ({"day": "2026-03-20", "hour": "09:05"}, "Dites en quelques mots"),
            ({"day": "2099-03-20", "hour": "09:05", "title": "VPN"}, "à venir"),
            ({"title": "VPN coupé hier"}, "Donnez la date"),
        ],
    )
    def test_a_wrong_form_is_shown_again(self, go, given, says):
        answer = go("ajouter/?mois=2026-03", data=given)
        assert answer.status_code == 422
        assert says in words(answer)
        assert not ClientIncident.objects.exists()

    def test_a_wrong_file_is_explained_on_the_page(self, go):
        upload = SimpleUploadedFile("liste.csv", b"Survenu le;Titre\r\n31/02/2026 10:00;VPN\r\n")
        answer = go("deposer/?mois=2026-03", data={"file": upload, "source": "upload"})
        assert answer.status_code == 422
        assert "Ligne 2 : Date impossible ou mal écrite." in words(answer)
        assert go("deposer/?mois=2026-03", data={"source": "upload"}).status_code == 422

    def test_who_may(self, go):
        assert [go(role=role).status_code for role in ("referent", "executive", "provider")] == [
            200,
            200,
            403,
        ]
        assert go("partager/", "executive", {}).status_code == 403
        assert go("ajouter/", "provider", {}).status_code == 403
        assert "Déposer la liste" not in words(go(role="executive"))


def test_one_typed_in_by_the_service(desk, people):
    values = {
        "opened_at": at("2026-03-10 10:00"),
        "title": "Autre",
        "item": "",
        "site": "",
        "reference": "INC1",
    }
    assert add_incident(contract=desk.contract, user=people["referent"], values=values).added == 1
    assert found() == [("Autre", "INC-1", "reference")]
