"""Risks whose review is overdue, for who keeps them."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from governance.models import Risk
from infogerance.selectors.todo_line import Todo


def risk_lines(rows: Iterable[Risk], contracts: list[int]) -> list[Todo]:
    """One line per risk whose review is overdue, for who keeps it (no query)."""
    return [
        Todo(
            icon="watch",
            title=f"Risque {row.label} à revoir\u00a0: {row.effect}",
            detail=f"{row.contract.reference}, {row.owner}",
            due=row.review_on,
            url=f"{reverse('governance:risks', args=[row.contract.slug])}?modifier={row.pk}#risque-{row.pk}",
            action="Revoir",
        )
        for row in rows
        if row.contract_id in contracts
    ]
