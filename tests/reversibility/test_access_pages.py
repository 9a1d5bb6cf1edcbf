"""The register on its pages: who sees it, what a refusal keeps and what it never shows again."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.views.debug import SafeExceptionReporterFilter

from contracts.models import Contract
from core import jobs
from core.models import Job
from core.scope import for_contract
from infogerance.services.exit_file import exit_archive
from reversibility.engine.accesses import Access, Holder
from reversibility.forms.access import AccessForm
from reversibility.selectors.access_rows import access_rows
from reversibility.services.access import load_accesses

PAGES = ["access_register", "access_exit"]
WRITES = ["access_add", "access_import"]
SECRET = "Azerty2024!"
TYPED = {
    "system": "Pare-feu", "kind": "admin", "mfa": "yes", "holders": "Client : Référent IT",
    "kept_in": "Coffre du client", "rotated_on": "", "rotation_months": "6", "tested_on": "", "expires_on": "",
    "proof": "PV",
}  # fmt: skip


@pytest.fixture
def visit(contract: Contract, make_user: Any) -> Any:
    clients: dict[str, Client] = {}

    def send(role: str, page: str, data: Any = None, query: str = "", **keys: Any) -> Any:
        if role not in clients:
            clients[role] = Client()
            clients[role].force_login(make_user(role, contract))
        address = reverse(f"reversibility:{page}", kwargs={"contract": contract.slug, **keys}) + query
        return clients[role].get(address) if data is None else clients[role].post(address, data)

    return send


@pytest.fixture
def register(contract: Contract) -> Any:
    """Sixty accesses, one in two held by the provider alone."""
    holders = (Holder("provider", "Astreinte N3"),)
    lines = [
        Access(
            f"Serveur {rank:02d}", "admin", holders if rank % 2 else (Holder("client", "Référent IT"),), "yes"
        )
        for rank in range(60)
    ]
    with for_contract(contract.pk):
        load_accesses(contract=contract, lines=lines)
        return [row.entry for row in access_rows(contract)]


def text_of(answer: Any) -> str:
    return unescape(answer.content.decode()).replace("\u00a0", " ").replace("\u202f", " ")


def stored(contract: Contract) -> list[Access]:
    with for_contract(contract.pk):
        return [row.access for row in access_rows(contract)]


@pytest.mark.parametrize(
    ("role", "read", "write"),
    [("referent", 200, 422), ("executive", 200, 403), ("reader", 403, 403), ("provider", 403, 403)],
)
def test_who_reads_and_who_writes(visit: Any, register: Any, role: str, read: int, write: int) -> None:
    for page in PAGES:
        for query in ("", "?export=csv", "?export=xlsx"):
            assert visit(role, page, query=query).status_code == read, (page, query)
    for page in WRITES:
        assert visit(role, page, {}).status_code == write, page
    assert visit(role, "access_edit", {}, access=register[0].pk).status_code == write
    assert ("Modifier" in text_of(visit(role, "access_register"))) == (role == "referent")


def test_another_contracts_line_is_nowhere(visit: Any, register: Any, make_contract: Any) -> None:
    other = make_contract("USI-2023-11", "Client B", "Prestataire B")
    with for_contract(other.pk):
        load_accesses(contract=other, lines=[Access("AD", "admin")])
        foreign = access_rows(other)[0].entry.pk
    for page in ("access_edit", "access_remove"):
        answers = [visit("referent", page, TYPED, access=pk) for pk in (foreign, 999_999)]
        assert [answer.status_code for answer in answers] == [404, 404]
    assert [one.system for one in stored(other)] == ["AD"]


def test_pages_ask_few_questions(visit: Any, register: Any) -> None:
    for page, query in (("access_register", f"?ligne={register[55].pk}"), ("access_exit", "")):
        visit("referent", page)
        with CaptureQueriesContext(connection) as asked:
            answer = visit("referent", page, query=query)
        assert len(asked) <= 25
        assert "Serveur 55" in text_of(answer)


def test_filters_pages_and_exports_agree(visit: Any, register: Any) -> None:
    page = text_of(visit("executive", "access_register"))
    assert "30 accès tenus par le seul prestataire" in page
    assert "60 accès au registre, dont 30 à changer le jour de la sortie." in page
    for query, count in (
        ("?alerte=provider_alone", 30), ("?detenu=client", 30), ("?nature=dns", 0), ("?q=astreinte", 30),
        ("?q=serveur+07", 1), ("?alerte=inconnue", 60),
    ):  # fmt: skip
        lines = visit("executive", "access_register", query=f"{query}&export=csv").content.splitlines()
        assert len(lines) == count + 1, query
    answer = visit("executive", "access_register", query=f"?nature=dns&q={SECRET}")
    assert answer.headers["Location"].endswith("/reversibilite/acces/?nature=dns")


class TestWriting:
    def test_a_line_is_added_corrected_and_removed(self, visit: Any, contract: Contract) -> None:
        assert visit("referent", "access_add", TYPED).status_code == 302
        with for_contract(contract.pk):
            entry = access_rows(contract)[0].entry
        shown = text_of(visit("referent", "access_register", query=f"?ligne={entry.pk}"))
        assert "Client : Référent IT</textarea>" in shown
        answer = visit("referent", "access_edit", TYPED | {"mfa": "no", "version": "1"}, access=entry.pk)
        assert answer.headers["Location"].endswith("#acces-1")
        assert stored(contract)[0].mfa == "no"
        assert visit("referent", "access_remove", {"version": "1"}, access=entry.pk).status_code == 409
        assert visit("referent", "access_remove", {"version": "2"}, access=entry.pk).status_code == 302
        assert stored(contract) == []

    def test_a_refused_form_keeps_all_but_the_secret(self, visit: Any, contract: Contract) -> None:
        typed = TYPED | {"kept_in": f"mdp : {SECRET}", "rotated_on": "31/02/2026"}
        answer = visit("referent", "access_add", typed)
        page = text_of(answer)
        assert answer.status_code == 422
        assert SECRET not in page
        for kept in (
            'value="Pare-feu"',
            "Client : Référent IT</textarea>",
            'value="PV"',
            'value="31/02/2026"',
        ):
            assert kept in page
        assert "Ce texte ressemble à un mot de passe ou un code" in page
        assert "Cette date ne se lit pas." in page
        assert stored(contract) == []

    @pytest.mark.parametrize("name", list(AccessForm.base_fields))
    def test_no_field_shows_a_secret_again(self, visit: Any, register: Any, name: str) -> None:
        typed = TYPED | {"version": "1", name: SECRET}
        for page, keys in (("access_add", {}), ("access_edit", {"access": register[0].pk})):
            answer = visit("referent", page, typed, **keys)
            assert answer.status_code == 422
            assert SECRET not in text_of(answer)

    @pytest.mark.parametrize(
        "text", ["hunter2", "tournesol2024", "cheval batterie agrafe correct", "coffre : tournesol"]
    )
    def test_a_place_that_is_none_is_not_shown_again(self, visit: Any, contract: Contract, text: str) -> None:
        answer = visit("referent", "access_add", TYPED | {"kept_in": text})
        page = text_of(answer).replace("\u00a0", " ")
        assert answer.status_code == 422
        assert text not in page
        assert (
            "Nommez un lieu : coffre, enveloppe scellée, gestionnaire de mots de passe… "
            "Le secret lui-même ne s’écrit jamais ici."
        ) in page
        assert 'value="Pare-feu"' in page
        assert stored(contract) == []

    def test_a_line_that_moved_keeps_both_texts(self, visit: Any, register: Any, contract: Contract) -> None:
        key = {"access": register[1].pk}
        visit("referent", "access_edit", TYPED | {"kept_in": "Coffre de secours", "version": "1"}, **key)
        late = TYPED | {"kept_in": "Coffre B", "version": "1", "proof": f"mdp : {SECRET}"}
        answer = visit("referent", "access_edit", late, **key)
        page = text_of(answer)
        assert answer.status_code == 409
        assert "Cette ligne a changé pendant votre saisie" in page
        assert "Coffre de secours</td>" in page
        assert 'value="Coffre B"' in page
        assert SECRET not in page
        again = visit("referent", "access_edit", TYPED | {"kept_in": "Coffre B", "version": "2"}, **key)
        assert again.status_code == 302
        assert "Coffre B" in {one.kept_in for one in stored(contract)}

    def test_read_an_address_that_writes_leads_to_its_line(self, visit: Any, register: Any) -> None:
        answer = visit("referent", "access_edit", access=register[0].pk)
        assert answer.headers["Location"].endswith(f"?ligne={register[0].pk}#acces-1")
        assert visit("referent", "access_add").headers["Location"].endswith("/reversibilite/acces/")

    def test_an_error_report_hides_what_was_posted(self, contract: Contract, rf: Any) -> None:
        from reversibility.views.access import add

        request = rf.post("/", TYPED | {"kept_in": SECRET})
        request.memberships = {}
        with for_contract(contract.pk), pytest.raises(Http404):
            add(request, contract="inconnu")
        shown = SafeExceptionReporterFilter().get_post_parameters(request)
        assert SECRET not in str(shown)


class TestImport:
    def send(self, visit: Any, *lines: str) -> Any:
        content = "\n".join(("Système;Nature;Détenteurs;Preuve;Mot de passe", *lines)).encode()
        return visit("referent", "access_import", {"file": SimpleUploadedFile("acces.csv", content)})

    def test_a_list_is_taken_and_its_other_columns_dropped(self, visit: Any, contract: Contract) -> None:
        answer = self.send(visit, f"AD;admin;Client : DSI;PV;{SECRET}", "DNS;dns;;;")
        assert answer.status_code == 302
        assert [(one.system, one.held) for one in stored(contract)] == [("AD", "client"), ("DNS", "nobody")]
        assert SECRET not in str(stored(contract))

    def test_every_wrong_line_is_named_and_nothing_is_stored(self, visit: Any, contract: Contract) -> None:
        answer = self.send(visit, "AD;admin;;;", f"AD 2;admin;;{SECRET};", "DNS;azerty;;;")
        page = text_of(answer)
        assert answer.status_code == 422
        assert "Ligne 3" in page
        assert "Ligne 4" in page
        assert "2 points à corriger" in page
        assert SECRET not in page
        assert "azerty" not in page
        assert stored(contract) == []

    def test_the_export_comes_back_in(self, visit: Any, register: Any, contract: Contract) -> None:
        before = stored(contract)
        for kind in ("csv", "xlsx"):
            file = visit("referent", "access_register", query=f"?export={kind}").content
            upload = SimpleUploadedFile(f"acces.{kind}", file)
            assert visit("referent", "access_import", {"file": upload}).status_code == 302
        assert stored(contract) == before

    def test_a_file_that_is_no_list_is_refused(self, visit: Any, contract: Contract) -> None:
        upload = SimpleUploadedFile("acces.csv", f"{SECRET};x\n{SECRET};y".encode())
        answer = visit("referent", "access_import", {"file": upload})
        assert answer.status_code == 422
        assert "Aucune colonne reconnue" in text_of(answer)
        assert SECRET not in text_of(answer)


def test_the_list_of_the_exit_says_what_to_do(visit: Any, register: Any) -> None:
    page = text_of(visit("executive", "access_exit"))
    assert "30 accès à changer le jour de la sortie" in page
    assert "Se faire remettre l’accès, avec une preuve" in page
    lines = visit("executive", "access_exit", query="?export=csv").content.decode().splitlines()
    assert lines[1].startswith('"1";"Serveur 01";"Compte d’administration";"Prestataire : Astreinte N3";')


@pytest.mark.parametrize(("with_accesses", "found"), [(True, True), (False, False)])
def test_the_exit_file_holds_the_register_for_whoever_reads_it(
    contract: Contract, register: Any, with_accesses: bool, found: bool
) -> None:
    with for_contract(contract.pk), exit_archive(contract, with_accesses=with_accesses) as archive:
        members = zipfile.ZipFile(io.BytesIO(archive.read()))
    assert ("tables/reversibility.accessentry.csv" in members.namelist()) is found
    assert ("[[acces]]" in members.read("contrat.toml").decode()) is found
    assert any(b"Serveur 01" in members.read(name) for name in members.namelist()) is found
    assert (
        "Le registre des accès n’est pas dans cette archive" in members.read("LISEZMOI.txt").decode()
    ) is not found


def test_the_reader_sees_how_many_and_not_which(visit: Any, register: Any, contract: Contract) -> None:
    page = text_of(visit("reader", "captivity"))
    assert "30 sur 60 accès au registre" in page
    assert reverse("reversibility:access_register", args=[contract.slug]) not in page


@pytest.mark.parametrize(("role", "found"), [("executive", True), ("reader", False)])
def test_the_page_of_the_exit_file_knows_who_asks(
    contract: Contract, register: Any, make_user: Any, role: str, found: bool
) -> None:
    client = Client()
    client.force_login(make_user(role, contract))
    address = reverse("exit_file", args=[contract.slug])
    client.post(address)
    with for_contract(contract.pk):
        jobs.run(Job.objects.get(kind="exit_file").pk)
    answer: Any = client.post(address, {"act": "take"})
    members = zipfile.ZipFile(io.BytesIO(answer.getvalue()))

    assert any(b"Serveur 01" in members.read(name) for name in members.namelist()) is found


def test_the_day_of_the_page_counts(visit: Any, contract: Contract) -> None:
    with for_contract(contract.pk):
        load_accesses(contract=contract, lines=[Access("AD", "certificate", expires_on=date(2020, 1, 1))])
    page = text_of(visit("referent", "access_register"))
    assert "expiré depuis le 01/01/2020" in page
    assert "Échéance proche" in page
