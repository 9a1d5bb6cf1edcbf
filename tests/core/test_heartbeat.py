"""The lease of a job at work is renewed, even after a moment when the database would not write it."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from core import jobs
from core.models import Job
from core.scope import for_contract
from tests.threads import copy_to_disk, in_threads

PATIENCE = 20.0
BEAT = 0.05


def wait_for(truth: Callable[[], bool]) -> None:
    limit = time.monotonic() + PATIENCE
    while not truth():
        assert time.monotonic() < limit
        time.sleep(0.02)


@contextmanager
def trouble(folder: Path) -> Iterator[None]:
    """SQLite is locked by someone else; PostgreSQL cuts the line of the heart."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(folder / "threads.sqlite3", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            yield
            other.execute("ROLLBACK")
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND query LIKE 'UPDATE \"core_job\"%%lease_until%%'"
        )
    yield


@pytest.mark.django_db(transaction=True)
def test_the_heart_beats_on_after_a_moment_of_trouble(
    contract: Any, monkeypatch: Any, tmp_path: Path, settings: Any, caplog: Any
) -> None:
    with for_contract(contract.pk):
        job = Job.objects.create(contract=contract, kind="pack", key="1", state="running", attempts=1)
    copy_to_disk(monkeypatch, tmp_path)
    if connection.vendor == "sqlite":
        short = {**connections.settings["default"]["OPTIONS"], "timeout": BEAT}
        monkeypatch.setitem(connections.settings["default"], "OPTIONS", short)
    settings.JOB_HEARTBEAT_SECONDS = BEAT

    def lease() -> Any:
        return Job.objects.values_list("lease_until", flat=True).get(pk=job.pk)

    def work() -> bool:
        with for_contract(contract.pk), jobs.heartbeat(job):
            wait_for(lambda: lease() is not None)
            with trouble(tmp_path):
                wait_for(lambda: any("was not renewed" in line.message for line in caplog.records))
            before = lease()
            wait_for(lambda: lease() > before)
        return True

    with caplog.at_level(logging.WARNING, logger="core.jobs"):
        assert in_threads(work) == [True]
