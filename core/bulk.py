"""Loading many rows at once: staged in a temporary table, then merged by one statement, on either database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

import numpy as np
from django.db import connection, models
from numpy.typing import NDArray

STAGE = "bulk_rows"


@dataclass(frozen=True)
class Watch:
    """Columns whose change matters, and who is told: an iterator of (id, stored values…, coming values…)."""

    columns: Sequence[str]
    tell: Callable[[Iterator[tuple[Any, ...]]], None]


def upsert_rows(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    key: Sequence[str],
    constants: Mapping[str, Any] | None = None,
    insert_only: Sequence[str] = (),
    watch: Watch | None = None,
) -> int:
    """Insert rows or update those with the same `key`; a row already equal is not written.

    `columns` are database column names, `rows` their values ready for the database driver: an instant is UTC
    text without offset (`2026-03-31 08:30:00`) or a value of the driver; `constants` gives further columns the
    same value on every row. Columns of `insert_only` keep, on an update, the value they had. Two rows of one
    call never share their key. Returns the number of rows written. Must run inside a transaction.

    `watch` is given first the stored rows that will change in one of its columns. Staging first costs half the
    time of inserting row by row against the indexes (SQLite), and is the way COPY is used (PostgreSQL).
    """
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    staged = [quote(c) for c in columns]
    fixed = dict(constants or {})
    names = [*staged, *map(quote, fixed)]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {STAGE} AS SELECT {', '.join(staged)} FROM {table} LIMIT 0")
        try:
            _fill(cursor, STAGE, staged, rows)
            _tell(watch, cursor, table, columns, fixed, key)
            source = ", ".join([*staged, *["%s"] * len(fixed)])
            tail = _conflict(table, names, {quote(c) for c in (*key, *insert_only)}, [quote(c) for c in key])
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(names)}) SELECT {source} FROM {STAGE} WHERE true {tail}",
                list(fixed.values()),
            )
            return int(cursor.rowcount)
        finally:
            if not connection.needs_rollback:
                cursor.execute(f"DROP TABLE IF EXISTS {STAGE}")


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows that are all new; `columns` and values as for `upsert_rows`. Must run inside a transaction."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        _fill(cursor, quote(model._meta.db_table), [quote(c) for c in columns], rows)


def _fill(cursor: Any, table: str, names: list[str], rows: Iterable[Sequence[Any]]) -> None:
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        marks = ", ".join(["%s"] * len(names))
        values: Any = rows  # an iterator is enough: the driver reads it once
        cursor.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", values)


def _tell(watch: Watch | None, *where: Any) -> None:
    if watch is not None:
        watch.tell(_changing(watch, *where))


def _changing(
    watch: Watch, cursor: Any, table: str, staged: Sequence[str], fixed: dict[str, Any], key: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    """Primary key, values stored, values coming: of each stored row that differs in a watched column."""
    quote = connection.ops.quote_name
    new = {name: f"{STAGE}.{quote(name)}" for name in staged} | dict.fromkeys(fixed, "%s")
    lite = connection.vendor == "sqlite"
    # SQLite knows nothing of a fresh table: told to scan it, it looks the key up in the other one's index.
    differs, join = ("IS NOT", "CROSS JOIN") if lite else ("IS DISTINCT FROM", "JOIN")
    old = {name: f"{table}.{quote(name)}" for name in watch.columns}
    same_key = " AND ".join(f"{table}.{quote(name)} = {new[name]}" for name in key)
    wanted = [*old.values(), *(new[name] for name in watch.columns)]
    asked = [fixed[name] for name in watch.columns if name in fixed]
    changed = " OR ".join(f"{old[name]} {differs} {new[name]}" for name in watch.columns)
    cursor.execute(
        f"SELECT {table}.id, {', '.join(wanted)} FROM {STAGE} {join} {table} ON {same_key} WHERE {changed}",
        [*asked, *(fixed[name] for name in key if name in fixed), *asked],
    )
    while rows := cursor.fetchmany(5000):
        yield from rows


def _conflict(table: str, names: list[str], kept: set[str], key: list[str]) -> str:
    """What to do with a row whose key exists: update what differs, write nothing when nothing does."""
    changing = [name for name in names if name not in kept]
    if not changing:
        return f"ON CONFLICT ({', '.join(key)}) DO NOTHING"
    sets = ", ".join(f"{name} = excluded.{name}" for name in changing)
    differs = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
    changed = " OR ".join(f"{table}.{name} {differs} excluded.{name}" for name in changing)
    return f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {sets} WHERE {changed}"


def database_instants(instants: NDArray[np.datetime64]) -> list[Any]:
    """UTC instants (`datetime64[s]`) as the database driver wants them; None for NaT."""
    if connection.vendor == "sqlite":
        texts = np.char.replace(np.datetime_as_string(instants, unit="s"), "T", " ").tolist()
        return [None if text == "NaT" else text for text in texts]
    return [None if value is None else value.replace(tzinfo=UTC) for value in instants.tolist()]
