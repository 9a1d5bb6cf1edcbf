"""What is left to do on a new contract."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from contracts.access import contract_view
from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from infogerance.selectors.setup import access_of, review_page, setup_of
from infogerance.selectors.starting import taken_from_models


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
