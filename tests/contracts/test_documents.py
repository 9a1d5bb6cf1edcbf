"""Documents lived: deposited by each side, version after version, hidden when reserved, taken away whole."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from contracts.models import Clause, ContractDocument, DocumentVersion, RegisterEntry
from contracts.services.documents import DocumentHead, DocumentRefused, add_version
from contracts.services.kept_files import FileRefused
from core.scope import Side, for_contract, unscoped
from infogerance.services.exit_file import exit_archive
from journal.models import JournalEntry
from tests.contracts.files import ACCEPTED, DOCX, OTHER_PDF, PDF, deposit, signer, stored_files, zipped

pytestmark = pytest.mark.django_db


@pytest.fixture
def referent(contract: Any, make_user: Any) -> Any:
    return make_user("referent", contract)


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
    with pytest.raises(FileRefused, match=words):
        deposit(scope, referent, content, name=name)
    assert stored_files() == []
    assert not ContractDocument.objects.exists()


def test_a_file_too_heavy_is_refused(scope: Any, referent: Any, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 10
    with pytest.raises(FileRefused, match="trop lourd"):
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
