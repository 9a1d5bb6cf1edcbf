"""The month that runs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from contracts.access import contract_view
from contracts.models import Contract
from contracts.selectors.lifetime import local_today, outside_today
from core.exports import export_response, wanted_export
from slas.selectors.outlooks import outlook_page, outlook_table


@contract_view("view")
def outlook(request: HttpRequest, contract: Contract) -> HttpResponse:
    """How will the month end, and what decides?"""
    page = outlook_page(contract, timezone.now())
    if kind := wanted_export(request):
        name = f"{contract.reference}-atterrissage-{page.month or 'aucun'}"
        return export_response(outlook_table(page), name, kind)
    outside = outside_today(contract, local_today(contract))
    context = {"contract": contract, "page": page, "outside": outside}
    return render(request, "slas/outlook.html", context)
