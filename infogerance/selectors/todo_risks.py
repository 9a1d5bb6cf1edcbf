"""Risks whose review is overdue, for who keeps them."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from governance.selectors.risks import late_reviews
from infogerance.selectors.todo_line import Todo


def risk_lines(today: date, contracts: list[int]) -> list[Todo]:
    """One line per open risk to review (1 query)."""
    return [
        Todo(
            icon="watch",
            title=f"Risque {row.label} à revoir\u00a0: {row.effect}",
            detail=f"{row.contract.reference}, {row.owner}",
            due=row.review_on,
            url=f"{reverse('governance:risks', args=[row.contract.slug])}?modifier={row.pk}#risque-{row.pk}",
            action="Revoir",
        )
        for row in late_reviews(contracts, today)
    ]
