"""Could we leave?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from contracts.access import contract_view
from contracts.models import Contract
from contracts.selectors.record import record_for
from core.exports import export_response, wanted_export
from reversibility.selectors import exit_plan_for, exit_sheet


@contract_view("view_client")
def readiness(request: HttpRequest, contract: Contract) -> HttpResponse:
    """The deliverables of the exit, what is proven, what would be missing today."""
    today = timezone.localdate()
    plan = exit_plan_for(contract, today)
    kind = wanted_export(request)
    if kind:
        return export_response(exit_sheet(plan), f"reversibilite-{contract.reference}", kind)
    context = {"plan": plan, "record": record_for(contract, today), "today": today}
    return render(request, "reversibility/readiness.html", context)
