"""Storing tickets against COPY of the same ready rows, in one run on PostgreSQL: `python bench/load.py [tickets]`.

Yardstick: COPY of the same rows, complete and ready, into the same emptied table, under the same constraints and
indexes. Prints the ratio of the load that a first delivery makes, and how many ticket rows the same load and the
same deposit write when they come again (none). The server is that of TEST_POSTGRES_URL, else the local one; the
database is made for the run and dropped after it.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]
ROUNDS = 5
MOST_RATIO = 1.5
NAME = f"bench_load_{os.getpid()}"


@contextmanager
def database() -> Iterator[str]:
    """The address of a database of our own."""
    import psycopg

    server = os.environ.get("TEST_POSTGRES_URL") or "postgresql://postgres@127.0.0.1:5432/postgres"
    with psycopg.connect(server, autocommit=True) as link:
        link.execute(f"CREATE DATABASE {NAME}")
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{NAME}"))
        finally:
            link.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def ready_rows(delivery: Any, source: Path) -> tuple[list[str], list[tuple[Any, ...]], dict[str, Any]]:
    """What publishing hands to the store for that delivery: columns, rows, and what is the same on every row."""
    from reports.services import publishing

    taken: list[Any] = []
    true_way = publishing.upsert_rows

    def keep(model: Any, columns: Any, rows: Any, **how: Any) -> int:
        rows = list(rows)
        taken.append((list(columns), rows, how))
        return true_way(model, columns, rows, **how)

    publishing.upsert_rows = keep
    try:
        from reports.services import read_delivery

        read_delivery(delivery=delivery)
    finally:
        publishing.upsert_rows = true_way
    return taken[0]


def spent(act: Callable[[], Any]) -> float:
    """Seconds of one act in its transaction, the table emptied before."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE reports_ticket CASCADE")
    started = time.perf_counter()
    with transaction.atomic():
        act()
    return time.perf_counter() - started


def copy_rows(names: list[str], rows: list[tuple[Any, ...]]) -> None:
    """The yardstick."""
    from django.db import connection

    quoted = ", ".join(map(connection.ops.quote_name, names))
    with connection.cursor() as cursor, cursor.copy(f"COPY reports_ticket ({quoted}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def in_turn(first: Callable[[], Any], second: Callable[[], Any]) -> tuple[list[float], list[float]]:
    """Seconds of both acts, one after the other, so that a drifting machine drifts for both."""
    pairs = [(spent(first), spent(second)) for _ in range(ROUNDS)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def measure(folder: Path, count: int) -> bool:
    """Print ratio and counts; whether all is within bounds."""
    import deposit as whole

    contract = whole.prepare(folder, os.environ["DATABASE_URL"])
    from django.db import transaction

    from core.bulk import upsert_rows
    from core.engine.months import Month
    from core.scope import for_contract
    from reports.models import Ticket
    from reports.services import IncomingFile, deposit, read_delivery

    source = folder / "tickets.csv"
    whole.write_file(source, count)

    def handed_in() -> Any:
        with source.open("rb") as content:
            files = [IncomingFile("tickets", source.name, content)]
            return deposit(contract=contract, month=Month(2026, 3), files=files)

    with for_contract(contract.pk):
        columns, rows, how = ready_rows(handed_in(), source)
        stamp = "SELECT max(xmin::text::bigint) FROM reports_ticket"
        before = asked(stamp)
        read_delivery(delivery=handed_in())
        again = asked(stamp) != before
        names = [*columns, *how["constants"]]
        whole_rows = [(*row, *how["constants"].values()) for row in rows]
        base, own = in_turn(
            lambda: copy_rows(names, whole_rows), lambda: upsert_rows(Ticket, columns, rows, **how)
        )
        with transaction.atomic():
            rewritten = upsert_rows(Ticket, columns, rows, **how)
    ratio = min(own) / min(base)
    times = f"COPY {min(base):.2f} s, load {min(own):.2f} s, ratio {ratio:.2f} (at most {MOST_RATIO})"
    print(f"{count} tickets: {times}; the same rows again: {rewritten} written")
    print(f"the same files deposited again: {'some' if again else 'no'} row written")
    return ratio <= MOST_RATIO and not rewritten and not again


def asked(question: str) -> Any:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()


def main() -> None:
    """Exit 1 when the ratio or a count passes its bound."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as name, database() as address:
        os.environ["DATABASE_URL"] = address
        well = measure(Path(name), count)
        from django.db import connection

        connection.close()
    sys.exit(not well)


if __name__ == "__main__":
    main()
