"""What could be measured, what is, and where the rest is told."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.models import Contract
from core.exports import export_response, wanted_export
from core.requests import asked_month
from kpis.selectors.catalogue_page import catalogue_page
from kpis.selectors.exports import catalogue_table
from slas.selectors.months import latest_month


@contract_view("view")
def catalogue(request: HttpRequest, contract: Contract) -> HttpResponse:
    """K01 to K28 and the contract's own, for one month."""
    month = asked_month(request, latest_month(contract))
    request.month = month  # type: ignore[attr-defined]
    if month is None:
        return render(request, "kpis/empty.html", {"contract": contract, "heading": "Catalogue"})
    page = catalogue_page(contract, month)
    if kind := wanted_export(request):
        name = f"{contract.reference}-catalogue-{month}"
        return export_response(catalogue_table(contract, page.lines), name, kind)
    may_edit = may(request.membership, Capability.EDIT_CONTRACT)  # type: ignore[attr-defined]
    context = {"contract": contract, "month": month, "page": page, "may_edit": may_edit}
    return render(request, "kpis/catalogue.html", context)
