"""A real worker on its own installation: nothing asked is lost, and a killed worker's job is taken back."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0

pytestmark = pytest.mark.services


class Installation:
    """One portal with its own folder, database and broker, driven from outside as an operator would."""

    def __init__(self, var: Path, database: str, redis: str) -> None:
        var.mkdir()
        self.workers: list[subprocess.Popen[bytes]] = []
        self.env = {
            **os.environ,
            "PORTAL_VAR": str(var),
            "DATABASE_URL": database,
            "REDIS_URL": redis,
            "DJANGO_SETTINGS_MODULE": "tests.flow.worker_settings",
        }
        self.log = var / "worker.log"
        self.run("-m", "django", "migrate", "--verbosity", "0")

    def run(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.env, check=False, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ask(self, kind: str, number: int) -> None:
        self.run("-m", "tests.flow.worker_jobs", kind, str(number))

    def jobs(self, kind: str) -> list[dict[str, Any]]:
        """Every job of one kind, in the order it was asked for, read from the database itself."""
        query = (
            f"SELECT state, attempts, result, error FROM core_job WHERE kind = '{kind}' ORDER BY created_at"
        )
        if server := self.env["DATABASE_URL"]:
            with psycopg.connect(server) as connection:
                rows: list[Any] = connection.execute(query).fetchall()
        else:
            with closing(sqlite3.connect(Path(self.env["PORTAL_VAR"]) / "portal.sqlite3")) as connection:
                rows = [
                    (state, attempts, json.loads(result), error)
                    for state, attempts, result, error in connection.execute(query)
                ]
        return [dict(zip(("state", "attempts", "result", "error"), row, strict=True)) for row in rows]

    def wait_for(self, kind: str, *states: str) -> list[dict[str, Any]]:
        """The jobs of one kind, once each has reached one of the states."""
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            jobs = self.jobs(kind)
            if jobs and all(job["state"] in states for job in jobs):
                return jobs
            time.sleep(0.2)
        raise AssertionError(f"{self.jobs(kind)}\n{self.log.read_text()[-4000:]}")

    def start_worker(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            worker = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "celery",
                    "-A",
                    "infogerance",
                    "worker",
                    "--beat",
                    "--concurrency",
                    "2",
                ],
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.workers.append(worker)
        return worker

    def kill_workers(self) -> None:
        """End every worker and its children at once, as a power cut would."""
        for worker in self.workers:
            with suppress(ProcessLookupError):
                os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()


def postgres_database(url: str, verb: str, name: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'{verb} DATABASE "{name}"')


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """On SQLite and the embedded broker, or on PostgreSQL and Redis when the run is told their addresses."""
    server, redis = os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", "")
    name, database = f"worker_{uuid4().hex}", ""
    if server:
        postgres_database(server, "CREATE", name)
        database = urlsplit(server)._replace(path=f"/{name}").geturl()
    built = Installation(tmp_path / "var", database, redis)
    try:
        yield built
    finally:
        built.kill_workers()
        if server:
            postgres_database(server, "DROP", name)


def test_every_job_asked_is_done_once(installation: Installation) -> None:
    """Half of the jobs are asked before any worker exists, with no broker file yet."""
    installation.ask("count", 25)
    installation.start_worker()
    installation.ask("count", 50)
    jobs = installation.wait_for("count", "done")
    assert [job["result"] for job in jobs] == [{"number": n, "attempt": 1} for n in range(50)]


def test_the_job_of_a_killed_worker_is_taken_back(installation: Installation) -> None:
    first = installation.start_worker()
    installation.ask("stall", 1)
    installation.wait_for("stall", "running")
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    assert [job["state"] for job in installation.jobs("stall")] == ["running"]
    installation.start_worker()
    assert installation.wait_for("stall", "done")[0]["result"] == {"attempt": 2}


def test_a_refusal_is_final_and_a_failure_stops_at_the_third_attempt(installation: Installation) -> None:
    installation.ask("refuse", 1)
    installation.ask("break", 1)
    installation.start_worker()
    [refused] = installation.wait_for("refuse", "failed")
    assert (refused["attempts"], refused["error"]) == (1, "Mois clos : rien à calculer.")
    [broken] = installation.wait_for("break", "failed")
    assert broken["attempts"] == 3
    assert "s’est arrêté à l’étape « break »" in broken["error"]


def test_the_worker_stops_when_asked_and_leaves_no_process(installation: Installation) -> None:
    worker = installation.start_worker()
    installation.ask("count", 1)
    installation.wait_for("count", "done")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=20) == 0
    limit = time.monotonic() + 10
    while group_is_alive(worker.pid) and time.monotonic() < limit:
        time.sleep(0.1)
    assert not group_is_alive(worker.pid)


def group_is_alive(leader: int) -> bool:
    try:
        os.killpg(leader, 0)
    except ProcessLookupError:
        return False
    return True
