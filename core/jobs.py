"""Asking for background work and doing it: the Job row is written with the decision, the message only nudges."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from core.models import Job
from core.scope import for_contract, unscoped

logger = logging.getLogger(__name__)


class JobRefused(Exception):
    """The work cannot succeed as asked: its French message is shown and no further attempt is made."""


def enqueue(*, contract_id: int, kind: str, key: str, payload: dict[str, Any] | None = None) -> Job:
    """Write the job (or find it: asking twice is asking once) and nudge a worker after the commit.

    A job that failed or was cancelled is put back in the queue with fresh attempts.
    """
    job, created = Job.objects.get_or_create(
        contract_id=contract_id, kind=kind, key=key, defaults={"payload": payload or {}}
    )
    if not created and job.state in {Job.State.FAILED, Job.State.CANCELLED}:
        requeue(job)
    transaction.on_commit(lambda: nudge(job.pk))
    return job


def requeue(job: Job) -> None:
    """Put a finished job back in the queue, as new."""
    Job.objects.filter(pk=job.pk).exclude(state=Job.State.RUNNING).update(
        state=Job.State.QUEUED, attempts=0, error="", step="", done=0, total=0, not_before=None, ended_at=None
    )
    job.refresh_from_db()
    transaction.on_commit(lambda: nudge(job.pk))


def nudge(job_id: UUID) -> None:
    """Tell a worker that a job waits. A lost message is harmless: the sweep finds the row."""
    from core.tasks import run_job

    try:
        run_job.apply_async(args=[str(job_id)], retry=False)
    except Exception:
        # Whatever the broker's fault, the job row is committed and the sweep will send it again.
        logger.warning("The broker did not take job %s; the sweep will.", job_id, exc_info=True)


def report_progress(job: Job, step: str, done: int = 0, total: int = 0) -> None:
    """Show a step and n/N on the job's page. Written at once, outside the work's own transaction if none is open."""
    Job.objects.filter(pk=job.pk).update(step=step, done=min(done, total), total=total)


def run(job_id: UUID | str) -> Job | None:
    """Do the first job of the line that `job_id` is in; returns it in its new state, or None when none may start."""
    job = take(job_id)
    if job is None:
        return None
    with for_contract(job.contract_id):
        try:
            with heartbeat(job):
                result = import_string(settings.JOB_HANDLERS[job.kind])(job)
        except JobRefused as refusal:
            finish(job, Job.State.FAILED, error=str(refusal))
        except Exception:
            logger.exception("Job %s failed at attempt %s", job.pk, job.attempts)
            postpone(job)
        else:
            finish(job, Job.State.DONE, result=result or {})
        job.refresh_from_db()
        nudge_next(job)
    return job


def take(job_id: UUID | str) -> Job | None:
    """Claim the first due job of the line that `job_id` is in; the attempt is counted before the work.

    Jobs of one kind on one contract make a line: one at a time, in the order they were asked, so that the
    months of a contract are read in order and a busy contract does not hold every worker. A message thus means
    "this line waits": whichever arrives first moves the line on, and none is wasted on a job whose turn is later.
    """
    now = timezone.now()
    with unscoped("the worker finds out which contract a job belongs to"), transaction.atomic():
        asked = Job.objects.filter(pk=job_id).first()
        line = list(line_of(asked).select_for_update()) if asked else []
        if not line or any(job.state == Job.State.RUNNING for job in line):
            return None
        claimed = Job.objects.filter(pk=line[0].pk, state=Job.State.QUEUED).update(
            state=Job.State.RUNNING,
            attempts=F("attempts") + 1,
            started_at=now,
            lease_until=now + timedelta(seconds=settings.JOB_LEASE_SECONDS),
        )
        return Job.objects.get(pk=line[0].pk) if claimed else None


def line_of(job: Job) -> QuerySet[Job]:
    """The unfinished jobs of the same kind on the same contract, first asked first; those put off are left out."""
    now = timezone.now()
    due = Q(state=Job.State.RUNNING) | Q(state=Job.State.QUEUED) & (
        Q(not_before=None) | Q(not_before__lte=now)
    )
    return Job.objects.filter(due, contract_id=job.contract_id, kind=job.kind).order_by("created_at", "pk")


def others_wait(job: Job) -> bool:
    """True when another job of the same line is queued: what can be done once may be left to the last."""
    return line_of(job).filter(state=Job.State.QUEUED).exclude(pk=job.pk).exists()


def nudge_next(job: Job) -> None:
    """Once a job is over, the next one of its line may start."""
    following = line_of(job).filter(state=Job.State.QUEUED).first()
    if following is not None:
        nudge(following.pk)


def finish(job: Job, state: str, *, error: str = "", result: dict[str, Any] | None = None) -> None:
    """Write the outcome; a worker whose lease was taken over writes nothing."""
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts).update(
        state=state, error=error, result=result or {}, ended_at=timezone.now(), lease_until=None
    )


def postpone(job: Job) -> None:
    """After an unforeseen failure: try again later, and stop in plain sight at the last attempt."""
    if job.attempts >= settings.JOB_MAX_ATTEMPTS:
        step = Job.objects.values_list("step", flat=True).get(pk=job.pk) or job.kind
        error = (
            f"Le calcul s’est arrêté à l’étape « {step} ». "
            "Le dépôt est conservé, les chiffres précédents restent affichés."
        )
        return finish(job, Job.State.FAILED, error=error)
    delay = timedelta(seconds=settings.JOB_BACK_OFF_SECONDS[job.attempts - 1])
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts).update(
        state=Job.State.QUEUED, not_before=timezone.now() + delay, lease_until=None
    )
    return None


@contextmanager
def heartbeat(job: Job) -> Iterator[None]:
    """Renew the job's lease while the block runs, so that a dead worker is told from a slow one."""
    stop = threading.Event()

    def beat() -> None:
        with for_contract(job.contract_id):
            while not stop.wait(settings.JOB_HEARTBEAT_SECONDS):
                renew_lease(job)
            connection.close()

    thread = threading.Thread(target=beat, daemon=True, name=f"heartbeat-{job.pk}")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def renew_lease(job: Job) -> None:
    """Put off the end of the job's lease. A database busy or away for a moment is met again at the next beat."""
    lease = timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)
    try:
        Job.objects.filter(pk=job.pk, attempts=job.attempts).update(lease_until=lease)
    except OperationalError:
        # The lease outlives several beats: one that is missed costs nothing, a thread that dies costs the job.
        logger.warning("The lease of job %s was not renewed; the next beat will.", job.pk, exc_info=True)
        connection.close()


def sweep() -> int:
    """Take back jobs whose lease ran out and nudge every line that waits; returns how many were nudged."""
    now = timezone.now()
    with unscoped("the sweep looks after the jobs of every contract"):
        for job in Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=now):
            postpone(job)
        waiting = Job.objects.filter(state=Job.State.QUEUED).filter(
            Q(not_before=None) | Q(not_before__lte=now)
        )
        lines = {
            (contract, kind): pk for pk, contract, kind in waiting.values_list("pk", "contract_id", "kind")
        }
    for job_id in lines.values():
        nudge(job_id)
    return len(lines)


def count_by_state() -> dict[str, int]:
    """Number of jobs in each state, all contracts together (for the operator)."""
    with unscoped("the operator counts the jobs of every contract"):
        found = dict(Job.objects.values_list("state").annotate(n=Count("pk")))
    return {state: found.get(state, 0) for state in Job.State.values}
