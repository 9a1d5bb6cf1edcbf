"""Every table that is only added to, attacked row by row: the database refuses whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from accounts.models import User
from core import guards
from core.engine.months import Month
from core.fields import MonthField
from slas.services.closing.acts import close_month
from tests.slas.closable import closable

SAMPLES: dict[type[models.Field], Any] = {
    models.DateTimeField: datetime(2026, 4, 1, tzinfo=UTC),
    models.DateField: date(2026, 4, 1),
    models.DecimalField: Decimal(0),
    models.PositiveIntegerField: 1,
    models.PositiveSmallIntegerField: 1,
    MonthField: Month(2026, 3),
}
TOLD = {"GapAnswer": {"kind": "justify"}}


def added_only() -> list[type[Any]]:
    """The models whose table refuses every UPDATE and every DELETE."""
    update, delete = (
        {guard.table for guard in guards.declared() if guard.event == event and not guard.when}
        for event in ("UPDATE", "DELETE")
    )
    return sorted(
        (m for m in apps.get_models() if m._meta.db_table in update & delete), key=lambda m: m.__name__
    )


def row_of(model: type[Any], contract: Any) -> Any:
    """A row of the model: one that is there, or one made with all that it cannot do without."""
    if (found := model.objects.first()) is not None:
        return found
    values = {"contract": contract} if hasattr(model, "contract") else {}
    values |= TOLD.get(model.__name__, {})
    for field in model._meta.concrete_fields:
        # An act without its author, its side or its words is refused by other rules.
        told = field.related_model is User or field.choices or isinstance(field, models.TextField)
        needless = (field.null or field.blank) and not told
        if field.primary_key or needless or field.has_default() or field.name in values:
            continue
        if field.is_relation:
            values[field.name] = row_of(field.related_model, contract)
        else:
            values[field.name] = (
                field.choices[0][0]
                if field.choices
                else SAMPLES.get(type(field), "dit par écrit"[: field.max_length])
            )
    return model.objects.create(**values)


def written(model: type[models.Model]) -> models.Field[Any, Any]:
    """A text of the model, to be changed."""
    texts = (f for f in model._meta.concrete_fields if isinstance(f, models.CharField | models.TextField))
    return next(f for f in texts if not f.choices and not isinstance(f, MonthField))


def saved(row: Any) -> None:
    setattr(row, written(type(row)).name, "récrit")
    row.save()


def bulk_updated(row: Any) -> None:
    setattr(row, written(type(row)).name, "récrit")
    type(row).objects.bulk_update([row], [written(type(row)).name])


def sql(statement: str, row: Any) -> None:
    table, column = connection.ops.quote_name(row._meta.db_table), written(type(row)).column
    names = ", ".join(connection.ops.quote_name(field.column) for field in row._meta.concrete_fields)
    with connection.cursor() as cursor:
        cursor.execute(statement.format(table=table, column=column, names=names, pk=row.pk))


ATTACKS: dict[str, Callable[[Any], Any]] = {
    "save": saved,
    "update": lambda row: type(row).objects.update(**{written(type(row)).name: "récrit"}),
    "bulk_update": bulk_updated,
    "delete": lambda row: row.delete(),
    "delete all": lambda row: type(row).objects.all().delete(),
    "SQL update": lambda row: sql("UPDATE {table} SET {column} = 'récrit'", row),
    "SQL delete": lambda row: sql("DELETE FROM {table} WHERE id = {pk}", row),
}
BY_ENGINE = {
    "sqlite": {"SQL replace": "REPLACE INTO {table} ({names}) SELECT {names} FROM {table} WHERE id = {pk}"},
    "postgresql": {
        "SQL truncate": "TRUNCATE {table} CASCADE",
        "SQL upsert": "INSERT INTO {table} ({names}) SELECT {names} FROM {table} WHERE id = {pk}"
        " ON CONFLICT (id) DO UPDATE SET {column} = 'récrit'",
    },
}


@pytest.fixture
def closed(world: Any) -> Any:
    """A contract with a closed month: its journal, its head kept apart, its snapshot."""
    contract = closable(world)
    close_month(contract=contract, month=Month(2026, 3), reason="Écart accepté en comité.")
    return contract


def test_the_tables_that_are_only_added_to_are_known() -> None:
    assert [model.__name__ for model in added_only()] == [
        *(
            "Anchor",
            "DateAnswer",
            "DetectionAnswer",
            "DisputeAct",
            "DisputeEvidence",
            "GapAnswer",
            "GapReply",
        ),
        *("IndicatorShowing", "JournalEntry", "MonthSnapshot", "PenaltyAct", "Rebase"),
    ]


def test_no_way_of_writing_changes_or_removes_a_row(closed: Any) -> None:
    attacks = dict(ATTACKS)
    for name, statement in BY_ENGINE[connection.vendor].items():
        attacks[name] = lambda row, statement=statement: sql(statement, row)
    passed = []
    for (
        model
    ) in added_only():  # one after the other: a row that another one names is refused by that name too
        row = row_of(model, closed)
        connection.check_constraints()  # what PostgreSQL leaves for later would hold the table
        before = list(model.objects.order_by("pk").values())
        passed += [
            f"{model.__name__}: {name}" for name, attack in attacks.items() if not refused(attack, row)
        ]
        assert list(model.objects.order_by("pk").values()) == before
    assert passed == []


def refused(attack: Callable[[Any], Any], row: Any) -> bool:
    """Whether a guard refused it, by its own words."""
    try:
        with transaction.atomic():
            attack(type(row).objects.get(pk=row.pk))
    except IntegrityError as error:
        return any(guard.message in str(error) for guard in guards.declared())
    return False
