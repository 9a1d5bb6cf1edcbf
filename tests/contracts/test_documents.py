"""Documents lived: deposited by each side, version after version, hidden when reserved, taken away whole."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contracts.models import Clause, ContractDocument, DocumentVersion, RegisterEntry
from contracts.services.documents import DocumentHead, DocumentRefused, add_document, add_version
from contracts.services.signing import Signer
from core.scope import Side, for_contract, unscoped
from infogerance.services.exit_file import exit_archive
from journal.models import JournalEntry
from tests.contracts.files import ACCEPTED, DOCX, OTHER_PDF, PDF, zipped

pytestmark = pytest.mark.django_db
HEAD = DocumentHead("contract", "Contrat signé", date(2024, 1, 1), pages=30)


@pytest.fixture
def referent(contract: Any, make_user: Any) -> Any:
    return make_user("referent", contract)


def signer(user: Any, side: Side = Side.CLIENT) -> Signer:
    return Signer(user, "referent" if side is Side.CLIENT else "provider", side)


def deposit(contract: Any, user: Any, content: bytes = PDF, head: DocumentHead = HEAD, **more: Any) -> Any:
    side = more.get("side", Side.CLIENT)
    return add_document(
        contract=contract, head=head, name=more.get("name", "contrat.pdf"), content=io.BytesIO(content),
        signer=signer(user, side),
    )  # fmt: skip


def stored_files() -> list[Path]:
    return [path for path in Path(django_settings.PRIVATE_STORAGE_ROOT).rglob("*") if path.is_file()]


def test_a_file_is_kept_as_received_and_told_in_the_journal(scope: Any, referent: Any) -> None:
    version = deposit(scope, referent, name="../Contrat signé.pdf").version
    assert (version.number, version.name, version.size) == (1, "Contrat signé.pdf", len(PDF))
    assert version.sha256 == hashlib.sha256(PDF).hexdigest()
    assert [path.read_bytes() for path in stored_files()] == [PDF]
    entry = JournalEntry.objects.get(action="document.deposited")
    assert (entry.subject, entry.details["sha256"]) == ("Contrat signé v1", version.sha256)


def test_a_version_never_replaces_another_and_the_same_bytes_change_nothing(
    scope: Any, referent: Any
) -> None:
    document = deposit(scope, referent).version.document
    again = deposit(scope, referent)
    assert (again.is_new, again.version.document_id) == (False, document.pk)
    for content, number, new in ((OTHER_PDF, 2, True), (PDF, 1, False), (OTHER_PDF, 2, False)):
        made = add_version(
            document=document, name="suite.pdf", content=io.BytesIO(content), signer=signer(referent)
        )
        assert (made.version.number, made.is_new) == (number, new)
    assert len(stored_files()) == 2
    assert ContractDocument.objects.count() == 1


@pytest.mark.parametrize(("name", "content"), ACCEPTED.items())
def test_every_accepted_type_is_kept(scope: Any, referent: Any, name: str, content: bytes) -> None:
    assert deposit(scope, referent, content, name=name).version.size == len(content)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.exe", b"MZ", "Formats admis"),
        ("a.pdf", DOCX, "c’est une archive ZIP"),
        ("a.docx", b"PK\x03\x04 broken", "est abîmé"),
        ("a.xlsx", DOCX, "n’est pas celui d’un fichier XLSX"),
        ("a.docx", zipped({"[Content_Types].xml": "", "word/document.xml": "0" * 900_000}), "grossit trop"),
        ("a.pdf", b"", "est vide"),
    ],
)
def test_what_is_refused_is_kept_nowhere(
    scope: Any, referent: Any, name: str, content: bytes, words: str
) -> None:
    with pytest.raises(DocumentRefused, match=words):
        deposit(scope, referent, content, name=name)
    assert stored_files() == []
    assert not ContractDocument.objects.exists()


def test_a_file_too_heavy_is_refused(scope: Any, referent: Any, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 10
    with pytest.raises(DocumentRefused, match="trop lourd"):
        deposit(scope, referent)
    assert stored_files() == []


def test_the_provider_deposits_what_it_owes_and_nothing_else(
    scope: Any, referent: Any, make_user: Any
) -> None:
    provider = make_user("provider", scope)
    certificate = DocumentHead("certificate", "Attestation")
    assert deposit(scope, provider, head=certificate, side=Side.PROVIDER).is_new
    with pytest.raises(DocumentRefused, match="déposés par le client"):
        deposit(scope, provider, side=Side.PROVIDER)
    hidden = DocumentHead("report", "Rapport", audience="client")
    with pytest.raises(DocumentRefused, match="lui est réservé"):
        deposit(scope, provider, head=hidden, side=Side.PROVIDER)
    contract_paper = deposit(scope, referent).version.document
    with pytest.raises(DocumentRefused, match="transmettez-lui"):
        add_version(
            document=contract_paper, name="a.pdf", content=io.BytesIO(OTHER_PDF),
            signer=signer(provider, Side.PROVIDER),
        )  # fmt: skip


# ---- What the database itself refuses ----


def test_a_stored_version_stays(scope: Any, referent: Any) -> None:
    version = deposit(scope, referent).version
    rows = DocumentVersion.objects.filter(pk=version.pk)
    for write in (lambda: rows.update(sha256="0" * 64), lambda: rows.update(name="autre.pdf"), rows.delete):
        with pytest.raises(IntegrityError, match="déposez la suivante"), transaction.atomic():
            write()


def test_linked_rows_are_of_one_contract_and_one_audience(
    contract: Any, make_contract: Any, referent: Any
) -> None:
    other = make_contract(reference="USI-2023-11", client="Client B", provider="Prestataire B")
    with unscoped("tests build their world"):
        document = ContractDocument.objects.create(contract=other, code="c", kind="contract", title="C")
        clause = Clause.objects.create(contract=other, code="art. 1", theme="other", position=1)
        with pytest.raises(IntegrityError, match="même contrat"), transaction.atomic():
            Clause.objects.create(
                contract=contract, code="art. 1", theme="other", position=1, document=document
            )
        with pytest.raises(IntegrityError, match="même contrat"), transaction.atomic():
            RegisterEntry.objects.create(
                contract=contract, register="rgpd", item="fin", answer="yes", clause=clause
            )
        with pytest.raises(IntegrityError, match="ne change pas de contrat"), transaction.atomic():
            ContractDocument.objects.filter(pk=document.pk).update(contract=contract)
    with for_contract(contract.pk):
        version = deposit(contract, referent).version
        with pytest.raises(IntegrityError, match="même diffusion"), transaction.atomic():
            DocumentVersion.objects.filter(pk=version.pk).update(audience="client")


# ---- Pages ----


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def posted(name: str = "annexe.pdf", content: bytes = PDF, **fields: Any) -> dict[str, Any]:
    return {"kind": "annex", "title": "Annexe 1", "file": SimpleUploadedFile(name, content), **fields}


def test_the_referent_deposits_then_takes_it_back(contract: Any, referent: Any) -> None:
    client = signed_in(referent)
    answer = client.post(
        reverse("contracts:document_add", args=[contract.slug]), posted(dated_on="12/12/2023"), follow=True
    )
    assert "Version 1 déposée." in answer.content.decode()
    with for_contract(contract.pk):
        document = ContractDocument.objects.get()
    assert document.dated_on == date(2023, 12, 12)
    taken = client.get(reverse("contracts:version_file", args=[contract.slug, document.pk, 1]))
    assert taken.getvalue() == PDF
    assert taken.headers["Content-Disposition"] == 'attachment; filename="annexe.pdf"'
    assert taken.headers["X-Content-Type-Options"] == "nosniff"
    assert taken.headers["Content-Type"] == "application/pdf"
    assert taken.headers["Cache-Control"] == "private, no-store"
    again = client.post(
        reverse("contracts:version_add", args=[contract.slug, document.pk]),
        {"file": SimpleUploadedFile("encore.pdf", PDF)}, follow=True,
    )  # fmt: skip
    assert "déjà la version 1" in again.content.decode()


def test_a_refused_deposit_keeps_what_was_typed(contract: Any, referent: Any) -> None:
    answer = signed_in(referent).post(
        reverse("contracts:document_add", args=[contract.slug]),
        posted("annexe.pdf", b"bonjour", valid_until="31/12/2026"),
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Annexe 1", "31/12/2026", "c’est un texte", "Choisissez de nouveau le fichier"):
        assert words in page


@pytest.fixture
def reserved(contract: Any, referent: Any) -> Any:
    with for_contract(contract.pk):
        head = DocumentHead("other", "Avis du conseil", audience="client")
        return deposit(contract, referent, head=head, name="avis.pdf").version.document


def test_a_reserved_document_does_not_exist_for_the_provider(
    contract: Any, reserved: Any, referent: Any, make_user: Any
) -> None:
    with for_contract(contract.pk):
        Clause.objects.create(
            contract=contract, code="art. 1", theme="other", position=1, document=reserved, page=2
        )
    client, ours = signed_in(make_user("provider", contract)), signed_in(referent)
    addresses = [
        reverse("contracts:document", args=[contract.slug, reserved.pk]),
        reverse("contracts:version_file", args=[contract.slug, reserved.pk, 1]),
    ]
    for address in addresses:
        assert client.get(address).status_code == 404
        answer = ours.get(address)
        assert answer.status_code == 200
        assert not answer.streaming or answer.getvalue() == PDF
    for name in ("documents", "clauses"):
        address = reverse(f"contracts:{name}", args=[contract.slug])
        for query in ("", "?export=csv", "?export=xlsx"):
            assert b"Avis du conseil" not in client.get(address + query).content
        assert "Avis du conseil" in ours.get(f"{address}?export=csv").content.decode()
    sent = client.post(
        reverse("contracts:version_add", args=[contract.slug, reserved.pk]),
        {"file": SimpleUploadedFile("a.pdf", PDF)},
    )
    assert sent.status_code == 404
    hidden = client.post(reverse("contracts:document_add", args=[contract.slug]), posted(kind="contract"))
    assert hidden.status_code == 422
    journal = reverse("contract_journal", args=[contract.slug])
    assert "Avis du conseil" not in client.get(journal).content.decode()
    assert "Avis du conseil" in ours.get(journal).content.decode()


def test_readers_read_and_do_not_deposit(contract: Any, reserved: Any, make_user: Any) -> None:
    for role in ("executive", "reader"):
        client = signed_in(make_user(role, contract))
        page = client.get(reverse("contracts:documents", args=[contract.slug])).content.decode()
        assert "Avis du conseil" in page
        assert "Déposer un document" not in page
        sent = client.post(reverse("contracts:document_add", args=[contract.slug]), posted())
        assert sent.status_code == 403


def test_another_contract_s_document_is_not_found(
    contract: Any, reserved: Any, make_contract: Any, make_user: Any
) -> None:
    other = make_contract(reference="USI-2023-11", client="Client B", provider="Prestataire B")
    client = signed_in(make_user("referent", other, email="ailleurs@exemple.fr"))
    for slug in (contract.slug, other.slug):
        answer = client.get(reverse("contracts:version_file", args=[slug, reserved.pk, 1]))
        assert answer.status_code == 404


def test_a_lost_file_is_not_found(contract: Any, reserved: Any, referent: Any) -> None:
    for path in stored_files():
        path.unlink()
    answer = signed_in(referent).get(reverse("contracts:version_file", args=[contract.slug, reserved.pk, 1]))
    assert answer.status_code == 404


def test_pages_read_little_with_many_rows(
    contract: Any, referent: Any, django_assert_max_num_queries: Any
) -> None:
    with for_contract(contract.pk):
        for rank in range(40):
            document = ContractDocument.objects.create(
                contract=contract, code=f"d{rank}", kind="annex", title=f"Annexe {rank}",
                valid_until=timezone.localdate() + timedelta(days=rank - 20),
            )  # fmt: skip
            Clause.objects.create(
                contract=contract, code=f"art. {rank}", theme="other", position=rank, document=document
            )
            DocumentVersion.objects.create(
                contract=contract, document=document, number=1, name="a.pdf", storage_name=str(rank), size=1,
                sha256=str(rank), media_type="application/pdf", uploaded_by=referent, uploaded_side="client",
                uploaded_at=datetime(2026, 4, 1, tzinfo=timezone.get_default_timezone()),
            )  # fmt: skip
    client = signed_in(referent)
    for name, args in (("documents", []), ("clauses", []), ("document", [document.pk])):
        with django_assert_max_num_queries(25):
            page = client.get(reverse(f"contracts:{name}", args=[contract.slug, *args]))
        assert page.status_code == 200
    assert "40 documents, 20 expirés" in page_text(client, contract)


def page_text(client: Client, contract: Any) -> str:
    page = client.get(reverse("contracts:documents", args=[contract.slug])).content.decode()
    return page.replace("\u00a0", " ").replace("\u202f", " ")


# ---- Leaving ----


def test_stored_versions_leave_with_the_client(scope: Any, referent: Any) -> None:
    document = deposit(scope, referent).version.document
    add_version(document=document, name="suite.pdf", content=io.BytesIO(OTHER_PDF), signer=signer(referent))
    with exit_archive(scope) as content, zipfile.ZipFile(content) as archive:
        kept = {name: archive.read(name) for name in archive.namelist() if "documentversion/" in name}
        manifest = archive.read("manifeste.json").decode()
    assert sorted(kept.values()) == sorted([PDF, OTHER_PDF])
    for name, content_ in kept.items():
        assert f'"{name}": "{hashlib.sha256(content_).hexdigest()}"' in manifest
