"""Indicators that committees look at for nothing, for who prepares them."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from governance.models import Committee
from infogerance.selectors.todo_line import Todo


def indicator_lines(committees: Iterable[Committee], contracts: list[int]) -> list[Todo]:
    """One line per contract that has any (no query): `committees` say it of their contract, as `idle`."""
    found = {
        row.contract_id: row.contract
        for row in committees
        if getattr(row, "idle", False) and row.contract_id in contracts
    }
    return [
        Todo(
            icon="watch",
            title="Indicateurs de comité sans décision ni alerte depuis trois séances",
            detail=f"{contract.reference}, à garder avec un motif ou à retirer",
            due=None,
            url=f"{reverse('kpis:list', args=[contract.slug])}#sans-suite",
            action="Trancher",
        )
        for contract in found.values()
    ]
