"""The archive of a closed month: the same bytes, checked elsewhere, and no byte of it changes unseen."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from contracts.models import Contract
from core.archive import write_archive
from core.engine.months import Month
from core.scope import Side, for_contract
from slas.services.closing.acts import close_month
from slas.services.closing.evidence import ArchiveUnreadable, check_archive, evidence_members
from tests.slas.closable import closable

MARCH = Month(2026, 3)


@pytest.fixture
def closed(world):
    contract = closable(world)
    return close_month(contract=contract, month=MARCH, reason="Écart accepté en comité.")


def archive(snapshot, side=Side.CLIENT) -> bytes:
    with for_contract(snapshot.contract_id, side):
        target = io.BytesIO()
        write_archive(target, evidence_members(snapshot.contract, snapshot))
    return target.getvalue()


def elsewhere(snapshot) -> None:
    """An installation that has never seen the contract."""
    from core import guards
    from reports.models import Ticket
    from slas.models import Commitment

    with guards.lifted():
        Ticket.objects.all().delete()
        Commitment.objects.all().delete()
        snapshot.contract.delete()


def rewritten(content: bytes, name: str, change) -> bytes:
    """The archive with one member changed and its manifest mended, as a forger would."""
    import hashlib

    with zipfile.ZipFile(io.BytesIO(content)) as source:
        members = {member: source.read(member) for member in source.namelist()}
    members[name] = change(members[name])
    manifest = json.loads(members["manifeste.json"])
    manifest[name] = hashlib.sha256(members[name]).hexdigest()
    members["manifeste.json"] = json.dumps(manifest).encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for member, data in members.items():
            made.writestr(member, data)
    return target.getvalue()


def test_the_provider_reads_nothing_that_the_client_set_for_itself(world):
    contract = closable(world)
    Contract.objects.update(yearly_budget="242424.42", reminder_days=[171, 13], posting_margin_days=19)
    snapshot = close_month(contract=contract, month=MARCH, reason="Écart accepté en comité.")
    with zipfile.ZipFile(io.BytesIO(archive(snapshot, Side.PROVIDER))) as kept:
        assert "penalites.json" not in kept.namelist()
        told = b"".join(map(kept.read, kept.namelist())).decode("utf-8", "replace")
    for name in (*Contract.CLIENT_COLUMNS, "242424.42", "[171,13]", "[171, 13]"):
        assert name not in told, name


def test_the_archive_is_checked_where_the_contract_is_unknown(closed, tmp_path):
    content = archive(closed)
    assert archive(closed) == content
    path = tmp_path / "preuves.zip"
    path.write_bytes(content)
    elsewhere(closed)
    act, fault = check_archive(path)
    assert fault is None, fault.words
    assert (act["month"], act["revision"]) == ("2026-03", 1)


def test_the_provider_has_the_facts_and_not_the_amounts(closed, tmp_path):
    path = tmp_path / "preuves.zip"
    path.write_bytes(archive(closed, Side.PROVIDER))
    with zipfile.ZipFile(path) as found:
        assert "penalites.json" not in found.namelist()
        assert all(b"penalty_gross" not in found.read(name) for name in found.namelist())
    assert check_archive(path)[1] is None


FORGERIES = {
    "contenu.json": (b'"met":12', b'"met":13'),
    "acte.json": ("Écart".encode(), b"Accord"),
    "journal.jsonl": (b'"tickets":', b'"tickets":1'),
    "verdicts.csv": (b"breached", b"met"),
    "originaux/2026-03-v1/1-tickets.csv": (b"25/03/2026", b"05/03/2026"),
    "penalites.json": (b'"due_this_year":"0', b'"due_this_year":"9'),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_member_is_named(closed, tmp_path, name):
    content = archive(closed)
    before, after = FORGERIES[name]
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        assert before in found.read(name)
    forged = rewritten(content, name, lambda data: data.replace(before, after, 1))
    path = tmp_path / "preuves.zip"
    path.write_bytes(forged)
    _, fault = check_archive(path)
    assert fault is not None


def test_what_is_no_archive_is_said(tmp_path):
    path = tmp_path / "preuves.zip"
    path.write_bytes(b"PK not a zip")
    with pytest.raises(ArchiveUnreadable):
        check_archive(path)
