"""Could we leave?"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view, writes
from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from contracts.selectors.record import record_for
from core.engine import formats
from core.exports import export_response, wanted_export
from reversibility.engine.standard_plan import STANDARD_PLAN
from reversibility.selectors import exit_plan_for, exit_sheet
from reversibility.selectors.exit_home import exit_home
from reversibility.services.acts import ExitActRefused
from reversibility.services.plan import create_plan
from reversibility.views.acting import actor_of


@contract_view("view_client")
@require_GET
def readiness(request: HttpRequest, contract: Contract) -> HttpResponse:
    """The deliverables of the exit, what is proven, what would be missing today."""
    today = local_today(contract)
    if kind := wanted_export(request):
        sheet = exit_sheet(exit_plan_for(contract, today))
        return export_response(sheet, f"reversibilite-{contract.reference}", kind)
    context = {
        "page": exit_home(contract, today),
        "record": record_for(contract, today),
        "contract": contract,
        "today": today,
        "standard": len(STANDARD_PLAN),
        "may_edit": may(request.membership, Capability.EDIT_CONTRACT),  # type: ignore[attr-defined]
    }
    return render(request, "reversibility/readiness.html", context)


@contract_view("edit_contract")
@writes("reversibility:readiness")
def plan_create(request: HttpRequest, contract: Contract) -> HttpResponse:
    """The usual deliverables, in one act."""
    try:
        made = create_plan(contract=contract, actor=actor_of(request))
    except ExitActRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Plan créé\u00a0: {formats.count(made, 'livrable')} à préparer.")
    return redirect("reversibility:readiness", contract.slug)
