"""Committees: the list with those that the contract provides for, and one with its decisions, agenda and packs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view, writes
from contracts.models import Contract
from contracts.selectors.lifetime import local_today, outside_today
from contracts.services.lines import LineRefused
from core.requests import actor_of
from governance.engine.progress import is_overdue, progress
from governance.forms.deciding import CommitteeTermForm
from governance.models import Committee
from governance.selectors import committees as reading
from governance.selectors.committee_terms import said_terms, terms_for
from governance.selectors.sending import deliveries_of
from governance.selectors.steps import steps_of
from governance.services import NothingToPrepare, prepare_committee
from governance.services.committee_terms import remove_committee, save_committee
from governance.services.own_decisions import closed_agenda
from governance.views.finding import committee_or_404

REFUSED = 422


@contract_view("view")
def committees(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Every committee of the contract, the next one first."""
    return _list(request, contract)


@contract_view("edit_contract")
def add_term(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Add a committee that the contract provides for."""
    return _change(request, contract, None)


@contract_view("edit_contract")
def change_term(request: HttpRequest, contract: Contract, term: str) -> HttpResponse:
    """Change a committee provided for, or remove it; read without a form, the address leads to its place."""
    if term not in said_terms(contract):
        raise Http404
    if request.method == "POST" and request.POST.get("act") == "remove":
        remove_committee(contract=contract, code=term, **actor_of(request))
        messages.success(request, "Comité retiré du contrat.")
        return _back(contract)
    return _change(request, contract, term)


@contract_view("view")
def committee(request: HttpRequest, contract: Contract, committee: str) -> HttpResponse:
    """Which decisions, by whom, when; what the pack holds."""
    found, today = committee_or_404(request, contract, committee), local_today(contract)
    page = reading.committee_page(found, today)
    planned = found.state == Committee.State.PLANNED
    sends = may(request.membership, Capability.PREPARE_COMMITTEE)  # type: ignore[attr-defined]
    context = {
        "contract": contract,
        "page": page,
        "progress": progress(found.state, found.held_on, page.send_by, today),
        "to_send": planned and not is_overdue(found.state, found.held_on, today),
        "steps": steps_of(contract, found, "committee"),
        "moves": planned and sends,
        "sends": sends,
        "asks": sends and closed_agenda(found) is None,
        "deliveries": deliveries_of(found),
    }
    return render(request, "governance/committee.html", context)


@contract_view("prepare_committee")
@writes("governance:committee", "committee")
def prepare(request: HttpRequest, contract: Contract, committee: str) -> HttpResponse:
    """Ask the data again: open questions are refreshed, taken decisions stay."""
    found = committee_or_404(request, contract, committee)
    if found.kind != Committee.Kind.STEERING:
        raise Http404
    try:
        prepare_committee(contract=contract, month=found.month)
    except NothingToPrepare as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Questions remises à jour d’après les données.")
    return redirect("governance:committee", contract.slug, found.slug)


def _change(request: HttpRequest, contract: Contract, code: str | None) -> HttpResponse:
    if request.method != "POST":
        return _back(contract, f"?modifier={code}" if code else "", f"prevu-{code}" if code else "contrat")
    form = CommitteeTermForm(said_terms(contract)[code] if code else None, request.POST)
    if form.is_valid():
        try:
            save_committee(contract=contract, said=form.said(), code=code, **actor_of(request))
        except LineRefused as refusal:
            form.refuse(refusal.faults)
    if form.errors:
        return _list(request, contract, form)
    messages.success(request, "Comité enregistré.")
    return _back(contract)


def _back(contract: Contract, query: str = "", anchor: str = "contrat") -> HttpResponse:
    return redirect(f"{reverse('governance:list', args=[contract.slug])}{query}#{anchor}")


def _list(request: HttpRequest, contract: Contract, refused: CommitteeTermForm | None = None) -> HttpResponse:
    found, today = reading.committees_for(contract), local_today(contract)
    context: dict[str, Any] = {
        "contract": contract,
        "coming": sorted((row for row in found if row.held_on >= today), key=lambda row: row.held_on),
        "overdue": [row for row in found if is_overdue(row.state, row.held_on, today)],
        "held": [row for row in found if row.held_on < today and row.state != Committee.State.PLANNED],
        "terms": terms_for(contract),
        "outside": outside_today(contract, today),
        "may_edit": may(request.membership, Capability.EDIT_CONTRACT),  # type: ignore[attr-defined]
    }
    if context["may_edit"]:
        asked = said_terms(contract).get(request.GET.get("modifier", ""))
        context |= {
            "form": refused if refused and refused.code else CommitteeTermForm(asked) if asked else None,
            "add": refused if refused and not refused.code else CommitteeTermForm(),
        }
    return render(request, "governance/list.html", context, status=REFUSED if refused else 200)
