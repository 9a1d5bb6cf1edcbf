"""The demonstration contract, three months delivered and computed, kept aside to be put back before each test."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from core import jobs
from core.engine.months import Month
from core.models import Job
from core.scope import for_contract, unscoped
from governance.models import Committee, Decision, Pack
from infogerance.contract_file import load_contract
from infogerance.demo.generator import MonthFiles, generate
from infogerance.demo.loading import FOLDER, deposit_month, process
from infogerance.demo.people import PEOPLE, Person, create_people
from infogerance.demo.worlds import CLOUD, OFFICE
from slas.models import CommitmentMonth, TicketVerdict
from tests.browser.conftest import PASSWORD

MONTHS = 3
NEXT = Month.parse("2026-04")
MONTH = NEXT.shift(-1)
PRINTED = (Pack.Variant.CLIENT, Pack.Variant.SHARED)


@dataclass(frozen=True)
class DemoWorld:
    """What the paths need to know of the contract; `files` are those of the month to deposit next."""

    slug: str
    contract_id: int
    missed: str
    missed_name: str
    late_ticket: str
    committee: str
    decision: int
    job: str
    files: MonthFiles

    @property
    def base(self) -> str:
        return f"/contrats/{self.slug}/"

    def person(self, role: str) -> Person:
        return next(person for person in PEOPLE if person.role == role)

    def work(self) -> None:
        """Do the reading that waits, as the worker would."""
        with for_contract(self.contract_id):
            waiting = list(Job.objects.filter(kind="delivery", state=Job.State.QUEUED).order_by("created_at"))
        for job in waiting:
            jobs.run(job.pk)


@dataclass(frozen=True)
class Snapshot:
    """The database and the files of the world, put back as they were."""

    world: DemoWorld
    memory: sqlite3.Connection
    files: Path

    def put_back(self, folder: Path) -> DemoWorld:
        connection.ensure_connection()
        self.memory.backup(connection.connection)
        shutil.copytree(self.files, folder, dirs_exist_ok=True)
        return self.world


def storage_in(folder: Path) -> dict[str, Any]:
    """Settings that keep files in a folder and hash passwords fast."""
    backend = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": folder},
    }
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    return {
        "PRIVATE_STORAGE_ROOT": folder,
        "STORAGES": {"default": backend, "staticfiles": static},
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    }


def take_snapshot(folder: Path) -> Snapshot:
    """Build the world in the test database, keep a copy of it, and leave the database empty."""
    with override_settings(**storage_in(folder)):
        world = build()
    memory = sqlite3.connect(":memory:", check_same_thread=False)
    connection.connection.backup(memory)
    call_command("flush", interactive=False, verbosity=0)
    return Snapshot(world, memory, folder)


def build() -> DemoWorld:
    contracts = {
        one.reference: load_contract((FOLDER / one.file).read_bytes(), is_demo=True).contract
        for one in (OFFICE, CLOUD)
    }
    create_people(contracts=contracts, password=PASSWORD)
    contract = contracts[OFFICE.reference]
    series = generate(OFFICE, NEXT).deliveries
    deposits = [deposit_month(contract=contract, files=files) for files in series[-1 - MONTHS : -1]]
    assert process(deposits) == []
    with for_contract(contract.pk):
        print_packs()
        return describe(contract, series[-1])


def print_packs() -> None:
    """The two copies of the last committee's pack."""
    for job in Job.objects.filter(kind="pack").order_by("created_at"):
        if job.payload["variant"] not in PRINTED:
            Job.objects.filter(pk=job.pk).delete()
    with unscoped("tests do the worker's part"):
        for job in Job.objects.filter(kind="pack").order_by("created_at"):
            done = jobs.run(job.pk)
            assert done is not None
            assert done.state == Job.State.DONE, done.error


def describe(contract: Any, files: MonthFiles) -> DemoWorld:
    missed = CommitmentMonth.objects.filter(
        contract=contract, month=MONTH, verdict="breached", commitment__kind="resolution"
    ).select_related("commitment")[0]
    late = TicketVerdict.objects.filter(
        commitment=missed.commitment, month=MONTH, state="breached"
    ).select_related("ticket")[0]
    committee = Committee.objects.get(contract=contract, month=MONTH)
    return DemoWorld(
        slug=contract.slug,
        contract_id=contract.pk,
        missed=missed.commitment.code,
        missed_name=missed.commitment.name,
        late_ticket=late.ticket.reference,
        committee=committee.slug,
        decision=Decision.objects.filter(committee=committee, audience="both").order_by("number")[0].pk,
        job=str(Job.objects.filter(contract=contract, kind="delivery")[0].pk),
        files=files,
    )
