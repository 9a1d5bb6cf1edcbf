"""Registers lived: answered by the référent, read by the client alone, told by the contract file, exported."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contracts.models import Clause, Contract, ContractDocument, Obligation, RegisterEntry
from contracts.selectors.dora import dora_sheet
from contracts.services.obligations import Said, say_done
from contracts.services.signing import Signer
from core.exports import to_csv
from core.scope import Side, for_contract
from infogerance.contract_file import export_contract, load_contract
from journal.models import JournalEntry
from tests.infogerance.contract_faults import SMALL
from tests.restoring import loaded

DEMO = Path(__file__).parents[2] / "infogerance" / "demo"
pytestmark = pytest.mark.django_db


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def referent(contract: Any, make_user: Any) -> Client:
    return signed_in(make_user("referent", contract))


def address(contract: Any, name: str = "registers", *args: Any) -> str:
    return reverse(f"contracts:{name}", args=[contract.slug, *args])


def test_a_question_is_answered_and_signed(contract: Any, referent: Client) -> None:
    with for_contract(contract.pk):
        clause = Clause.objects.create(contract=contract, code="art. 12", theme="audit", position=1)
    given = {"answer": "yes", "clause": clause.pk, "proof": "Annexe 2", "answered_on": "15/01/2024"}
    answer = referent.post(address(contract, "register_answer", "rgpd", "audit"), given, follow=True)
    assert "Réponse enregistrée." in answer.content.decode()
    assert "art. 12" in answer.content.decode()
    with for_contract(contract.pk):
        row = RegisterEntry.objects.get()
        assert JournalEntry.objects.get().action == "register.answered"
    assert (row.answer, row.proof, row.answered_on) == ("yes", "Annexe 2", date(2024, 1, 15))
    assert row.recorded_by is not None


def test_a_refused_answer_comes_back_filled(contract: Any, referent: Client) -> None:
    given = {"proof": "Annexe 2", "answered_on": "31/02/2024"}
    answer = referent.post(address(contract, "register_answer", "rgpd", "audit"), given)
    assert answer.status_code == 422
    for words in ("Annexe 2", "31/02/2024"):
        assert words in answer.content.decode()
    with for_contract(contract.pk):
        assert not RegisterEntry.objects.exists()


def test_facts_are_typed_shown_and_forgotten(contract: Any, referent: Client) -> None:
    url = address(contract, "register_facts", "dora")
    given = {"lei": "552 081 317", "fonction_critique": "oui", "dernier_audit": "05/11/2025"}
    answer = referent.post(url, given, follow=True).content.decode()
    for words in ("552 081 317", "05/11/2025", "Oui"):
        assert words in answer
    refused = referent.post(url, {"dernier_audit": "demain", "lei": "552 081 318"})
    assert (refused.status_code, "552 081 318" in refused.content.decode()) == (422, True)
    referent.post(url, {"lei": "552 081 317"})
    with for_contract(contract.pk):
        assert list(RegisterEntry.objects.values_list("item", "value")) == [("lei", "552 081 317")]


def test_alerts_are_shown_on_every_register(contract: Any, referent: Client) -> None:
    referent.post(address(contract, "register_facts", "data_act"), {"service_cloud": "oui"})
    referent.post(address(contract, "register_facts", "nis2"), {"notification_heures": "48"})
    page = referent.get(address(contract)).content.decode()
    assert "Le préavis du contrat est de 6 mois" in page
    assert "sous 48 heures" in page
    assert page.count("À confirmer avec un conseil.") >= 2


def test_a_notice_in_days_is_told_on_the_page(contract: Any, referent: Client) -> None:
    with for_contract(contract.pk):
        Contract.objects.filter(pk=contract.pk).update(notice_months=0, notice_days=120)
    referent.post(address(contract, "register_facts", "data_act"), {"service_cloud": "oui"})
    assert "Le préavis du contrat est de 120\u00a0jours" in referent.get(address(contract)).content.decode()


def test_the_dora_line_has_the_columns_of_the_templates(contract: Any, referent: Client) -> None:
    given = {
        "lei": "552081317", "type_service": "S14", "fonction_critique": "non", "dependance": "totale",
        "substituabilite": "tres_complexe", "raison": "migration", "plan_sortie": "PS-2026 v3",
    }  # fmt: skip
    referent.post(address(contract, "register_facts", "dora"), given)
    referent.post(address(contract, "register_facts", "rgpd"), {"localisation": "France"})
    answer = referent.get(address(contract, "dora"))
    with for_contract(contract.pk):
        sheet = dora_sheet(contract, date(2026, 4, 10))
    told = next(csv.DictReader(io.StringIO(to_csv(sheet).decode("utf-8-sig")), delimiter=";"))
    assert {name: value for name, value in told.items() if value} == {
        "B_02.01.0010 Contrat": "INF-2024-07", "B_02.01.0040 Devise": "EUR",
        "B_02.01.0050 Dépense annuelle HT": "222000,00", "B_02.02.0030 Code du prestataire": "552081317",
        "B_02.02.0040 Type de code": "SIREN", "B_05.01.0050 Prestataire": "Prestataire A",
        "B_06.01.0050 Fonction critique ou importante": "non", "B_02.02.0060 Type de service": "S14",
        "B_02.02.0070 Début": "2024-01-01", "B_02.02.0080 Fin": "2026-12-31",
        "B_02.02.0100 Préavis du client (jours)": "184", "B_02.02.0110 Préavis du prestataire (jours)": "184",
        "Préavis du client (mois)": "6", "B_02.02.0150 Pays des données": "France",
        "B_02.02.0160 Pays du traitement": "France", "B_02.02.0180 Dépendance": "totale",
        "B_07.01.0050 Substituabilité": "tres_complexe", "B_07.01.0060 Raison": "migration",
        "B_07.01.0080 Plan de sortie": "oui", "Plan de sortie, référence": "PS-2026 v3",
    }  # fmt: skip
    assert answer.content.decode("utf-8-sig").partition("\r\n")[0] == ";".join(f'"{name}"' for name in told)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="INF-2024-07-dora.csv"'
    page = referent.get(f"{address(contract)}?registre=dora").content.decode()
    assert "Substitution très complexe" in page
    refused = referent.post(address(contract, "register_facts", "dora"), {"dependance": "un peu"})
    assert refused.status_code == 422


def test_registers_are_the_client_s_alone(contract: Any, make_user: Any, referent: Client) -> None:
    urls = [address(contract), address(contract, "dora"), address(contract, "register_facts", "rgpd")]
    provider, reader = signed_in(make_user("provider", contract)), signed_in(make_user("reader", contract))
    assert [provider.get(url).status_code for url in urls] == [403, 403, 403]
    assert [reader.get(url).status_code for url in urls] == [200, 200, 403]
    assert "Registres" not in provider.get(address(contract, "documents")).content.decode()
    assert "Répondre" not in reader.get(address(contract)).content.decode()
    for url in (f"{address(contract)}?registre=iso", address(contract, "register_answer", "rgpd", "rien")):
        assert referent.get(url).status_code == 404


def test_the_page_reads_little(contract: Any, referent: Client, django_assert_max_num_queries: Any) -> None:
    with for_contract(contract.pk):
        for position in range(60):
            Clause.objects.create(
                contract=contract, code=f"art. {position}", theme="other", position=position
            )
    for url in (address(contract), address(contract, "register_answer", "rgpd", "audit")):
        with django_assert_max_num_queries(25):
            assert referent.get(url).status_code == 200


# ---- The contract file ----

PAPERS = """
[[document]]
code = "contrat"
type = "contrat"
titre = "Contrat signé"
pages = 12

