"""Several threads at once, each on a connection of its own."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection, connections


def copy_to_disk(monkeypatch: Any, folder: Path) -> None:
    """SQLite's test database lives in memory, where threads do not wait for each other: new connections get a copy."""
    if connection.vendor == "sqlite":
        path = folder / "threads.sqlite3"
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
        monkeypatch.setitem(connections.settings["default"], "NAME", str(path))


def in_threads(*works: Callable[[], Any]) -> list[Any]:
    """What each work gives, all at once; a fault is given like a result."""
    given: list[Any] = []
    start = threading.Barrier(len(works))

    def run(work: Callable[[], Any]) -> None:
        try:
            start.wait()
            given.append(work())
        except Exception as fault:
            given.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given
