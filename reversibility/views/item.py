"""One deliverable: its history, its criterion, and every act on it. A refused form comes back as it was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view, writes
from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from core.exports import export_response, stored_response, wanted_export
from reversibility.forms.plan import AskForm, DecisionForm, DeliverableForm, ProofForm
from reversibility.models import ExitProof
from reversibility.selectors.plan_item import deliverable_at, item_page, item_sheet, proof_file_at
from reversibility.services.acts import ExitActRefused
from reversibility.services.plan import edit_deliverable
from reversibility.services.proofs import (
    accept_proof,
    ask_proof,
    record_proof,
    refuse_proof,
    withdraw_request,
)
from reversibility.views.acting import actor_of, found, put_back


@contract_view("view_client")
@require_GET
def item(request: HttpRequest, contract: Contract, number: int) -> HttpResponse:
    """The page of a deliverable."""
    if kind := wanted_export(request):
        page = found(item_page(contract, number, local_today(contract)))
        return export_response(item_sheet(page), f"livrable-{number}-{contract.reference}", kind)
    return _page(request, contract, number)


@contract_view("edit_contract")
@writes("reversibility:item", "number")
def item_edit(request: HttpRequest, contract: Contract, number: int) -> HttpResponse:
    """Correct the line."""
    row, form = found(deliverable_at(contract, number)), DeliverableForm(request.POST)
    return _act(
        request, contract, number, "edit", form, "Livrable enregistré.",
        lambda given: edit_deliverable(row=row, values=given, actor=actor_of(request)),
    )  # fmt: skip


@contract_view("edit_contract")
@writes("reversibility:item", "number")
def item_proof(request: HttpRequest, contract: Contract, number: int) -> HttpResponse:
    """Record a proof that the client holds."""
    row, form, today = (
        found(deliverable_at(contract, number)),
        ProofForm(request.POST, request.FILES),
        local_today(contract),
    )
    return _act(
        request, contract, number, "proof", form, "Preuve enregistrée\u00a0: elle compte dès sa date.",
        lambda given: record_proof(row=row, **given, actor=actor_of(request), today=today),
    )  # fmt: skip


@contract_view("edit_contract")
@writes("reversibility:item", "number")
def item_ask(request: HttpRequest, contract: Contract, number: int) -> HttpResponse:
    """Ask the provider for the proof."""
    row, form, today = found(deliverable_at(contract, number)), AskForm(request.POST), local_today(contract)
    done = f"Preuve du livrable {number} demandée\u00a0: le prestataire voit cette ligne seule."
    return _act(
        request, contract, number, "ask", form, done,
        lambda given: ask_proof(row=row, **given, actor=actor_of(request), today=today),
    )  # fmt: skip


@contract_view("edit_contract")
@writes("reversibility:item", "number")
def item_withdraw(request: HttpRequest, contract: Contract, number: int) -> HttpResponse:
    """Take the request back."""
    row = found(deliverable_at(contract, number))
    return _act(
        request, contract, number, "withdraw", forms.Form(request.POST), "Demande retirée.",
        lambda _: withdraw_request(row=row, actor=actor_of(request)),
    )  # fmt: skip


@contract_view("view_client")
@require_GET
def proof_file(request: HttpRequest, contract: Contract, number: int, rank: int) -> HttpResponseBase:
    """The file of a proof, as it was received."""
    return stored_response(found(proof_file_at(contract, number, rank)))


@contract_view("edit_contract")
@writes("reversibility:item", "number")
def proof_decide(request: HttpRequest, contract: Contract, number: int, rank: int) -> HttpResponse:
    """Accept or refuse a declared proof."""
    proofs = ExitProof.objects.filter(contract=contract, deliverable__number=number, rank=rank)
    proof, form, actor = found(proofs.first()), DecisionForm(request.POST), actor_of(request)

    def decide(given: dict[str, Any]) -> object:
        if form.accepts:
            return accept_proof(proof=proof, signed=given["signed"], actor=actor)
        return refuse_proof(proof=proof, reason=given["reason"], actor=actor)

    return _act(request, contract, number, "decision", form, "Décision enregistrée.", decide)


def _act(
    request: HttpRequest,
    contract: Contract,
    number: int,
    name: str,
    form: forms.Form,
    done: str,
    act: Callable[[dict[str, Any]], object],
) -> HttpResponse:
    """Do what a valid form asks, and come back to the page; otherwise the page with that form as typed."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except ExitActRefused as refusal:
            put_back(form, refusal)
        else:
            messages.success(request, done)
            return redirect("reversibility:item", contract.slug, number)
    return _page(request, contract, number, {name: form}, 422)


def _page(
    request: HttpRequest,
    contract: Contract,
    number: int,
    refused: dict[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    today = local_today(contract)
    page = found(item_page(contract, number, today))
    context: dict[str, Any] = {"page": page, "contract": contract, "today": today, "refused": refused or {}}
    if may(request.membership, Capability.EDIT_CONTRACT):  # type: ignore[attr-defined]
        fresh = {
            "edit": DeliverableForm.of(page.line.row), "proof": ProofForm(auto_id="p-%s"),
            "ask": AskForm(auto_id="q-%s"), "decision": DecisionForm(auto_id="d-%s"),
        }  # fmt: skip
        context["acts"] = fresh | (refused or {})
    return render(request, "reversibility/item.html", context, status=status)
