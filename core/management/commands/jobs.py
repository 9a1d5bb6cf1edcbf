"""Background work at a glance: how many jobs wait, run, are done or failed."""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core.jobs import count_by_state
from core.models import Job

POLL_SECONDS = 0.5
NOT_NOW = 4


class Command(BaseCommand):
    help = "Compte les tâches par état ; avec --wait, attend qu’aucune n’attende ni ne tourne."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--wait", type=float, metavar="SECONDES", default=0.0)
        parser.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")

    def handle(self, *args: Any, **options: Any) -> None:
        limit = time.monotonic() + options["wait"]
        counts = count_by_state()
        while pending(counts) and time.monotonic() < limit:
            time.sleep(POLL_SECONDS)
            counts = count_by_state()
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            self.stdout.write(" · ".join(f"{Job.State(s).label} : {n}" for s, n in counts.items()))
        if options["wait"] and pending(counts):
            sys.exit(NOT_NOW)


def pending(counts: dict[str, int]) -> int:
    """Jobs that a worker still has to do or finish."""
    return counts[Job.State.QUEUED] + counts[Job.State.RUNNING]
