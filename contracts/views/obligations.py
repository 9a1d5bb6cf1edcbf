"""Obligations of both sides: the list, one of them, entered, said done, accepted or refused."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view, writes
from contracts.forms.obligations import ObligationForm
from contracts.forms.papers import DoneForm, SettleForm
from contracts.models import Contract, Obligation
from contracts.selectors.lifetime import local_today
from contracts.selectors.obligations import (
    find_file,
    find_obligation,
    obligation_page,
    obligations_page,
    obligations_sheet,
    waiting_act,
)
from contracts.selectors.papers import obligation_book
from contracts.services.lines import LineRefused
from contracts.services.obligation_lines import remove_obligation, save_obligation
from contracts.services.obligations import ObligationRefused, say_done, settle_act
from contracts.views.documents import side_of, signer_of
from core.exports import export_response, stored_response, wanted_export
from core.requests import actor_of
from core.scope import Side

REFUSED = 422


@contract_view("view")
@require_GET
def obligations(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Who owes what, and what is late?"""
    if kind := wanted_export(request):
        page = obligations_page(contract, local_today(contract))
        return export_response(obligations_sheet(page), f"{contract.reference}-obligations", kind)
    return _list(request, contract)


@contract_view("edit_contract")
@writes("contracts:obligations")
def add_obligation(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Enter what a side owes."""
    form = ObligationForm(obligation_book(contract), None, request.POST)
    if form.is_valid():
        try:
            number = save_obligation(contract=contract, said=form.said(), number=None, **actor_of(request))
        except LineRefused as refusal:
            form.refuse(refusal.faults)
        else:
            messages.success(request, "Obligation ajoutée.")
            return redirect("contracts:obligation", contract.slug, number)
    return _list(request, contract, form)


@contract_view("edit_contract")
@writes("contracts:obligation", "number")
def change_obligation(request: HttpRequest, contract: Contract, number: int) -> HttpResponse:
    """Change what a side owes, close it, or remove it while nothing was said done."""
    found = _found(contract, number)
    if request.POST.get("act") == "remove":
        try:
            remove_obligation(contract=contract, number=number, **actor_of(request))
        except LineRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("contracts:obligation", contract.slug, number)
        messages.success(request, "Obligation retirée.")
        return redirect("contracts:obligations", contract.slug)
    form = ObligationForm(obligation_book(contract), number, request.POST)
    if form.is_valid():
        try:
            save_obligation(contract=contract, said=form.said(), number=number, **actor_of(request))
        except LineRefused as refusal:
            form.refuse(refusal.faults)
        else:
            messages.success(request, "Obligation enregistrée.")
            return redirect("contracts:obligation", contract.slug, number)
    return _one(request, contract, found, edit=form, status=REFUSED)


@contract_view("view")
@require_GET
def obligation(request: HttpRequest, contract: Contract, number: int) -> HttpResponse:
    """One obligation and what was done of it."""
    return _one(request, contract, _found(contract, number))


@contract_view("update_action")
@writes("contracts:obligation", "number")
def done(request: HttpRequest, contract: Contract, number: int) -> HttpResponse:
    """Say it done, with a proof."""
    found, form = _found(contract, number), DoneForm(contract, request.POST, request.FILES)
    if form.is_valid():
        try:
            say_done(
                obligation=found, said=form.said(), signer=signer_of(request), today=local_today(contract)
            )
        except ObligationRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            waits = side_of(request) is Side.PROVIDER
            messages.success(request, f"Exécution enregistrée{' : le client y répond' if waits else ''}.")
            return redirect("contracts:obligation", contract.slug, number)
    return _one(request, contract, found, done=form, status=REFUSED)


@contract_view("settle")
@writes("contracts:obligation", "number")
def settle(request: HttpRequest, contract: Contract, number: int) -> HttpResponse:
    """Accept what the provider said done, or refuse it for a reason."""
    found, form = _found(contract, number), SettleForm(request.POST)
    act = waiting_act(contract, found)
    if form.is_valid() and act is None:
        form.add_error(None, "Aucune exécution n’attend de réponse. Relisez la page.")
    elif form.is_valid() and act is not None:
        given = form.cleaned_data
        accepted = given["outcome"] == "accepted"
        try:
            settle_act(act=act, accepted=accepted, reason=given["reason"], signer=signer_of(request))
        except ObligationRefused as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, "Exécution acceptée." if accepted else "Exécution refusée.")
            return redirect("contracts:obligation", contract.slug, number)
    return _one(request, contract, found, settle=form, status=REFUSED)


@contract_view("view")
@require_GET
def proof_file(request: HttpRequest, contract: Contract, number: int, pk: int) -> HttpResponseBase:
    """The file joined to an execution, saved by the browser and never run."""
    found = find_file(contract, number, pk)
    if found is None:
        raise Http404
    return stored_response(found)


def _found(contract: Contract, number: int) -> Obligation:
    found = find_obligation(contract, number)
    if found is None:
        raise Http404
    return found


def _list(request: HttpRequest, contract: Contract, refused: ObligationForm | None = None) -> HttpResponse:
    context = {"contract": contract, "page": obligations_page(contract, local_today(contract)), "add": None}
    if may(request.membership, Capability.EDIT_CONTRACT):  # type: ignore[attr-defined]
        context["add"] = refused or ObligationForm(obligation_book(contract))
    return render(request, "contracts/obligations.html", context, status=REFUSED if refused else 200)


def _one(
    request: HttpRequest, contract: Contract, found: Obligation, *, status: int = 200, **refused: Any
) -> HttpResponse:
    membership = request.membership  # type: ignore[attr-defined]
    page = obligation_page(contract, found, local_today(contract))
    own = side_of(request) is Side.CLIENT or found.side == Side.PROVIDER.value
    context = {"contract": contract, "page": page, "done": None, "settle": None, "edit": None}
    if may(membership, Capability.UPDATE_ACTION) and own and page.line.waiting is None:
        context["done"] = DoneForm(contract)
    if may(membership, Capability.SETTLE) and page.line.waiting is not None:
        context["settle"] = SettleForm()
    if may(membership, Capability.EDIT_CONTRACT):
        context["edit"] = ObligationForm(obligation_book(contract), found.number)
    return render(request, "contracts/obligation.html", context | refused, status=status)
