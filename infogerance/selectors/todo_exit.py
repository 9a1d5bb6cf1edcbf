"""What waits about the exit: a proof asked of the provider, a proof declared that the client has to decide."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts.capabilities import Capability
from core.scope import current
from infogerance.selectors.todo_line import Todo
from reversibility.models import ExitProof, ExitRequest


def exit_lines(able: Mapping[Capability, list[int]]) -> list[Todo]:
    """The provider's requests to answer, the client's proofs to decide (2 queries)."""
    pending = ExitProof.objects.filter(request=OuterRef("pk"), state=ExitProof.State.DECLARED)
    asked = ExitRequest.objects.filter(
        contract_id__in=current().provider & set(able[Capability.UPDATE_ACTION]), closed_at=None
    )
    unanswered = asked.exclude(Exists(pending)).select_related("contract")
    declared = ExitProof.objects.filter(
        contract_id__in=able[Capability.EDIT_CONTRACT], state=ExitProof.State.DECLARED
    ).select_related("contract", "deliverable")
    return [*map(_request, unanswered), *map(_proof, declared)]


def _request(row: ExitRequest) -> Todo:
    return Todo(
        icon="doc",
        title=f"Livrable demandé\u00a0: {row.name}",
        detail=row.contract.reference,
        due=row.wanted_on,
        url=reverse("reversibility:request", args=[row.contract.slug, row.number]),
        action="Répondre",
    )


def _proof(row: ExitProof) -> Todo:
    return Todo(
        icon="doc",
        title=f"Preuve à accepter\u00a0: {row.deliverable.name}",
        detail=f"{row.contract.reference}, livrable {row.deliverable.number}",
        due=None,
        url=reverse("reversibility:item", args=[row.contract.slug, row.deliverable.number]),
        action="Décider",
    )
