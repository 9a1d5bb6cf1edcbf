"""Commitments over time."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from contracts.access import contract_view
from contracts.models import Contract
from core.exports import export_response, wanted_export
from core.htmx import page_or_fragment
from core.requests import asked_month
from slas.selectors.conclusions import heat_title
from slas.selectors.exports import heat_table
from slas.selectors.months import latest_month
from slas.selectors.results import heatmap_for


@contract_view("view")
def heatmap(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Which promise drifts?"""
    month = asked_month(request, latest_month(contract))
    request.month = month  # type: ignore[attr-defined]
    if month is None:
        return render(request, "slas/empty.html", {"contract": contract})
    heat = heatmap_for(contract, month)
    if kind := wanted_export(request):
        return export_response(heat_table(contract, heat), f"{contract.reference}-engagements-{month}", kind)
    context = {"contract": contract, "month": month, "heat": heat, "title": heat_title(heat)}
    return page_or_fragment(request, "slas/heatmap.html", context, fragment="heat")


@contract_view("view")
def commitment(request: HttpRequest, contract: Contract, code: str) -> HttpResponse:
    """The commitment's latest month: its page opens where the reader wants to be."""
    month = latest_month(contract)
    if month is None:
        raise Http404
    return redirect("slas:month", contract=contract.slug, code=code, month=str(month))
