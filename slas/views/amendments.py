"""Amendments: the versions of a contract, proposals and their approval by a second person."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.engine.reading import FileRefused
from contracts.models import Amendment, Contract
from core.exports import export_response, wanted_export
from slas.forms.amendments import AmendmentForm, DecisionForm
from slas.selectors.amendments import amendment_for, amendments_page, amendments_sheet, version_difference
from slas.selectors.amounts import reader_of
from slas.selectors.regularising import proposal_for
from slas.services.amendments import (
    AmendmentRefused,
    Signer,
    approve_amendment,
    close_amendment,
    propose_amendment,
)

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
        sheet = amendments_sheet(amendments_page(contract, timezone.localdate()))
        return export_response(sheet, f"{contract.reference}-avenants", kind)
    start = proposal_for(contract, request.GET)
    return _list(request, contract, AmendmentForm(initial=start) if proposes else None)


def _propose(request: HttpRequest, contract: Contract) -> HttpResponse:
    form = AmendmentForm(request.POST)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("title", "effective_on", "change", "reason")}
        try:
            made = propose_amendment(contract=contract, **given, signer=_signer(request, contract))
        except FileRefused as refusal:
            for problem in refusal.problems:
                form.add_error(None, str(problem))
        except AmendmentRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Avenant proposé : une seconde personne l’approuve.")
            return redirect("contracts:amendment", contract.slug, made.number)
    return _list(request, contract, form, 422)


def _list(
    request: HttpRequest, contract: Contract, form: AmendmentForm | None, status: int = 200
) -> HttpResponse:
    page = amendments_page(contract, timezone.localdate())
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
    form, signer = DecisionForm(request.POST), _signer(request, contract)
    approves = request.POST.get("act") == "approve"
    try:
        if approves and not may(request.membership, Capability.DECIDE):  # type: ignore[attr-defined]
            raise PermissionDenied
        if approves:
            approve_amendment(amendment=found, signer=signer)
        elif form.is_valid():
            close_amendment(amendment=found, reason=form.cleaned_data["reason"], signer=signer)
        else:
            return _one(request, contract, found, form, 422)
    except (AmendmentRefused, FileRefused) as refusal:
        return _one(request, contract, found, form, 422, refused=str(refusal))
    messages.success(request, "Avenant approuvé." if approves else "Décision enregistrée.")
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
        "contract": contract, "number": found.number, "amendment": found, "difference": found.difference,
        "approves": waits and decides and not own, "form": form if waits and (own or decides) else None,
        "own": own, "refused": refused, "simulates": may(request.membership, Capability.VIEW_CLIENT),  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "slas/amendment.html", context, status=status)


def _signer(request: HttpRequest, contract: Contract) -> Signer:
    return Signer(request.user, request.membership.role, reader_of(contract))  # type: ignore[attr-defined]
