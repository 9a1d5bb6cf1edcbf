"""Decisions: all of them, one of them, and recording what was decided."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.models import Contract
from core.exports import export_response, wanted_export
from governance.engine.wording import page_name
from governance.forms.deciding import DecisionForm
from governance.models import Decision
from governance.selectors.committees import committee_for, decision_export, decisions_for
from governance.selectors.marks import effects_of
from governance.services import DecisionRefused, record_decision
from governance.services.decisions import OPEN
from governance.views.finding import decision_or_404


@contract_view("view")
def decisions(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Every decision asked or taken."""
    rows = decisions_for(contract)
    if kind := wanted_export(request):
        return export_response(decision_export(rows), f"decisions-{contract.reference}", kind)
    context = {
        "contract": contract,
        "asked": [row for row in rows if row.state == Decision.State.ASKED],
        "taken": [row for row in rows if row.state != Decision.State.ASKED],
    }
    return render(request, "governance/decisions.html", context)


@contract_view("view")
def decision(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    """One decision, with the form of who may decide while it is open."""
    row = decision_or_404(request, contract, pk)
    return _page(request, contract, row, DecisionForm(initial={"outcome": row.resolution}))


@contract_view("decide")
@require_POST
def decide(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    """Record what was decided."""
    row, form = decision_or_404(request, contract, pk), DecisionForm(request.POST)
    if form.is_valid() and _record(request, row, form):
        if sitting := committee_for(contract, request.POST.get("seance", "")):
            session = reverse("governance:session", args=[contract.slug, sitting.slug])
            return redirect(f"{session}#decisions")
        return redirect("governance:decision", contract.slug, row.pk)
    return _page(request, contract, row, form, status=422)


def _page(
    request: HttpRequest, contract: Contract, row: Decision, form: DecisionForm, status: int = 200
) -> HttpResponse:
    allowed = may(request.membership, Capability.DECIDE)  # type: ignore[attr-defined]
    shown = form if allowed and row.state in OPEN else None
    context = {
        "contract": contract, "decision": row, "form": shown, "evidence": page_name(row.evidence),
        "effects": effects_of(contract, row),
    }  # fmt: skip
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
