"""The budget, read by the client alone: where the year lands, and what each month cost out of the fee."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.models import Contract
from contracts.selectors.budget_page import budget_page, budget_sheet, charges_sheet
from contracts.selectors.lifetime import local_today
from contracts.views.years import asked_contract_year
from core.exports import export_response, wanted_export
from core.requests import asked_month


@contract_view("view_client")
def budget(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Will the year overrun? `?mois=2026-03` lists the charges of that month."""
    today = local_today(contract)
    year = asked_contract_year(request, contract, today)
    page = budget_page(contract, year, today, asked_month(request, None))
    if kind := wanted_export(request):
        charges = request.GET.get("liste") == "charges"
        sheet = charges_sheet(page.charges) if charges else budget_sheet(page)
        name = "charges" if charges else "budget"
        return export_response(sheet, f"{name}-{contract.reference}-{year}", kind)
    may_write = may(request.membership, Capability.EDIT_CONTRACT)  # type: ignore[attr-defined]
    context = {"page": page, "contract": contract, "may_write": may_write}
    return render(request, "contracts/budget.html", context)


def actor_of(request: HttpRequest) -> dict[str, Any]:
    """Who acts, for a service."""
    return {"actor": request.user, "role": request.membership.role}  # type: ignore[attr-defined]
