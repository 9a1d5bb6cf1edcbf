"""The path of one month: deposit → parse → reconcile → judge → penalise → indicators → draft pack.

Each step is one service call, idempotent, in its own transaction; the first failure stops the rest and leaves
a state that a person can read.
"""

from __future__ import annotations

from typing import Any

from contracts.models import Contract
from core import jobs
from core.engine.months import Month
from core.models import Job
from governance import services as governance
from governance.models import Committee
from governance.selectors.committees import own_variants
from kpis import services as kpis
from reports import services as reports
from reports.models import Delivery
from reports.selectors import delivered_months
from slas import services as slas
from slas.models import MonthRecord, MonthSnapshot
from slas.selectors.settlements import stale_among
from slas.services.closing.notices import mail_closing


def process_delivery(job: Job) -> dict[str, Any]:
    """Read the delivery, then compute every month whose facts changed.

    Where more deliveries of the contract wait behind it, the last of them computes for all.
    """
    delivery = Delivery.objects.select_related("contract").get(pk=job.payload["delivery"])

    def progress(step: str, done: int = 0, total: int = 0) -> None:
        jobs.report_progress(job, step, done, total)

    delivery = reports.read_delivery(delivery=delivery, progress=progress)
    outcome = {"outcome": delivery.outcome}
    if jobs.others_wait(job):
        return outcome
    months = refresh(delivery.contract, progress=progress)
    return outcome | {"months": [str(month) for month in months]}


def process_month(job: Job) -> dict[str, Any]:
    """Recompute the months of a contract whose facts changed since they were computed."""
    contract = Contract.objects.get(pk=job.contract_id)

    def progress(step: str, done: int = 0, total: int = 0) -> None:
        jobs.report_progress(job, step, done, total)

    months = refresh(contract, progress=progress)
    return {"months": [str(month) for month in months]}


def process_closing(job: Job) -> dict[str, Any]:
    """After a month is closed or revised: its committees' packs again, then a mail to both sides."""
    contract = Contract.objects.get(pk=job.contract_id)
    snapshot = MonthSnapshot.objects.get(
        contract=contract, month=job.payload["month"], revision=job.payload["revision"]
    )
    _print_again(contract, snapshot.month)
    return {"mails": mail_closing(contract=contract, snapshot=snapshot)}


def process_committee(job: Job) -> dict[str, Any]:
    """After an act on a month's penalty: the committee asks what is left to decide, its packs say where that stands."""
    contract, month = Contract.objects.get(pk=job.contract_id), Month.parse(job.payload["month"])
    committee = governance.prepare_committee(contract=contract, month=month)
    _print_again(contract, month)
    return {"committee": committee.pk}


def _print_again(contract: Contract, month: Month) -> None:
    """Ask for every pack of the committees of a month."""
    for committee in Committee.objects.filter(contract=contract, month=month).order_by("pk"):
        for variant in own_variants(committee):
            governance.request_pack(committee=committee, variant=variant)


def refresh(contract: Contract, *, progress: Any = None) -> list[Month]:
    """Take back the figures of months no longer delivered, compute those whose facts changed; returns the latter."""
    forgotten = slas.forget_undelivered(contract=contract)
    kpis.forget_months(contract=contract, months=forgotten)
    for month in forgotten:
        governance.clear_committee(contract=contract, month=month)
    if forgotten:
        slas.foresee_month(contract=contract)
    months = stale_months(contract)
    compute(contract, months, progress=progress)
    return months


def compute(contract: Contract, months: list[Month], *, progress: Any = None) -> None:
    """Judge, count indicators, prepare the committees, and ask for the packs of the last one."""
    if not months:
        return
    say = progress or (lambda step, done=0, total=0: None)
    say("engagements", 0, 3)
    slas.compute_months(contract=contract, months=months)
    slas.foresee_month(contract=contract)
    say("indicateurs", 1, 3)
    kpis.compute_indicators(contract=contract, months=months)
    say("comités", 2, 3)
    committees = [governance.prepare_committee(contract=contract, month=month) for month in sorted(months)]
    last = max(months)
    record = MonthRecord.objects.get(contract=contract, month=last)
    for variant in own_variants(committees[-1]):
        jobs.enqueue(
            contract_id=contract.pk,
            kind="pack",
            key=f"{last}-{variant}-{record.facts_digest[:16]}",
            payload={"committee": committees[-1].pk, "variant": variant},
        )
    say("terminé", 3, 3)


def stale_months(contract: Contract) -> list[Month]:
    """Delivered months whose results were not computed from today's facts and decisions."""
    return stale_among(contract, delivered_months(contract))
