"""The exclusions: what each costs, and for the client what they may come to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.models import Contract
from contracts.selectors.exclusions import exclusions_page, exclusions_sheet
from contracts.selectors.lifetime import local_today
from contracts.views.years import asked_contract_year, contract_year_pills
from core.exports import export_response, wanted_export


@contract_view("view")
def exclusions(request: HttpRequest, contract: Contract) -> HttpResponse:
    """What is not in the fee, at what price, and how much was booked on it."""
    today = local_today(contract)
    year = asked_contract_year(request, contract, today)
    client = may(request.membership, Capability.VIEW_CLIENT)  # type: ignore[attr-defined]
    page = exclusions_page(contract, year, today, client=client)
    if kind := wanted_export(request):
        return export_response(
            exclusions_sheet(page, client=client), f"{contract.reference}-exclusions-{page.year}", kind
        )
    context = {
        "page": page,
        "year": year,
        "client": client,
        "estimates": may(request.membership, Capability.EDIT_CONTRACT),  # type: ignore[attr-defined]
        "years": contract_year_pills(contract, today, year),
    }
    return render(request, "contracts/exclusions.html", context)
