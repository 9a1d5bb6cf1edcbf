"""Amendments: the versions of a contract, proposals and their approval by a second person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.models import Amendment, Contract
from contracts.selectors.lifetime import local_today
from contracts.selectors.scope_to_come import coming_of
from contracts.selectors.terms_to_come import coming_terms_of
from core.exports import export_response, wanted_export
from core.rows import MORE
from slas.forms.amendments import AmendmentForm, DecisionForm
from slas.selectors.amended_terms import kept_warning, shown_difference
from slas.selectors.amendments import amendment_for, amendments_page, amendments_sheet, version_difference
from slas.selectors.amounts import reader_of
from slas.selectors.regularising import items_by_status, proposal_for, site_names
from slas.services.amendment_checks import AmendmentRefused, examined
from slas.services.amendments import Signer, close_amendment, propose_amendment

PROPOSING = (Capability.EDIT_CONTRACT, Capability.CONTEST)


@contract_view("view")
def amendments(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Which version applies, since when, what is proposed?"""
    proposes = any(may(request.membership, one) for one in PROPOSING)  # type: ignore[attr-defined]
    if request.method == "POST":
        if not proposes:
            raise PermissionDenied
        return _propose(request, contract)
    if kind := wanted_export(request):
        sheet = amendments_sheet(amendments_page(contract, local_today(contract)))
        return export_response(sheet, f"{contract.reference}-avenants", kind)
    if not proposes:
        return _list(request, contract, None)
    title, lines = proposal_for(contract, request.GET)
    offered: dict[str, Any] = {"items": items_by_status(contract), "sites": site_names(contract)}
    form = AmendmentForm(**offered, initial={"title": title}, lines=lines)
    return _list(request, contract, form)


def _propose(request: HttpRequest, contract: Contract) -> HttpResponse:
    offered: dict[str, Any] = {"items": items_by_status(contract), "sites": site_names(contract)}
    if MORE in request.POST:
        return _list(request, contract, AmendmentForm.with_more_rows(request.POST, **offered))
    form = AmendmentForm(request.POST, **offered)
    if not form.is_valid():
        judged = {name: form.cleaned_data.get(name) for name in ("change", "effective_on", "reason")}
        form.refuse(examined(contract, **judged)[1])
        return _list(request, contract, form, 422)
    given = {name: form.cleaned_data[name] for name in ("title", "effective_on", "change", "reason")}
    try:
        made = propose_amendment(contract=contract, **given, signer=signer_of(request, contract))
    except AmendmentRefused as refusal:
        form.refuse(refusal.complaints)
        return _list(request, contract, form, 422)
    messages.success(request, "Avenant proposé : une seconde personne l’approuve.")
    return redirect("contracts:amendment", contract.slug, made.number)


def _list(
    request: HttpRequest, contract: Contract, form: AmendmentForm | None, status: int = 200
) -> HttpResponse:
    page = amendments_page(contract, local_today(contract))
    context = {"contract": contract, "page": page, "form": form}
    return render(request, "slas/amendments.html", context, status=status)


@contract_view("view")
def amendment(request: HttpRequest, contract: Contract, number: int) -> HttpResponse:
    """What does it change, who approved it?"""
    found = amendment_for(contract, number)
    if found is None:
        difference = version_difference(contract, number)
        if difference is None:
            raise Http404
        context = {"contract": contract, "number": number, "difference": difference}
        return render(request, "slas/amendment.html", context)
    if request.method != "POST":
        return _one(request, contract, found, DecisionForm())
    if not any(may(request.membership, one) for one in (*PROPOSING, Capability.DECIDE)):  # type: ignore[attr-defined]
        raise PermissionDenied
    return _decide(request, contract, found)


def _decide(request: HttpRequest, contract: Contract, found: Amendment) -> HttpResponse:
    form, signer = DecisionForm(request.POST), signer_of(request, contract)
    if not form.is_valid():
        return _one(request, contract, found, form, 422)
    try:
        close_amendment(amendment=found, reason=form.cleaned_data["reason"], signer=signer)
    except AmendmentRefused as refusal:
        return _one(request, contract, found, form, 422, refused=str(refusal))
    messages.success(request, "Décision enregistrée.")
    return redirect("contracts:amendment", contract.slug, found.number)


def _one(
    request: HttpRequest,
    contract: Contract,
    found: Amendment,
    form: DecisionForm,
    status: int = 200,
    refused: str = "",
) -> HttpResponse:
    waits, own = found.state == Amendment.State.PROPOSED, found.proposed_by_id == request.user.pk
    decides = may(request.membership, Capability.DECIDE)  # type: ignore[attr-defined]
    context = {
        "contract": contract, "number": found.number, "amendment": found, "difference": shown_difference(contract, found),
        "approves": waits and decides and not own, "form": form if waits and (own or decides) else None,
        "own": own, "refused": refused, "simulates": may(request.membership, Capability.VIEW_CLIENT),  # type: ignore[attr-defined]
        "approved": found.state == Amendment.State.APPROVED,
        "coming": coming_of(contract, found.number), "later": coming_terms_of(contract, found.number),
        "warning": kept_warning(contract, found), "overdue": waits and found.effective_on < local_today(contract),
    }  # fmt: skip
    return render(request, "slas/amendment.html", context, status=status)


def signer_of(request: HttpRequest, contract: Contract) -> Signer:
    """The visitor as who signs an act on an amendment."""
    return Signer(request.user, request.membership.role, reader_of(contract))  # type: ignore[attr-defined]
