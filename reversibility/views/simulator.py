"""If we give notice on a day?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from contracts.access import contract_view
from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from core.exports import export_response, wanted_export
from reversibility.forms.simulation import NoticeForm
from reversibility.selectors.simulation import simulation_page, simulation_sheet


@contract_view("view_client")
@require_GET
def simulator(request: HttpRequest, contract: Contract) -> HttpResponse:
    """The exit that follows a notice received on a day; nothing is written."""
    today = local_today(contract)
    form = NoticeForm(
        contract,
        request.GET if "preavis" in request.GET else None,
        initial={"preavis": max(today, contract.starts_on)},
    )
    page = simulation_page(contract, *form.asked(today), today)
    if (kind := wanted_export(request)) and form.is_valid():
        return export_response(simulation_sheet(page), f"sortie-{contract.reference}", kind)
    context = {"form": form, "page": page, "today": today, "contract": contract}
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "reversibility/simulator.html", context, status=status)
