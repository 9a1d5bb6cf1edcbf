"""What is done without being owed, paid without being used, refused though owed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from contracts.access import contract_view
from contracts.models import Contract
from core.exports import export_response, wanted_export
from kpis.selectors.grey_zones import grey_page, grey_sheet


@contract_view("view_client")
def grey_zones(request: HttpRequest, contract: Contract) -> HttpResponse:
    """The radar; the client's alone, for it prepares a negotiation."""
    page = grey_page(contract)
    if kind := wanted_export(request):
        return export_response(grey_sheet(page), f"{contract.reference}-zones-grises", kind)
    return render(request, "kpis/grey_zones.html", {"contract": contract, "page": page})
