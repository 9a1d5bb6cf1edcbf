"""The exit file prepared in the background: asked, kept for a day, taken, forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, BinaryIO

from django.db import transaction

from contracts.models import Contract
from core.jobs import enqueue, report_progress
from core.models import Job
from core.storage import discard_file, open_file, store_file
from infogerance.selectors.exit_files import exit_file_jobs
from infogerance.services.exit_file import exit_archive
from journal.services import record

KEPT = timedelta(days=1)
"""How long a prepared file waits to be taken: it holds everything, and its data grow old."""


class ExitFileGone(Exception):
    """No file is ready to be taken; the message is in French, with the remedy."""

    def __init__(self) -> None:
        super().__init__("Ce dossier n’est plus gardé. Préparez-le de nouveau, puis emportez-le.")


@transaction.atomic
def ask_exit_file(*, contract: Contract, with_accesses: bool) -> Job:
    """Ask for the file in the background. Asking while it is being made is asking once."""
    Contract.objects.select_for_update().get(pk=contract.pk)
    jobs = exit_file_jobs(contract, with_accesses=with_accesses)
    running = jobs.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING]).first()
    if running is not None:
        return running
    return enqueue(
        contract_id=contract.pk,
        kind="exit_file",
        key=f"{'whole' if with_accesses else 'without_accesses'}:{jobs.count() + 1}",
        payload={"with_accesses": with_accesses},
    )


def prepare_exit_file(job: Job) -> dict[str, Any]:
    """Do an `exit_file` job: payload {"with_accesses": …}. The file made before it is forgotten."""
    contract = Contract.objects.get(pk=job.contract_id)
    report_progress(job, "archive")
    with exit_archive(contract, with_accesses=job.payload["with_accesses"]) as archive:
        kept = store_file(archive)
    for former in exit_file_jobs(contract, with_accesses=job.payload["with_accesses"]).exclude(pk=job.pk):
        _forget(former)
    return {"name": kept.name, "sha256": kept.sha256, "size": kept.size}


@transaction.atomic
def take_exit_file(*, job: Job | None, actor: Any, role: str) -> BinaryIO:
    """The prepared file, open; the journal says who took it, with its digest. Raises ExitFileGone."""
    if job is None or not job.result:
        raise ExitFileGone
    try:
        archive = open_file(job.result["name"])
    except FileNotFoundError as error:
        raise ExitFileGone from error
    record(
        contract_id=job.contract_id,
        action="exit_file.taken",
        subject=job.contract.reference,
        actor=actor,
        role=role,
        details={"sha256": job.result["sha256"], "size": job.result["size"]},
    )
    return archive


def forget_exit_files(*, contract: Contract, at: datetime) -> None:
    """Remove what was prepared long ago."""
    for job in Job.objects.filter(contract=contract, kind="exit_file", ended_at__lt=at - KEPT):
        _forget(job)


def _forget(job: Job) -> None:
    if job.result:
        discard_file(job.result["name"])
        Job.objects.filter(pk=job.pk).update(result={})
