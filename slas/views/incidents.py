"""The client's own incidents: read, typed in, read from a file, shared."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view, writes
from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from core.exports import export_response, wanted_export
from core.requests import asked_month
from reports.services.lists import ListFileRefused
from slas.forms.checks import IncidentForm, IncidentListForm
from slas.selectors.client_incidents import incidents_page, incidents_table
from slas.selectors.months import latest_month
from slas.services.checks.client_incidents import (
    Imported,
    add_incident,
    import_incidents,
    share_incidents,
)

REFUSED = 422


@contract_view("view_client")
@require_GET
def client_incidents(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Does the provider have a ticket of what we saw?"""
    month = _month(request, contract)
    if kind := wanted_export(request):
        sheet = incidents_table(contract, incidents_page(contract, month))
        return export_response(sheet, f"{contract.reference}-incidents-client-{month}", kind)
    return _page(request, contract, month)


@contract_view("answer_signal")
@writes("slas:client_incidents")
def add_client_incident(request: HttpRequest, contract: Contract) -> HttpResponse:
    """One incident typed in."""
    form = IncidentForm(contract, request.POST)
    if not form.is_valid():
        return _page(request, contract, _month(request, contract), form=form, status=REFUSED)
    done = add_incident(contract=contract, user=request.user, values=form.values())  # type: ignore[arg-type]
    return _done(request, contract, done, Month.at(form.values()["opened_at"], contract.timezone))


@contract_view("answer_signal")
@writes("slas:client_incidents")
def upload_client_incidents(request: HttpRequest, contract: Contract) -> HttpResponse:
    """A file of incidents; what is wrong in it is said on the same page, and nothing is kept."""
    month, form = _month(request, contract), IncidentListForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, contract, month, upload=form, status=REFUSED)
    file = form.cleaned_data["file"]
    try:
        done = import_incidents(
            contract=contract, user=request.user, name=file.name, content=file.file,  # type: ignore[arg-type]
            source=form.cleaned_data["source"],
        )  # fmt: skip
    except ListFileRefused as refused:
        return _page(request, contract, month, upload=form, refusal=refused.findings, status=REFUSED)
    return _done(request, contract, done, month)


@contract_view("answer_signal")
@writes("slas:client_incidents")
def share_client_incidents(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Let the provider read the incidents without a ticket."""
    month = _month(request, contract)
    count = share_incidents(contract=contract, month=month, user=request.user)  # type: ignore[arg-type]
    messages.success(request, f"{formats.count(count, 'incident partagé|incidents partagés')}.")
    return _back(contract, month)


def _month(request: HttpRequest, contract: Contract) -> Month:
    default = latest_month(contract) or Month.at(timezone.now(), contract.timezone)
    month = asked_month(request, default) or default
    request.month = month  # type: ignore[attr-defined]
    return month


def _done(request: HttpRequest, contract: Contract, done: Imported, month: Month) -> HttpResponse:
    added = formats.count(done.added, "incident ajouté|incidents ajoutés")
    known = f", {formats.count(done.known, 'déjà connu|déjà connus')}" if done.known else ""
    messages.success(request, f"{added}{known}.")
    return _back(contract, month)


def _back(contract: Contract, month: Month) -> HttpResponse:
    response = redirect("slas:client_incidents", contract=contract.slug)
    response["Location"] += f"?mois={month}"
    return response


def _page(
    request: HttpRequest, contract: Contract, month: Month, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "contract": contract,
        "month": month,
        "page": incidents_page(contract, month),
        "may_write": may(request.membership, Capability.ANSWER_SIGNAL),  # type: ignore[attr-defined]
        "form": IncidentForm(contract),
        "upload": IncidentListForm(),
        **more,
    }
    return render(request, "slas/client_incidents.html", context, status=status)
