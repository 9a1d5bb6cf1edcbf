"""What is left to do on a new contract."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from contracts.access import contract_view, writes
from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from core.requests import actor_of
from infogerance.selectors.setup import access_of, review_page, setup_of
from infogerance.selectors.starting import SECTIONS, taken_from_models
from infogerance.services.confirming import confirm_model_lines


@contract_view("edit_contract")
@require_GET
def contract_setup(request: HttpRequest, contract: Contract) -> HttpResponse:
    """The checklist, each line with the page where it is done."""
    context = {
        "contract": contract,
        "setup": setup_of(contract, local_today(contract)),
        "access": access_of(contract, request.user),  # type: ignore[arg-type]
        "taken": taken_from_models(contract),
        "review_url": review_page(contract),
    }
    return render(request, "infogerance/setup.html", context)


@contract_view("edit_contract")
@writes("contract_setup")
def contract_confirm(request: HttpRequest, contract: Contract, table: str) -> HttpResponse:
    """Say that the lines of one section, as the model wrote them, are those of the signed contract."""
    if table not in SECTIONS:
        raise Http404
    title = SECTIONS[table][0]
    if confirm_model_lines(contract=contract, table=table, **actor_of(request)):
        messages.success(request, f"{title} : les lignes du modèle sont confirmées.")
    else:
        messages.info(request, f"{title} : plus rien n’est à confirmer.")
    return redirect("contract_setup", contract.slug)
