"""The file that shows a proof: kept as received, read by whom the proof is for, let go with its line, taken away at the exit."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from contracts.models import Contract
from core.days import portal_today
from core.scope import for_contract
from infogerance.services.exit_file import exit_archive
from journal.models import JournalEntry
from reversibility.models import Drill, DrillFile, ExitProofFile
from reversibility.services.drills import load_drills
from tests.contracts.files import OTHER_PDF, PDF, stored_files

TODAY = portal_today()
DIGEST = hashlib.sha256(PDF).hexdigest()


@pytest.fixture
def people(contract: Contract, make_user: Any) -> dict[str, Client]:
    found = {}
    for role in ("referent", "reader", "provider"):
        found[role] = Client()
        found[role].force_login(make_user(role, contract))
    return found


@pytest.fixture
def plan(contract: Contract, people: dict[str, Client]) -> Contract:
    assert post(people["referent"], contract, "plan_create").status_code == 302
    return contract


def url(contract: Contract, page: str, *args: object) -> str:
    return reverse(f"reversibility:{page}", args=[contract.slug, *args])


def post(client: Client, contract: Contract, page: str, *args: object, **given: object) -> Any:
    return client.post(url(contract, page, *args), given)


def sent(content: bytes = PDF, name: str = "pv.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def drill(**more: object) -> dict[str, object]:
    done = {"done_on": str(TODAY), "result": "partial"}
    return {"kind": "restore", "system": "ERP", "planned_on": str(TODAY), **done, **more}


def test_the_client_s_proof_and_its_file_are_the_client_s_alone(
    plan: Contract, people: dict[str, Client]
) -> None:
    given = {"what": "PV du coffre", "dated": str(TODAY), "file": sent()}
    assert post(people["referent"], plan, "item_proof", 15, **given).status_code == 302
    page = people["reader"].get(url(plan, "item", 15)).content.decode()
    assert "pv.pdf" in page
    assert DIGEST in page
    taken = people["reader"].get(url(plan, "proof_file", 15, 1))
    assert taken.getvalue() == PDF
    assert taken.headers["Content-Disposition"] == 'attachment; filename="pv.pdf"'
    assert people["provider"].get(url(plan, "proof_file", 15, 1)).status_code == 403
    assert people["provider"].get(url(plan, "request_file", 1, 1)).status_code == 404
    with for_contract(plan.pk):
        entry = JournalEntry.objects.get(action="exit.proof_recorded")
        assert (entry.details["sha256"], entry.details["size"]) == (DIGEST, str(len(PDF)))
        with exit_archive(plan) as kept, zipfile.ZipFile(io.BytesIO(kept.read())) as archive:
            files = [name for name in archive.namelist() if name.startswith("documents/")]
            assert [archive.read(name) for name in files] == [PDF]


def test_what_the_provider_declares_is_read_by_both(plan: Contract, people: dict[str, Client]) -> None:
    post(people["referent"], plan, "item_ask", 15)
    given = {"what": "PV du coffre", "dated": str(TODAY), "file": sent()}
    assert post(people["provider"], plan, "request_declare", 1, **given).status_code == 302
    for client, page, number in (
        (people["provider"], "request_file", 1),
        (people["referent"], "request_file", 1),
        (people["referent"], "proof_file", 15),
    ):
        assert client.get(url(plan, page, number, 1)).getvalue() == PDF
    assert "pv.pdf" in people["provider"].get(url(plan, "request", 1)).content.decode()


def test_a_refused_file_keeps_what_was_typed_and_writes_nothing(
    plan: Contract, people: dict[str, Client]
) -> None:
    given = {"what": "PV du coffre", "dated": str(TODAY), "file": sent(b"bonjour")}
    answer = post(people["referent"], plan, "item_proof", 15, **given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "c’est un texte" in page
    assert 'value="PV du coffre"' in page
    assert stored_files() == []
    with for_contract(plan.pk):
        assert ExitProofFile.objects.count() == 0
        assert JournalEntry.objects.filter(action="exit.proof_recorded").count() == 0


def test_a_refused_act_lets_its_file_go(plan: Contract, people: dict[str, Client]) -> None:
    given = {"what": "PV", "dated": "01/01/2090", "file": sent()}
    assert post(people["referent"], plan, "item_proof", 15, **given).status_code == 422
    assert stored_files() == []


def test_reports_of_an_exercise_stand_side_by_side_and_once_each(
    plan: Contract, people: dict[str, Client]
) -> None:
    referent = people["referent"]
    assert post(referent, plan, "drill_add", **drill(file=sent())).status_code == 302
    for content in (PDF, OTHER_PDF):
        assert post(referent, plan, "drill_edit", 1, **drill(file=sent(content))).status_code == 302
    assert [referent.get(url(plan, "drill_file", 1, rank)).getvalue() for rank in (1, 2)] == [PDF, OTHER_PDF]
    assert people["provider"].get(url(plan, "drill_file", 1, 1)).status_code == 403
    assert len(stored_files()) == 2
    early = post(referent, plan, "drill_edit", 1, **drill(done_on="", result="", file=sent(name="b.pdf")))
    assert "donnez le jour de l’exercice" in early.content.decode()


@pytest.mark.django_db(transaction=True)
def test_an_exercise_that_the_file_drops_leaves_no_bytes(contract: Contract, make_user: Any) -> None:
    client = Client()
    client.force_login(make_user("referent", contract))
    assert post(client, contract, "drill_add", **drill(file=sent())).status_code == 302
    assert len(stored_files()) == 1
    with for_contract(contract.pk):
        load_drills(contract=contract, lines=[])
        assert Drill.objects.count() == 0
    assert stored_files() == []


def test_a_joined_file_is_never_rewritten(plan: Contract, people: dict[str, Client]) -> None:
    post(people["referent"], plan, "item_proof", 15, what="PV", dated=str(TODAY), file=sent())
    post(people["referent"], plan, "drill_add", **drill(file=sent()))
    with for_contract(plan.pk):
        for model in (ExitProofFile, DrillFile):
            with pytest.raises(DatabaseError, match="reste tel quel"), transaction.atomic():
                model.objects.update(sha256="0" * 64)
        kept = ExitProofFile.objects.get()
        kept.delete()
        kept.pk, kept.audience = None, "both"
        with pytest.raises(DatabaseError, match="même diffusion"), transaction.atomic():
            kept.save(force_insert=True)