[[clause]]
code = "art. 5.1"
theme = "audit"
document = "contrat"
page = 4

[[obligation]]
numero = 1
partie = "client"
objet = "Désigner le référent"
clause = "art. 5.1"
echeance = 2025-01-31

[registre.nis2]
notification_heures = 24

[registre.nis2.alerte]
reponse = "oui"
clause = "art. 5.1"
le = 2025-02-01
"""


NO_ANSWER = "\n[registre]\n"
"""A file that speaks of the registers, and gives no answer."""


def test_papers_go_with_the_file_and_what_was_done_at_the_portal_stays(make_user: Any) -> None:
    contract = load_contract((SMALL + PAPERS).encode()).contract
    assert not load_contract(export_contract(contract).encode()).total.changed
    user = make_user("referent", contract)
    with for_contract(contract.pk):
        say_done(
            obligation=Obligation.objects.get(), said=Said(date(2025, 1, 20), "Courrier"),
            signer=Signer(user, "referent", Side.CLIENT), today=date(2025, 3, 1),
        )  # fmt: skip
        RegisterEntry.objects.filter(item="alerte").update(recorded_by=user, recorded_at="2025-03-01T08:00Z")
    assert not load_contract((SMALL + PAPERS).encode()).total.changed
    report = load_contract((SMALL + NO_ANSWER).encode())
    with for_contract(contract.pk):
        assert Obligation.objects.get().done_on == date(2025, 1, 20)
        assert list(RegisterEntry.objects.values_list("item", flat=True)) == ["alerte"]
        assert Clause.objects.count() == ContractDocument.objects.count() == 1
    assert report.sections["registre"].removed == 1
    assert 'preuve = "Courrier"' in export_contract(contract)


def test_papers_nobody_used_leave_with_the_file() -> None:
    contract = load_contract((SMALL + PAPERS).encode()).contract
    report = load_contract((SMALL + NO_ANSWER).encode())
    assert [report.sections[name].removed for name in ("document", "clause", "obligation", "registre")] == [
        1, 1, 1, 2,
    ]  # fmt: skip
    assert "[[document]]" not in export_contract(contract)


def test_a_document_that_becomes_reserved_takes_its_versions_along(make_user: Any) -> None:
    from contracts.models import DocumentVersion

    contract = load_contract((SMALL + PAPERS).encode()).contract
    user = make_user("referent", contract)
    with for_contract(contract.pk):
        DocumentVersion.objects.create(
            contract=contract, document=ContractDocument.objects.get(), number=1, name="a.pdf", storage_name="a",
            sha256="0", size=1, media_type="application/pdf", uploaded_by=user, uploaded_side="client",
            uploaded_at="2025-03-01T08:00Z",
        )  # fmt: skip
    load_contract((SMALL + PAPERS.replace("pages = 12", "pages = 12\nreserve_au_client = true")).encode())
    with for_contract(contract.pk):
        assert DocumentVersion.objects.get().audience == "client"
    with for_contract(contract.pk, Side.PROVIDER):
        assert not DocumentVersion.objects.exists()


def test_the_demonstration_fills_the_room() -> None:
    contract = loaded((DEMO / "inf-2024-07.toml").read_bytes())
    with for_contract(contract.pk):
        assert (ContractDocument.objects.count(), Clause.objects.count()) == (10, 26)
        assert (Obligation.objects.count(), RegisterEntry.objects.count()) == (10, 17)
