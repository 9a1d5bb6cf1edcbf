"""What is the client's alone is in no shared paper: every table, column and row of it, enumerated from the models."""

from __future__ import annotations

import base64
import json
import re
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from core.scope import Addressed, Audience, ClientOnly, Side
from governance.engine.pack.editions import EDITIONS
from governance.models import Committee, Risk
from governance.selectors.packs import content_for, facts_for, seen_by
from governance.services.rendering import print_order
from slas.models import CommitmentMonth, MonthRecord
from slas.selectors.amounts import RECORD_DRAFT, RESULT_DRAFT

SHARED = [name for name, edition in EDITIONS.items() if edition.provider]
TABLES = {model._meta.db_table for model in apps.get_models() if issubclass(model, ClientOnly)}
COLUMNS = {
    f'"{model._meta.db_table}"."{column}"'
    for model, columns in ((CommitmentMonth, RESULT_DRAFT), (MonthRecord, RECORD_DRAFT))
    for column in columns
}
CLOSED = "ZZCLOS"
ADDRESSED = [
    model for model in apps.get_app_config("governance").get_models() if issubclass(model, Addressed)
]
STATED = ("audience", "dropped_by", "reason")
"""Who a row is for, and what the database binds to its state."""
NOT_TOLD = ("term", "exit", "penalty", "said", "cap", "terminable")
"""Facts of a pack that are the client's alone; of the money, the forecast too."""


def whole(order: dict[str, Any]) -> str:
    """Document and attached files, in plain letters."""
    files = [base64.b64decode(file["content"]).decode() for file in order["files"]]
    return " ".join([json.dumps(order["html"], ensure_ascii=False), *files])


@pytest.mark.parametrize("variant", SHARED)
def test_no_table_nor_column_of_the_client_alone_is_read(committee: Committee, variant: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        print_order(content_for(committee, variant))
    read = " ".join(one["sql"] for one in asked.captured_queries)
    assert len(TABLES) > 15
    assert not [name for name in sorted(TABLES) if f'"{name}"' in read]
    assert not [name for name in sorted(COLUMNS) if name in read]


def texts_of(model: type[models.Model]) -> list[str]:
    """The free texts of a model."""
    kinds = (models.CharField, models.TextField)
    return [
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, kinds) and not field.choices and field.name not in STATED
    ]


def test_no_word_of_a_closed_row_is_told(committee: Committee, world: Any) -> None:
    Risk.objects.create(
        contract=world, audience=Audience.CLIENT, number=1, raised_on=date(2026, 1, 5), cause="c", effect="e",
        likelihood=4, impact=4, treatment="reduce", owner="o", owner_side="client", review_on=date(2026, 5, 1),
    )  # fmt: skip
    for model in ADDRESSED:
        for row in model.objects.filter(contract=world, audience=Audience.CLIENT):
            words = {name: f"{CLOSED}{row.pk}{name}"[: _room(model, name)] for name in texts_of(model)}
            model.objects.filter(pk=row.pk).update(**words)
    assert CLOSED in whole(print_order(content_for(committee, "client")))
    for variant in SHARED:
        order = whole(print_order(content_for(committee, variant)))
        assert CLOSED not in order
        assert not re.search(r"\b(H1|RH-1|[Hh]uis clos)\b", order)


def _room(model: type[models.Model], name: str) -> int:
    return getattr(model._meta.get_field(name), "max_length", None) or 200


def test_each_fact_of_the_client_alone_is_empty_for_the_provider(committee: Committee, world: Any) -> None:
    with seen_by(world, "partage"):
        facts, _ = facts_for(world, committee, Side.PROVIDER)
    assert not [name for name in NOT_TOLD if getattr(facts, name)]
    assert facts.money is not None
    assert facts.money.forecast is None
    assert not [row for row in facts.commitments if row.penalty is not None]
    assert not [row for row in facts.risks if row.closed_session]
