"""Decisions: all of them, one of them, and recording what was decided."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.models import Contract
from core.exports import export_response, wanted_export
from governance.engine.wording import page_name
from governance.forms import DecisionForm
from governance.models import Decision
from governance.selectors.committees import decision_export, decisions_for
from governance.services import DecisionRefused, record_decision
from governance.views.finding import decision_or_404

OPEN = frozenset({Decision.State.ASKED, Decision.State.POSTPONED})


@contract_view("view")
def decisions(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Every decision asked or taken."""
    rows = decisions_for(contract)
    if kind := wanted_export(request):
        return export_response(decision_export(rows), f"decisions-{contract.reference}", kind)
    context = {
        "contract": contract,
        "asked": [row for row in rows if row.state in OPEN],
        "taken": [row for row in rows if row.state not in OPEN],
    }
    return render(request, "governance/decisions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@contract_view("view")
def decision(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    """One decision; who may decide records it by POST."""
    row = decision_or_404(request, contract, pk)
    allowed = may(request.membership, Capability.DECIDE)  # type: ignore[attr-defined]
    form = DecisionForm(request.POST or None, initial={"outcome": row.resolution})
    if request.method == "POST":
        if not allowed:
            raise PermissionDenied
        if form.is_valid() and _record(request, row, form):
            return redirect("governance:decision", contract.slug, row.pk)
    shown = form if allowed and row.state in OPEN else None
    context = {"contract": contract, "decision": row, "form": shown, "evidence": page_name(row.evidence)}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "governance/decision.html", context, status=status)


def _record(request: HttpRequest, row: Decision, form: DecisionForm) -> bool:
    role = request.membership.role  # type: ignore[attr-defined]
    try:
        taken = record_decision(decision=row, user=request.user, role=role, **form.cleaned_data)
    except DecisionRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"Décision {taken.label} : {taken.get_state_display().lower()}.")
    return True
