"""The two messages that travel: do this job, look after the jobs."""

from celery import shared_task

from core import jobs


@shared_task
def run_job(job_id: str) -> None:
    """Do one job, whatever its kind."""
    jobs.run(job_id)


@shared_task
def sweep_jobs() -> None:
    """Heal lost messages and dead workers."""
    jobs.sweep()
