"""Commitments held, users unhappy?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from contracts.access import contract_view
from contracts.models import Contract
from core.exports import export_response, wanted_export
from core.requests import asked_month
from kpis.selectors.exports import felt_table
from kpis.selectors.satisfaction import satisfaction_page
from slas.selectors.months import latest_month


@contract_view("view")
def satisfaction(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Six months of commitments held against answers; figures only, for both sides."""
    month = asked_month(request, latest_month(contract))
    request.month = month  # type: ignore[attr-defined]
    if month is None:
        return render(request, "kpis/empty.html", {"contract": contract, "heading": "Satisfaction"})
    page = satisfaction_page(contract, month)
    if kind := wanted_export(request):
        name = f"{contract.reference}-satisfaction-{month}"
        return export_response(felt_table(contract, page.felt), name, kind)
    return render(request, "kpis/satisfaction.html", {"contract": contract, "month": month, "page": page})
