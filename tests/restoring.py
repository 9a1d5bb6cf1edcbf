"""A heavy world built once by each process, then put back row by row: fixtures that many tests share start faster."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model

from contracts.models import Contract
from core.scope import unscoped
from infogerance.contract_file import load_contract


@dataclass(frozen=True)
class Table:
    """The rows of one model, as the database holds them."""

    model: type[Model]
    columns: list[str]
    rows: list[tuple[Any, ...]]


_kept: dict[str, list[Table]] = {}


def built_once(name: str, build: Callable[[], object]) -> None:
    """Write what `build` writes in an empty database: by calling it the first time, by its rows thereafter.

    A database that already holds something is never mixed with kept rows: there, `build` is called.
    """
    held = {model for model in _ordered() if _rows(model).rows}
    if not _is_static(held):
        build()
    elif name in _kept:
        _put_back(_kept[name])
    else:
        build()
        tables = (_rows(model) for model in _ordered() if model not in held)
        _kept[name] = [table for table in tables if table.rows]


def loaded(text: bytes) -> Contract:
    """The contract that a file says, as `load_contract` leaves it in an empty database."""
    built_once(sha256(text).hexdigest(), lambda: load_contract(text))
    with unscoped("tests build their world"):
        return Contract.objects.select_related("client", "provider").get()


def _is_static(models: set[type[Model]]) -> bool:
    """Only what migrations themselves write: types of content, permissions, the site."""
    return all(model._meta.app_label in {"auth", "contenttypes", "sites"} for model in models)


def _ordered() -> list[type[Model]]:
    """Every table, those that others point to first: some triggers look for the row pointed to."""
    ordered: dict[type[Model], None] = {}

    def visit(model: type[Model], above: tuple[type[Model], ...] = ()) -> None:
        for field in model._meta.concrete_fields:
            target = field.related_model
            if isinstance(target, type) and target not in {model, *above, *ordered}:
                visit(target, (*above, model))
        ordered.setdefault(model)

    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            visit(model)
    return list(ordered)


def _rows(model: type[Model]) -> Table:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
        return Table(model, [column[0] for column in cursor.description], cursor.fetchall())


def _put_back(tables: list[Table]) -> None:
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in tables:
            columns = ", ".join(quoted(name) for name in table.columns)
            places = ", ".join(["%s"] * len(table.columns))
            name = quoted(table.model._meta.db_table)
            cursor.executemany(f"INSERT INTO {name} ({columns}) VALUES ({places})", table.rows)
        for statement in connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables]):
            cursor.execute(statement)
