"""Questions that people put on the agenda of a committee, or write again while they are only asked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from contracts.access import contract_view
from contracts.models import Contract
from contracts.services.lines import LineRefused
from core.requests import actor_of
from governance.forms.own_decisions import AskedForm, WithdrawingForm
from governance.models import Committee, Decision
from governance.selectors.own_decisions import asked_of, evidence_pages
from governance.services.own_decisions import ask_own, closed_agenda, reword, withdraw_own
from governance.views.finding import committee_or_404, decision_or_404

REFUSED = 422
FROM_SESSION = "seance"
"""`?retour=seance`: the page of the session leads here, and is where it leads back."""


@contract_view("prepare_committee")
def ask(request: HttpRequest, contract: Contract, committee: str) -> HttpResponse:
    """Put a question on the agenda of a committee."""
    found = committee_or_404(request, contract, committee)
    if request.method != "POST" and (fault := closed_agenda(found)):
        messages.error(request, str(fault))
        return redirect("governance:committee", contract.slug, found.slug)
    form = AskedForm(evidence_pages(contract), data=request.POST or None)
    if form.is_valid():
        try:
            made = ask_own(contract=contract, committee=found, said=form.said(), **actor_of(request))
        except LineRefused as refusal:
            form.refuse(refusal.faults)
        else:
            messages.success(request, f"Décision {made.label} ajoutée à l’ordre du jour.")
            return redirect(_back(request, contract, found, made))
    context = {
        "contract": contract,
        "committee": found,
        "form": form,
        "back": _back(request, contract, found),
    }
    return render(request, "governance/own_decision.html", context, status=_status(form))


@contract_view("prepare_committee")
def change(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    """Write a question again, or take back one that people asked."""
    row = decision_or_404(request, contract, pk)
    if row.state != Decision.State.ASKED and request.method != "POST":
        return redirect("governance:decision", contract.slug, row.pk)
    withdrawing = WithdrawingForm(request.POST if request.POST.get("act") == "withdraw" else None)
    said = None if withdrawing.is_bound else request.POST or None
    form = AskedForm(evidence_pages(contract), asked_of(row), said, own=row.own)
    back = _back(request, contract, row.committee, row)
    if _withdrawn(request, contract, row, withdrawing) or _reworded(request, contract, row, form):
        return redirect(back)
    context = {
        "contract": contract,
        "committee": row.committee,
        "decision": row,
        "form": form,
        "withdrawing": withdrawing if row.own else None,
        "back": back,
    }
    return render(request, "governance/own_decision.html", context, status=_status(form, withdrawing))


def _reworded(request: HttpRequest, contract: Contract, row: Decision, form: AskedForm) -> bool:
    if not form.is_valid():
        return False
    try:
        moved = reword(contract=contract, decision=row, said=form.said(), **actor_of(request))
    except LineRefused as refusal:
        form.refuse(refusal.faults)
        return False
    messages.success(request, "Décision modifiée." if moved else "Rien n’a changé.")
    return True


def _withdrawn(request: HttpRequest, contract: Contract, row: Decision, form: WithdrawingForm) -> bool:
    if not form.is_valid():
        return False
    try:
        withdraw_own(contract=contract, decision=row, **form.cleaned_data, **actor_of(request))
    except LineRefused as refusal:
        form.refuse(refusal.faults)
        return False
    messages.success(request, f"Décision {row.label} retirée de l’ordre du jour.")
    return True


def _status(*forms: AskedForm | WithdrawingForm) -> int:
    return REFUSED if any(form.errors for form in forms) else 200


def _back(request: HttpRequest, contract: Contract, committee: Committee, row: Decision | None = None) -> str:
    """The page that led here, at the question when there is one."""
    if request.GET.get("retour") == FROM_SESSION:
        page, place = "governance:session", f"decision-{row.pk}" if row else "decisions"
    else:
        page, place = "governance:committee", row.label if row else "decisions"
    return f"{reverse(page, args=[contract.slug, committee.slug])}#{place}"
