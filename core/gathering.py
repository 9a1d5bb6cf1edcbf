"""Rows of other tables read beside each row, in the same query: what a prefetch asks for one table at a time."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db.models import DateTimeField, DecimalField, Field, Func, JSONField, Model, QuerySet, Subquery
from django.db.models.functions import JSONObject


class ExactDecoder(json.JSONDecoder):
    """Figures as they are written, never through a float."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "parse_float": Decimal})


class RowList(Func):
    """Every value of a column as one list; not told as an aggregate, so that nothing is grouped."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField(decoder=ExactDecoder)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **context)


def gather(rows: QuerySet[Any], **children: QuerySet[Any]) -> list[tuple[Any, dict[str, list[Any]]]]:
    """Each row with the rows of every child query (1 query). A child query names its parent by `OuterRef`.

    Children come in no order: whoever reads them sorts them.
    """
    lists = {f"gathered_{name}": Subquery(_listed(query)) for name, query in children.items()}
    return [
        (
            row,
            {
                name: [_row(query.model, values) for values in getattr(row, f"gathered_{name}") or ()]
                for name, query in children.items()
            },
        )
        for row in rows.annotate(**lists)
    ]


def _listed(query: QuerySet[Any]) -> QuerySet[Any]:
    columns = {field.attname: field.attname for field in query.model._meta.concrete_fields}
    return query.order_by().annotate(gathered=RowList(JSONObject(**columns))).values("gathered")


def _row(model: type[Model], values: dict[str, Any]) -> Any:
    fields = model._meta.concrete_fields
    return model.from_db(
        None, [field.attname for field in fields], [_value(field, values[field.attname]) for field in fields]
    )


def _value(field: Field[Any, Any], value: Any) -> Any:
    """The value of a column as its own query would give it."""
    if value is None:
        return None
    if isinstance(field, JSONField):
        return json.loads(value) if isinstance(value, str) else value
    if isinstance(field, DecimalField):
        return Decimal(value).quantize(Decimal(1).scaleb(-field.decimal_places))
    if isinstance(field, DateTimeField):
        at = datetime.fromisoformat(value)
        return at if at.tzinfo else at.replace(tzinfo=UTC)  # SQLite writes instants in UTC, without saying so
    return field.to_python(value)
