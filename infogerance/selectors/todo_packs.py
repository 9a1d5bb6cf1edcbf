"""Packs that did not reach a reader, for who sent them."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse

from accounts.models import Membership
from core.engine import formats
from governance.models import PackDelivery
from infogerance.selectors.todo_line import Todo


def pack_lines(memberships: Mapping[int, Membership], preparing: list[int]) -> list[Todo]:
    """One line for each mail of the visitor that was not delivered (1 query, none where nothing may be sent)."""
    if not preparing:
        return []
    rows = PackDelivery.objects.filter(
        contract_id__in=preparing,
        state=PackDelivery.State.FAILED,
        asked_by_id__in={memberships[key].user_id for key in preparing},
    )
    return [_line(row) for row in rows.select_related("contract", "pack__committee", "reader")]


def _line(row: PackDelivery) -> Todo:
    committee = row.pack.committee
    name = f"{committee.get_kind_display()} du {formats.date_short(committee.held_on)}"
    address = reverse("governance:committee", args=[row.contract.slug, committee.slug])
    return Todo(
        icon="breached",
        title=f"Dossier non remis à un destinataire\u00a0: {name}",
        detail=f"{row.contract.reference}, {row.reader.email}. {row.fault}",
        due=None,
        url=f"{address}#envois",
        action="Réessayer",
    )
