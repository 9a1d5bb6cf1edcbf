"""The exit file of a large contract: time and peak memory of the command, in a process of its own.

    python bench/exit_file.py [TICKETS]      default: 100000, five changes of status each

Prints one JSON object; bar: 150 MB resident at most, everything counted.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.store import own_store

BAR = 150
STATES = ("in_progress", "waiting", "in_progress", "resolved", "closed")
START = datetime(2024, 1, 1, 8, tzinfo=UTC)
BATCH = 5000
SCOPE = 5000
"""Items of the scope: they leave in a table, and in the contract file, which is written whole."""


def furnish_scope(contract: Any) -> None:
    from contracts.models import ScopeItem

    ScopeItem.objects.bulk_create(
        ScopeItem(
            contract=contract, number=rank, status="in", name=f"Serveur applicatif {rank:04d}", quantity=rank % 40,
            unit="serveur", aliases=[f"SRV-APP{rank:04d}"], family="infrastructure",
        )
        for rank in range(1, SCOPE + 1)
    )  # fmt: skip


def build(tickets: int) -> Any:
    """A contract with that many closed tickets, their history, and a large scope."""
    from accounts.models import Organisation
    from contracts.models import Contract
    from reports.models import Delivery, StatusChange, Ticket

    client = Organisation.objects.create(name="Client", kind="client")
    provider = Organisation.objects.create(name="Prestataire", kind="provider")
    contract = Contract.objects.create(
        reference="GRAND-1", title="Grand contrat", client=client, provider=provider,
        starts_on=date(2024, 1, 1), ends_on=date(2026, 12, 31),
    )  # fmt: skip
    furnish_scope(contract)
    delivery = Delivery.objects.create(
        contract=contract, month="2024-01", version=1, digest="0" * 64, received_at=START
    )
    for first in range(0, tickets, BATCH):
        rows = Ticket.objects.bulk_create(
            Ticket(
                contract=contract, reference=f"INC{rank:07d}", type="incident", priority="P3", status="closed",
                title=f"Poste {rank} : la session ne s’ouvre plus après la mise à jour", category="Poste > Session",
                site="siege", service="Postes", group="Support N1", requester="r" * 64,
                opened_at=START + timedelta(minutes=rank), resolved_at=START + timedelta(minutes=rank + 90),
                first_delivery=delivery, last_delivery=delivery,
            )
            for rank in range(first, min(first + BATCH, tickets))
        )  # fmt: skip
        StatusChange.objects.bulk_create(
            StatusChange(
                contract=contract, ticket=row, position=position, to_status=state, actor="a" * 64,
                at=row.opened_at + timedelta(minutes=15 * position),
            )
            for row in rows
            for position, state in enumerate(STATES)
        )  # fmt: skip
    return contract


# A process counts as its own the memory of the one that forked it: the command is forked by a small one.
MEASURE = (
    "import resource, subprocess, sys; code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL); "
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(code)"
)


def run(*words: str) -> dict[str, float]:
    """A command of the portal: seconds and peak resident megabytes."""
    start = time.monotonic()
    order = [sys.executable, "-c", MEASURE, sys.executable, "manage.py", *words]
    done = subprocess.run(order, cwd=Path(__file__).parents[1], check=True, capture_output=True, text=True)
    return {"seconds": round(time.monotonic() - start, 1), "peak_mb": round(int(done.stdout) / 1024, 1)}


def main() -> None:
    tickets = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with own_store() as folder:
        contract = build(tickets)
        archive = folder / "sortie.zip"
        found: dict[str, Any] = {
            "tickets": tickets,
            "nothing": run("help", "exit_file"),
            "write": run("exit_file", contract.reference, "--out", str(archive)),
            "archive_mb": round(archive.stat().st_size / 1e6, 1),
            "check": run("exit_file", "--check", str(archive)),
        }
    found["within_bar"] = max(found["write"]["peak_mb"], found["check"]["peak_mb"]) <= BAR
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
