"""What someone types of a decision while a committee sits, kept as one types."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from contracts.access import contract_view, writes
from contracts.models import Contract
from governance.services.drafts import DraftRefused, keep_draft
from governance.views.finding import committee_or_404, decision_or_404


@contract_view("decide")
@writes("governance:session", "committee")
def draft(request: HttpRequest, contract: Contract, committee: str, pk: int) -> HttpResponse:
    """Keep what is typed of a decision, as one types."""
    committee_or_404(request, contract, committee)
    context: dict[str, Any] = {"contract": contract, "pk": pk, "at": timezone.now()}
    try:
        asked = decision_or_404(request, contract, pk)
        keep_draft(decision=asked, typed=request.POST.dict(), author=request.user)
    except DraftRefused as refusal:
        context["refused"] = str(refusal)
    return render(request, "governance/_draft.html", context)
