"""What leaving costs, when it happens, what holds us."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from core.exports import export_response, wanted_export
from reversibility.selectors.captivity import captivity_page
from reversibility.selectors.exit_pages import cost_page, cost_sheet, timeline_page, timeline_sheet


@contract_view("view_client")
@require_GET
def cost(request: HttpRequest, contract: Contract) -> HttpResponse:
    """The price of an exit, part by part."""
    page = cost_page(contract, local_today(contract))
    if kind := wanted_export(request):
        return export_response(cost_sheet(page), f"cout-de-sortie-{contract.reference}", kind)
    return render(request, "reversibility/cost.html", {"page": page, "contract": contract})


@contract_view("view_client")
@require_GET
def timeline(request: HttpRequest, contract: Contract) -> HttpResponse:
    """The phases on the calendar."""
    today = local_today(contract)
    page = timeline_page(contract, today)
    if kind := wanted_export(request):
        return export_response(timeline_sheet(page), f"calendrier-de-sortie-{contract.reference}", kind)
    return render(
        request, "reversibility/timeline.html", {"page": page, "contract": contract, "today": today}
    )


@contract_view("view_client")
@require_GET
def captivity(request: HttpRequest, contract: Contract) -> HttpResponse:
    """The captivity index and what it is counted from."""
    today = local_today(contract)
    page = captivity_page(contract, today)
    if kind := wanted_export(request):
        return export_response(page.sheet, f"captivite-{contract.reference}", kind)
    context = {"page": page, "contract": contract, "today": today}
    context["may_see_accesses"] = may(request.membership, Capability.VIEW_ACCESSES)  # type: ignore[attr-defined]
    return render(request, "reversibility/captivity.html", context)
