"""Pages of documents and clauses, as each role reads them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contracts.models import Clause, ContractDocument, DocumentVersion
from contracts.selectors.lifetime import local_today
from contracts.services.documents import DocumentHead
from core.scope import for_contract
from tests.contracts.files import PDF, deposit, stored_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def referent(contract: Any, make_user: Any) -> Any:
    return make_user("referent", contract)


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


def test_dates_that_cross_are_refused_at_the_date(contract: Any, referent: Any) -> None:
    crossed = posted("annexe.pdf", b"bonjour", dated_on="01/02/2026", valid_until="01/01/2026")
    answer = signed_in(referent).post(reverse("contracts:document_add", args=[contract.slug]), crossed)
    assert list(answer.context["form"].errors) == ["valid_until"]


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
                valid_until=local_today(contract) + timedelta(days=rank - 20),
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
