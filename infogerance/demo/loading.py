"""Loading the demonstration: contracts, people, then fifteen months of deposits in order."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from accounts.models import User
from contracts.models import Contract
from core import jobs
from core.engine.months import Month
from core.models import Job
from core.scope import for_contract, unscoped
from infogerance.contract_file import load_contract
from infogerance.demo.billing import bill
from infogerance.demo.generator import SEED, MonthFiles, Series, generate
from infogerance.demo.inventory import receive_demo_inventory
from infogerance.demo.papers import hand_over_papers
from infogerance.demo.people import REFERENT, create_people
from infogerance.demo.steering import steer
from infogerance.demo.surveys import hold_surveys
from infogerance.demo.uptime import ZONE
from infogerance.demo.work_units import book_work_units
from infogerance.demo.worlds import OFFICE, WORLDS
from reports.models import Delivery, DeliveryFile
from reports.selectors import current_delivery
from reports.services import IncomingFile, deposit
from slas.services.verdicts import closed_months

FOLDER = Path(__file__).parent
WAIT_SECONDS = 0.5
END = Month(2026, 12)
"""The last month that both contract files cover: later on, the demonstration stays there."""


class DemoRefused(Exception):
    """The demonstration cannot be loaded as asked; the message is in French, with what to do."""


@dataclass(frozen=True)
class Deposited:
    """One delivery of the demonstration."""

    contract: Contract
    month: Month
    delivery: Delivery
    new: bool


@dataclass(frozen=True)
class Demo:
    """What is in place, and whether this run changed anything."""

    contracts: dict[str, Contract]
    deposits: list[Deposited]
    changed: bool


def last_month(now: datetime) -> Month:
    """The last month that is over, seen from the contracts' zone."""
    return Month.of(now.astimezone(ZoneInfo(ZONE)).date()).shift(-1)


def delivered_until() -> Month | None:
    """The last month of a demonstration that is already there."""
    with unscoped("the demonstration looks for its own deliveries"):
        return (
            Delivery.objects.filter(contract__is_demo=True, contract__reference=OFFICE.reference)
            .order_by("-month")
            .values_list("month", flat=True)
            .first()
        )


def load_demo(*, until: Month | None, now: datetime, password: str | None, seed: int = SEED) -> Demo:
    """Put the demonstration in place; what is there already stays as it is.

    Raises DemoRefused when one that ends in another month is there.
    """
    present = delivered_until()
    if present and until and present != until:
        raise DemoRefused(
            f"La démonstration est déjà là, jusqu’en {present}. Relancez sans --until, ou dans une base vide."
        )
    day = now.astimezone(ZoneInfo(ZONE)).date()
    last = present or until or min(last_month(now), END)
    contracts, changed = load_contracts()
    changed |= create_people(contracts=contracts, password=password) > 0
    changed |= book_work_units(contracts=contracts, until=last, today=day)
    changed |= bill(contract=contracts[OFFICE.reference], until=last, actor=User.objects.get(email=REFERENT))
    changed |= hold_surveys(contracts=contracts, until=last, today=day)
    changed |= receive_demo_inventory(contract=contracts[OFFICE.reference])
    changed |= hand_over_papers(contract=contracts[OFFICE.reference], today=day)
    changed |= steer(contract=contracts[OFFICE.reference], today=day)
    series = [generate(world, last, seed) for world in WORLDS]
    deposits = deposit_all(contracts=contracts, series=series)
    return Demo(contracts, deposits, changed or any(made.new for made in deposits))


def load_contracts() -> tuple[dict[str, Contract], bool]:
    """The two contracts by reference, as their files say them, and whether that changed anything."""
    reports = {
        world.reference: load_contract((FOLDER / world.file).read_bytes(), is_demo=True) for world in WORLDS
    }
    changed = any(report.total.changed for report in reports.values())
    return {reference: report.contract for reference, report in reports.items()}, changed


def deposit_all(*, contracts: dict[str, Contract], series: list[Series]) -> list[Deposited]:
    """Deposit month after month, the contracts in turn: their work is queued in that order."""
    deposits = []
    for rank in range(len(series[0].deliveries)):
        for one in series:
            deposits.append(
                deposit_month(contract=contracts[one.world.reference], files=one.deliveries[rank])
            )
    return deposits


@transaction.atomic
def deposit_month(*, contract: Contract, files: MonthFiles) -> Deposited:
    """Deposit the files of one month, received when the series says; a closed month keeps what it was closed on."""
    with for_contract(contract.pk):
        kept = current_delivery(contract, files.month) if files.month in closed_months(contract) else None
        if kept is not None:
            return Deposited(contract, files.month, kept, new=False)
        before = set(
            Delivery.objects.filter(contract=contract, month=files.month).values_list("pk", flat=True)
        )
        delivery = deposit(
            contract=contract,
            month=files.month,
            files=[
                IncomingFile(kind=DeliveryFile.Kind(kind), name=name, content=content)
                for kind, (name, content) in files.files.items()
            ],
        )
        new = delivery.pk not in before
        if new:
            # The series tells the past: its reports came in when they were due, not today.
            Delivery.objects.filter(pk=delivery.pk).update(received_at=files.received_at)
    return Deposited(contract, files.month, delivery, new)


def process(deposits: list[Deposited], told: Callable[[int, Deposited], None] | None = None) -> list[str]:
    """Do the waiting work of the deposits here and now, in order; returns the errors, in French.

    `told` hears the rank of each deposit before its turn.
    """
    errors = []
    for rank, made in enumerate(deposits):
        if told is not None:
            told(rank, made)
        with for_contract(made.contract.pk):
            made.delivery.refresh_from_db()
            job_id = made.delivery.job_id
        if job_id and (error := _run(job_id)):
            errors.append(f"{made.contract.reference}, {made.month} : {error}")
    return errors


def recompute(contracts: Iterable[Contract]) -> list[str]:
    """Do here and now what the exchanges left to compute or to ask again; returns the errors, in French."""
    errors = []
    for contract in contracts:
        with for_contract(contract.pk):
            waiting = Job.objects.filter(
                contract=contract, kind__in=("month", "penalty", "indicators"), state=Job.State.QUEUED
            )
            ids = list(waiting.order_by("created_at").values_list("pk", flat=True))
        errors += [f"{contract.reference} : {error}" for one in ids if (error := _run(one))]
    return errors


def _run(job_id: UUID) -> str:
    """Do a job; what went wrong, in French, or nothing."""
    job = jobs.run(job_id) or _awaited(job_id)
    if job.state == Job.State.DONE:
        return ""
    return job.error or job.get_state_display()


def _awaited(job_id: UUID) -> Job:
    """A job that another worker took, once it is over or as it stands after the time a lease is given."""
    until = time.monotonic() + settings.JOB_LEASE_SECONDS
    while True:
        with unscoped("the demonstration waits for its own jobs"):
            job = Job.objects.get(pk=job_id)
        if job.is_over or time.monotonic() > until:
            return job
        time.sleep(WAIT_SECONDS)
