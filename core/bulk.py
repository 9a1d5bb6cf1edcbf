"""Loading many rows at once: COPY on PostgreSQL, executemany on SQLite, behind one function."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC
from typing import Any

import numpy as np
from django.db import connection, models
from numpy.typing import NDArray


def upsert_rows(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    key: Sequence[str],
    insert_only: Sequence[str] = (),
) -> int:
    """Insert rows or update those with the same `key`; a row already equal is not written.

    `columns` are database column names, `rows` their values ready for the database driver: an instant is UTC
    text without offset (`2026-03-31 08:30:00`) or a value of the driver. Columns of `insert_only` keep, on an
    update, the value they had. Two rows of one call never share their key. Returns the number of rows written.
    Must run inside a transaction.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    names = [connection.ops.quote_name(c) for c in columns]
    fixed = {*key, *insert_only}
    changing = [n for c, n in zip(columns, names, strict=True) if c not in fixed]
    conflict = ", ".join(connection.ops.quote_name(c) for c in key)
    update = "DO NOTHING"
    if changing:
        sets = ", ".join(f"{n} = excluded.{n}" for n in changing)
        differs = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
        changed = " OR ".join(f"{table}.{n} {differs} excluded.{n}" for n in changing)
        update = f"DO UPDATE SET {sets} WHERE {changed}"
    tail = f"ON CONFLICT ({conflict}) {update}"
    if connection.vendor == "postgresql":
        return _copy_then_insert(table, names, rows, tail)
    marks = ", ".join(["%s"] * len(names))
    values: Any = rows  # an iterator is enough: the driver reads it once
    with connection.cursor() as cursor:
        before = _changes(cursor)
        cursor.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks}) {tail}", values)
        return _changes(cursor) - before


def database_instants(instants: NDArray[np.datetime64]) -> list[Any]:
    """UTC instants (`datetime64[s]`) as the database driver wants them; None for NaT."""
    if connection.vendor == "sqlite":
        texts = np.char.replace(np.datetime_as_string(instants, unit="s"), "T", " ").tolist()
        return [None if text == "NaT" else text for text in texts]
    return [None if value is None else value.replace(tzinfo=UTC) for value in instants.tolist()]


def _changes(cursor: Any) -> int:
    cursor.execute("SELECT total_changes()")
    return int(cursor.fetchone()[0])


def _copy_then_insert(table: str, names: list[str], rows: Iterable[Sequence[Any]], tail: str) -> int:
    columns = ", ".join(names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE bulk_rows ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA"
        )
        with cursor.copy(f"COPY bulk_rows ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM bulk_rows {tail}")
        written = int(cursor.rowcount)
        cursor.execute("DROP TABLE bulk_rows")
        return written
