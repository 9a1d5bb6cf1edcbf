"""Jobs that the worker under test does; `python -m tests.flow.worker_jobs KIND NUMBER` asks for them."""

from __future__ import annotations

import sys
import time
from datetime import date
from typing import Any


def count(job: Any) -> dict[str, int]:
    """Say which attempt did the work."""
    return {"number": job.payload["number"], "attempt": job.attempts}


def stall(job: Any) -> dict[str, int]:
    """Hang at the first attempt, as a worker that dies in the middle; succeed at the next."""
    if job.attempts == 1:
        time.sleep(300)
    return {"attempt": job.attempts}


def refuse(job: Any) -> dict[str, int]:
    from core.jobs import JobRefused

    raise JobRefused("Mois clos : rien à calculer.")


def fail(job: Any) -> dict[str, int]:
    raise RuntimeError("unforeseen")


def ask(kind: str, number: int) -> None:
    """Write `number` jobs of one kind on one contract, each nudging the worker after its commit."""
    from accounts.models import Organisation
    from contracts.models import Contract
    from core.jobs import enqueue
    from core.scope import for_contract, unscoped

    with unscoped("tests build their world"):
        client, _ = Organisation.objects.get_or_create(name="Client A", kind="client")
        provider, _ = Organisation.objects.get_or_create(name="Prestataire A", kind="provider")
        contract = Contract.objects.filter(reference="INF-1").first() or Contract.objects.create(
            reference="INF-1",
            title="Essai",
            client=client,
            provider=provider,
            starts_on=date(2024, 1, 1),
            ends_on=date(2026, 12, 31),
        )
    with for_contract(contract.pk):
        for n in range(number):
            enqueue(contract_id=contract.pk, kind=kind, key=f"{n}", payload={"number": n})


if __name__ == "__main__":
    import django

    django.setup()
    ask(sys.argv[1], int(sys.argv[2]))
