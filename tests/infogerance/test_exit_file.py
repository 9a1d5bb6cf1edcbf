"""The exit file: everything the client may take, nothing else, the same bytes for the same data."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.engine.months import Month
from core.scope import for_contract, unscoped
from core.storage import private_path
from governance.models import Pack
from infogerance.contract_file import export_contract, load_contract
from infogerance.services.exit_file import exit_archive
from infogerance.services.exit_tables import columns_of, exit_models
from reports.models import Delivery, DeliveryFile
from tests.house.steering_world import FILE
from tests.house.world import furnish
from tests.restoring import loaded

DEMO = Path(__file__).parents[2] / "infogerance" / "demo"
NOW = datetime(2026, 4, 10, 8, tzinfo=UTC)


@pytest.fixture
def furnished(contract: Any) -> Any:
    furnish(contract)
    return contract


def taken(contract: Any) -> bytes:
    with for_contract(contract.pk), exit_archive(contract) as archive:
        return archive.read()


def opened(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content))


def table(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    text = archive.read(name).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def rewritten(content: bytes, name: str, after: bytes) -> bytes:
    """The archive with one member changed, its manifest as it was."""
    target = io.BytesIO()
    with opened(content) as before, zipfile.ZipFile(target, "w") as made:
        for member in before.namelist():
            made.writestr(member, after if member == name else before.read(member))
    return target.getvalue()


def test_everything_of_the_contract_is_in_it(furnished: Any) -> None:
    archive = opened(taken(furnished))
    assert archive.read("contrat.toml").decode() == export_contract(furnished)
    tickets = table(archive, "tables/reports.ticket.csv")
    assert [row["reference"] for row in tickets] == ["INC001"]
    assert tickets[0]["opened_at"] == "2026-03-02T10:00:00+01:00"
    decision = table(archive, "tables/governance.decision.csv")[0]
    assert (decision["committee"], decision["question"]) == ("copil-2026-04-16", "Faut-il ?")
    assert table(archive, "tables/reversibility.exitdeliverable.csv")[0]["name"] == "Plan de réversibilité"
    assert json.loads(archive.read("mois/2026-03-r1/acte.json"))["revision"] == 1
    assert archive.read("mois/2026-03-r1/penalites.json") == b"{}"
    assert b"walk" in archive.read("documents/reports.deliveryfile/" + _only(archive, "reports.deliveryfile"))


def test_the_web_page_of_a_pack_leaves_beside_its_pdf(furnished: Any) -> None:
    archive = opened(taken(furnished))
    found = {
        row["chemin"]: row for row in table(archive, "documents.csv") if row["table"] == "governance.pack"
    }
    pages = [name for name in found if name.endswith("-pack.html")]
    assert [archive.read(name) for name in pages] == [b"walk"]
    assert found[pages[0]]["sha256"] == sha256(b"walk").hexdigest()
    with for_contract(furnished.pk):
        private_path(Pack.objects.exclude(twin_name="").get().twin_name).unlink()
    lost = opened(taken(furnished))
    assert pages[0] not in lost.namelist()
    assert {row["chemin"]: row["present"] for row in table(lost, "documents.csv")}[pages[0]] == "non"


def test_no_column_leads_to_a_table_that_stays(furnished: Any) -> None:
    archive = opened(taken(furnished))
    assert "job" not in table(archive, "tables/reports.delivery.csv")[0]
    names = set(archive.namelist())
    for row in table(archive, "champs.csv"):
        model, _, _ = row["nature"].rpartition(".")
        assert not model or model == "accounts.user" or f"tables/{model}.csv" in names, row


def _only(archive: zipfile.ZipFile, kind: str) -> str:
    found = [name for name in archive.namelist() if name.startswith(f"documents/{kind}/")]
    assert len(found) == 1
    return Path(found[0]).name


@pytest.mark.django_db
def test_the_archived_contract_can_be_loaded_again() -> None:
    contract = loaded((DEMO / "inf-2024-07.toml").read_bytes())
    report = load_contract(opened(taken(contract)).read("contrat.toml"))
    assert not report.total.changed


def test_the_journal_leaves_whole(furnished: Any) -> None:
    from journal.services import record

    with for_contract(furnished.pk):
        record(contract_id=furnished.pk, action="signal.answered", subject="K01", details={"answer": "vu"})
    lines = opened(taken(furnished)).read("journal.jsonl").decode().splitlines()
    assert json.loads(lines[-1])["details"] == {"answer": "vu"}
    assert [json.loads(line)["sequence"] for line in lines] == list(range(1, len(lines) + 1))


def test_every_table_has_its_columns_in_french(furnished: Any) -> None:
    archive = opened(taken(furnished))
    told = {(row["table"], row["colonne"]) for row in table(archive, "champs.csv")}
    for name in archive.namelist():
        if name.startswith("tables/"):
            head = archive.read(name).decode("utf-8-sig").splitlines()[0]
            assert {(name, column.strip('"')) for column in head.split(";")} <= told
    assert all(row["libelle"] for row in table(archive, "champs.csv"))


def test_the_same_data_gives_the_same_bytes(furnished: Any) -> None:
    assert taken(furnished) == taken(furnished)


def test_a_file_that_the_storage_lost_is_named(furnished: Any) -> None:
    with for_contract(furnished.pk):
        private_path(DeliveryFile.objects.get().storage_name).unlink()
    index = {row["table"]: row["present"] for row in table(opened(taken(furnished)), "documents.csv")}
    assert index["reports.deliveryfile"] == "non"


class TestWhatStaysOut:
    def test_no_internal_name_nor_secret_has_a_column(self) -> None:
        names = {column.name for model in exit_models() for column in columns_of(model)}
        assert not names & {"storage_name", "form_key", "contract"}
        assert not [name for name in names if "token" in name or "secret" in name or "password" in name]

    def test_the_providers_draft_stays_with_the_provider(self, furnished: Any) -> None:
        with unscoped("tests build their world"):
            draft = Delivery.objects.create(
                contract=furnished, month=Month.parse("2026-04"), version=1, digest="d" * 64, received_at=NOW,
                side="provider", is_draft=True, state="draft",
            )  # fmt: skip
            DeliveryFile.objects.create(
                contract=furnished, delivery=draft, kind="tickets", name="brouillon-secret.csv",
                **FILE | {"storage_name": "1" * 32},
            )  # fmt: skip
        content = taken(furnished)
        archive = opened(content)
        assert [row["month"] for row in table(archive, "tables/reports.delivery.csv")] == ["2026-03"]
        assert not [name for name in archive.namelist() if "brouillon" in name]
        assert b"brouillon" not in archive.read("documents.csv")

    def test_another_contract_leaves_no_trace(self, furnished: Any, make_contract: Any) -> None:
        other = make_contract("USI-2023-11", "Client B", "Prestataire B")
        content = opened(taken(furnished))
        assert all(other.reference.encode() not in content.read(name) for name in content.namelist())


def test_the_check_names_what_was_changed(furnished: Any, tmp_path: Path) -> None:
    content, path = taken(furnished), tmp_path / "sortie.zip"
    path.write_bytes(content)
    call_command("exit_file", "--check", str(path), stdout=io.StringIO())
    name = "tables/reports.ticket.csv"
    path.write_bytes(rewritten(content, name, opened(content).read(name).replace(b"INC001", b"INC002")))
    with pytest.raises(CommandError, match=name) as refused:
        call_command("exit_file", "--check", str(path), stdout=io.StringIO())
    assert refused.value.returncode == 1


def test_a_document_that_is_not_the_one_indexed_is_found(furnished: Any, tmp_path: Path) -> None:
    path = tmp_path / "sortie.zip"
    path.write_bytes(taken(furnished))
    with for_contract(furnished.pk):
        stored = DeliveryFile.objects.get()
        DeliveryFile.objects.filter(pk=stored.pk).update(sha256="f" * 64)
    path.write_bytes(taken(furnished))
    with pytest.raises(CommandError, match=r"documents/reports\.deliveryfile"):
        call_command("exit_file", "--check", str(path), stdout=io.StringIO())


@pytest.mark.parametrize("content", [b"", b"PK nothing", b"plain"])
def test_what_is_no_exit_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "autre.zip"
    path.write_bytes(content)
    for wrong in (path, tmp_path / "absent.zip"):
        with pytest.raises(CommandError, match="pas un dossier de sortie lisible") as refused:
            call_command("exit_file", "--check", str(wrong))
        assert refused.value.returncode == 3


def test_the_command_writes_what_it_says(furnished: Any, tmp_path: Path) -> None:
    path, out = tmp_path / "sortie.zip", io.StringIO()
    call_command("exit_file", furnished.reference, "--out", str(path), "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert (found["contract"], found["size"]) == (furnished.reference, path.stat().st_size)
    assert path.read_bytes() == taken(furnished)
    assert list(tmp_path.glob("*.part")) == []


def test_the_command_says_why_it_cannot_write(furnished: Any, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Impossible d’écrire") as refused:
        call_command("exit_file", furnished.reference, "--out", str(tmp_path / "nulle-part" / "f.zip"))
    assert refused.value.returncode == 4
    with pytest.raises(CommandError, match="Nommez le contrat") as refused:
        call_command("exit_file", "--out", str(tmp_path / "f.zip"))
    assert refused.value.returncode == 2


def test_questions_do_not_grow_with_the_rows(furnished: Any) -> None:
    from reports.models import Ticket

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            taken(furnished)
        return len(queries)

    before = asked()
    with for_contract(furnished.pk):
        model = Ticket.objects.get()
        rows = [
            Ticket(
                contract=furnished, reference=f"T{rank}", type="incident", status="closed", opened_at=NOW,
                first_delivery=model.first_delivery, last_delivery=model.last_delivery,
            )
            for rank in range(30)
        ]  # fmt: skip
        Ticket.objects.bulk_create(rows)
    assert asked() == before
