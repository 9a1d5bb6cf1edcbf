"""Every row of a contract as CSV tables, model by model: a table that an app adds leaves with the rest.

What the client's side may not see stays out: the scope guard withholds rows by audience, and the provider's
drafts are left out here. No secret and no internal name is written.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from contracts.models import Contract
from core.engine.cells import csv_cell
from core.engine.months import Month
from core.scope import ContractBound, Side

LEFT_OUT = {
    "core.Job": "travaux internes du portail, sans valeur hors de lui",
    "journal.JournalEntry": "journal.jsonl",
    "slas.MonthSnapshot": "mois/",
}
"""Models that are no table of the archive: where they are, or why they are nowhere."""
ACCESS_REGISTER = frozenset({"reversibility.AccessEntry", "reversibility.AccessHolder"})
"""Models that leave only with whoever may read the access register."""
INTERNAL = frozenset({"contract", "storage_name", "twin_name", "form_key"})
SECRET = ("token", "secret", "password")
NATURAL = ("reference", "code", "slug", "email")
"""Names by which a row is known outside the portal, best first."""
ROWS = 1000


@dataclass(frozen=True)
class Column:
    """A column: its name, where its value is read, what it is in French."""

    name: str
    path: str
    label: str
    kind: str


def exit_models(*, with_accesses: bool = True) -> list[type[ContractBound]]:
    """The models that leave as tables, in the order of their labels; the access register only where it may be read."""
    kept_back = LEFT_OUT.keys() if with_accesses else LEFT_OUT.keys() | ACCESS_REGISTER
    found = [
        model
        for model in apps.get_models()
        if issubclass(model, ContractBound) and model._meta.label not in kept_back
    ]
    return sorted(found, key=lambda model: model._meta.label)


def table_name(model: type[models.Model]) -> str:
    """Where a model lies in the archive."""
    return f"tables/{model._meta.label_lower}.csv"


def columns_of(model: type[models.Model]) -> list[Column]:
    """The columns of a table: a link to another row is told by the name people know it by.

    A link to rows that are in no table would lead nowhere: it is left out.
    """
    return [
        _column(field)
        for field in model._meta.concrete_fields
        if field.name not in INTERNAL
        and not any(word in field.name for word in SECRET)
        and not _leads_nowhere(field)
    ]


def _leads_nowhere(field: Any) -> bool:
    return field.is_relation and field.related_model._meta.label in LEFT_OUT


def _column(field: Any) -> Column:
    label = str(field.verbose_name)
    if not field.is_relation:
        return Column(field.name, field.name, label, field.get_internal_type())
    known = {other.name for other in field.related_model._meta.concrete_fields}
    natural = next((name for name in NATURAL if name in known), None)
    path = f"{field.name}__{natural}" if natural else field.attname
    return Column(field.name, path, label, f"{field.related_model._meta.label_lower}.{natural or 'id'}")


def rows_of(model: type[ContractBound], contract: Contract) -> models.QuerySet[Any]:
    """The rows of a contract that its client may take away, in the order they were written."""
    rows = model.objects.filter(contract=contract)
    names = {field.name for field in model._meta.concrete_fields}
    if "delivery" in names:
        rows = rows.exclude(_draft("delivery__"))
    elif model._meta.label == "reports.Delivery":
        rows = rows.exclude(_draft(""))
    return rows.order_by("pk")


def _draft(prefix: str) -> Q:
    """A deposit that the provider has not sent yet."""
    return Q(**{f"{prefix}is_draft": True, f"{prefix}side": Side.PROVIDER.value})


def table_bytes(model: type[ContractBound], contract: Contract) -> Iterator[bytes]:
    """The table as CSV, some rows at a time."""
    columns = columns_of(model)
    rows = rows_of(model, contract).values_list(*(column.path for column in columns))
    yield "\ufeff".encode() + csv_bytes([[column.name for column in columns]])
    batch: list[list[Any]] = []
    for row in rows.iterator(chunk_size=ROWS):
        batch.append([cell(value) for value in row])
        if len(batch) == ROWS:
            yield csv_bytes(batch)
            batch = []
    if batch:
        yield csv_bytes(batch)


def dictionary_rows(models: Iterable[type[ContractBound]]) -> Iterator[tuple[str, ...]]:
    """Table, French name, column, French name, kind: what a reader needs to open these tables."""
    for model in models:
        for column in columns_of(model):
            yield table_name(model), str(model._meta.verbose_name), column.name, column.label, column.kind


def cell(value: Any) -> str:
    """A value as a cell: structures as JSON, months as their name."""
    if isinstance(value, dict | list):
        return csv_cell(json.dumps(value, ensure_ascii=False, sort_keys=True))
    return _plain_cell(str(value) if isinstance(value, Month) else value)


# The same states, names and numbers come back from row to row: half the time of a large table.
_plain_cell = lru_cache(maxsize=1 << 14, typed=True)(csv_cell)


def csv_bytes(rows: Iterable[Iterable[Any]]) -> bytes:
    """Rows in the portal's dialect: `;`, quotes everywhere, CRLF."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return stream.getvalue().encode()
