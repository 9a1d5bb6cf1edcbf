"""Loading many rows at once: new ones straight into the table, known ones staged, then merged by one statement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import Any

from django.db import connection, models

STAGE = "bulk_rows"
PIECE = 10_000
"""Rows held at once while new ones are told from known ones."""


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

    `watch` is given first the stored rows that will change in one of its columns.

    Rows are staged in a temporary table, then merged: half the time of inserting row by row against the indexes
    (SQLite). On PostgreSQL, where the constants hold part of the key (a contract), its known keys are read first
    and rows of other keys go by COPY straight into the table, at the speed of COPY; only known ones are merged.
    The caller then keeps others from loading the same contract meanwhile: two that bring the same new key would
    end in an IntegrityError.
    """
    load = _Load(model._meta.db_table, list(columns), list(key), dict(constants or {}))
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE {STAGE} AS SELECT {_listed(columns)} FROM {load.table} LIMIT 0"
        )
        if connection.vendor == "postgresql" and not load.fixed.keys().isdisjoint(key):
            written, waiting = _copy_new(cursor, load, rows)
        else:
            written, waiting = 0, _fill(cursor, STAGE, columns, rows)
        if waiting:
            if watch is not None:
                watch.tell(_changing(cursor, load, watch))
            written += _merge(cursor, load, {*key, *insert_only})
        cursor.execute(f"DROP TABLE {STAGE}")  # an error undoes it with the rest of the transaction
        return written


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows that are all new; `columns` and values as for `upsert_rows`. Must run inside a transaction."""
    with connection.cursor() as cursor:
        _fill(cursor, connection.ops.quote_name(model._meta.db_table), columns, rows)


class _Load:
    """Where rows go: the quoted table, the columns rows carry, the key, what further columns hold everywhere."""

    def __init__(self, table: str, columns: list[str], key: list[str], fixed: dict[str, Any]) -> None:
        self.table, self.columns, self.key, self.fixed = connection.ops.quote_name(table), columns, key, fixed

    @property
    def names(self) -> list[str]:
        return [*self.columns, *self.fixed]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(connection.ops.quote_name, names))


def _copy_new(cursor: Any, load: _Load, rows: Iterable[Sequence[Any]]) -> tuple[int, int]:
    """Rows of unknown keys into the table, the others into the stage: how many of each."""
    known, key_of = _known_keys(cursor, load)
    rest, same = iter(rows), tuple(load.fixed.values())
    if not known:
        return _fill(cursor, load.table, load.names, ((*row, *same) for row in rest)), 0
    added = waiting = 0
    while piece := list(islice(rest, PIECE)):
        new = [(*row, *same) for row in piece if key_of(row) not in known]
        added += _fill(cursor, load.table, load.names, new) if new else 0
        waiting += len(piece) - len(new)
        if len(new) < len(piece):
            _fill(cursor, STAGE, load.columns, [row for row in piece if key_of(row) in known])
    return added, waiting


def _known_keys(cursor: Any, load: _Load) -> tuple[set[Any], Callable[[Sequence[Any]], Any]]:
    """The stored keys beside their constant part, and how to read the like from a row."""
    within = [name for name in load.key if name in load.fixed]
    varying = [name for name in load.key if name not in load.fixed]
    where = " AND ".join(f"{connection.ops.quote_name(name)} = %s" for name in within)
    cursor.execute(
        f"SELECT {_listed(varying)} FROM {load.table} WHERE {where}", [load.fixed[name] for name in within]
    )
    stored = itemgetter(*range(len(varying)))
    return {stored(row) for row in cursor}, itemgetter(*(load.columns.index(name) for name in varying))


def _fill(cursor: Any, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Add rows to a table; returns how many."""
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {table} ({_listed(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        marks = ", ".join(["%s"] * len(columns))
        values: Any = rows  # an iterator is enough: the driver reads it once
        cursor.executemany(f"INSERT INTO {table} ({_listed(columns)}) VALUES ({marks})", values)
    return int(cursor.rowcount)


def _changing(cursor: Any, load: _Load, watch: Watch) -> Iterator[tuple[Any, ...]]:
    """Primary key, values stored, values coming: of each stored row that differs in a watched column."""
    quote, table, fixed = connection.ops.quote_name, load.table, load.fixed
    new = {name: f"{STAGE}.{quote(name)}" for name in load.columns} | dict.fromkeys(fixed, "%s")
    lite = connection.vendor == "sqlite"
    # SQLite knows nothing of a fresh table: told to scan it, it looks the key up in the other one's index.
    differs, join = ("IS NOT", "CROSS JOIN") if lite else ("IS DISTINCT FROM", "JOIN")
    old = {name: f"{table}.{quote(name)}" for name in watch.columns}
    same_key = " AND ".join(f"{table}.{quote(name)} = {new[name]}" for name in load.key)
    wanted = [*old.values(), *(new[name] for name in watch.columns)]
    asked = [fixed[name] for name in watch.columns if name in fixed]
    changed = " OR ".join(f"{old[name]} {differs} {new[name]}" for name in watch.columns)
    cursor.execute(
        f"SELECT {table}.id, {', '.join(wanted)} FROM {STAGE} {join} {table} ON {same_key} WHERE {changed}",
        [*asked, *(fixed[name] for name in load.key if name in fixed), *asked],
    )
    while rows := cursor.fetchmany(5000):
        yield from rows


def _merge(cursor: Any, load: _Load, kept: set[str]) -> int:
    """The staged rows into the table, without touching columns `kept` of known ones: how many are written."""
    source = ", ".join([_listed(load.columns), *["%s"] * len(load.fixed)])
    cursor.execute(
        f"INSERT INTO {load.table} ({_listed(load.names)}) SELECT {source} FROM {STAGE} WHERE true"
        f" ON CONFLICT ({_listed(load.key)}) DO {_update(load, kept)}",
        list(load.fixed.values()),
    )
    return int(cursor.rowcount)


def _update(load: _Load, kept: set[str]) -> str:
    """What to do with a row whose key exists: update what differs, write nothing when nothing does."""
    changing = [connection.ops.quote_name(name) for name in load.names if name not in kept]
    if not changing:
        return "NOTHING"
    sets = ", ".join(f"{name} = excluded.{name}" for name in changing)
    differs = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
    return f"UPDATE SET {sets} WHERE " + " OR ".join(
        f"{load.table}.{name} {differs} excluded.{name}" for name in changing
    )
