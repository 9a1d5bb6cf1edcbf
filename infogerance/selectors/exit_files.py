"""The exit files of a contract that are being prepared, or ready to be taken."""

from __future__ import annotations

from django.db.models import QuerySet

from contracts.models import Contract
from core.models import Job


def exit_file_jobs(contract: Contract, *, with_accesses: bool) -> QuerySet[Job]:
    """The jobs that prepared the file for whoever reads the access register, or for whoever does not; latest first."""
    jobs = Job.objects.filter(contract=contract, kind="exit_file", payload__with_accesses=with_accesses)
    return jobs.select_related("contract").order_by("-created_at", "-pk")
