"""Connections to the embedded broker's own SQLite file."""

from __future__ import annotations

import sqlite3
from typing import Any


class BrokerConnection(sqlite3.Connection):
    """Readers do not hold writers up, and no commit waits for the disk: a message that a power cut loses is only
    a nudge, sent again by the sweep.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute("PRAGMA journal_mode=WAL")
        self.execute("PRAGMA synchronous=OFF")
