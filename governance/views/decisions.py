"""Decisions: all of them, one of them, and recording what was decided."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view, writes
from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from core.exports import export_response, wanted_export
from core.requests import actor_of
from governance.engine.deciding import refusal, takes
from governance.engine.tally import tally
from governance.engine.wording import page_name
from governance.forms.deciding import DecisionForm
from governance.models import OPEN_DECISIONS, TAKEN_DECISIONS, Decision
from governance.selectors.carrying_out import carried_out
from governance.selectors.committees import decision_export, decisions_for
from governance.selectors.marks import effects_of
from governance.services import DecisionRefused, propose_decision, record_decision
from governance.views.finding import decision_or_404


@contract_view("view")
def decisions(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Every decision asked or taken."""
    rows = decisions_for(contract)
    if kind := wanted_export(request):
        return export_response(decision_export(rows), f"decisions-{contract.reference}", kind)
    context = {
        "contract": contract,
        "tally": tally(row.state for row in rows),
        "asked": [row for row in rows if row.state == Decision.State.ASKED],
        "postponed": [row for row in rows if row.state == Decision.State.POSTPONED],
        "taken": [row for row in rows if row.state in TAKEN_DECISIONS],
        "moot": [row for row in rows if row.state == Decision.State.MOOT],
        "carried_out": carried_out(rows, local_today(contract)),
    }
    return render(request, "governance/decisions.html", context)


@contract_view("view")
def decision(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    """One decision, with the form of who may decide while it is open."""
    row = decision_or_404(request, contract, pk)
    return _page(request, contract, row, DecisionForm(initial={"outcome": row.resolution}))


@contract_view("decide")
@writes("governance:decision", "pk")
def decide(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    """Record what was decided."""
    row, form = decision_or_404(request, contract, pk), DecisionForm(request.POST)
    if form.is_valid() and _record(request, row, form):
        return redirect("governance:decision", contract.slug, row.pk)
    return _page(request, contract, row, form, status=422)


@contract_view("prepare_committee")
@writes("governance:decision", "pk")
def propose(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    """Put the question before whom it names."""
    row = decision_or_404(request, contract, pk)
    try:
        propose_decision(decision=row, **actor_of(request))
    except DecisionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, f"Décision {row.label} proposée : elle attend dans « À faire » de qui décide."
        )
    return redirect("governance:decision", contract.slug, row.pk)


def _page(
    request: HttpRequest, contract: Contract, row: Decision, form: DecisionForm, status: int = 200
) -> HttpResponse:
    member, waits = request.membership, row.state in OPEN_DECISIONS  # type: ignore[attr-defined]
    decides = waits and may(member, Capability.DECIDE)
    theirs = waits and may(member, Capability.PREPARE_COMMITTEE) and not takes(row.decider, member.role)
    context = {
        "contract": contract,
        "decision": row,
        "form": form if decides else None,
        "evidence": page_name(row.evidence),
        "effects": effects_of(contract, row),
        "proposes": theirs,
        "refusal": refusal(row.decider, member.role, None) if decides else "",
    }
    return render(request, "governance/decision.html", context, status=status)


def _record(request: HttpRequest, row: Decision, form: DecisionForm) -> bool:
    try:
        taken = record_decision(decision=row, **form.cleaned_data, **actor_of(request))
    except DecisionRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"Décision {taken.label} : {taken.get_state_display().lower()}.")
    return True
