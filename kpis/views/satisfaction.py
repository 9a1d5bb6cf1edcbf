"""Commitments held, users unhappy? Figures for both sides; the words for the client alone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view, writes
from contracts.models import Contract
from core.exports import export_response, wanted_export
from core.requests import asked_month
from kpis.forms.verbatims import VerbatimForm
from kpis.selectors.exports import felt_table
from kpis.selectors.perception import barometer_for, lived_for
from kpis.selectors.satisfaction import satisfaction_page
from kpis.selectors.verbatims import verbatim_sheet, verbatims_of
from kpis.services.verbatims import hide_verbatim, show_verbatim
from slas.selectors.months import latest_month


@contract_view("view")
def satisfaction(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Six months of commitments held against answers, what outages cost, what the business says."""
    month = asked_month(request, latest_month(contract))
    request.month = month  # type: ignore[attr-defined]
    if month is None:
        return render(request, "kpis/empty.html", {"contract": contract, "heading": "Satisfaction"})
    page = satisfaction_page(contract, month)
    if kind := wanted_export(request):
        name = f"{contract.reference}-satisfaction-{month}"
        return export_response(felt_table(contract, page.felt), name, kind)
    words = verbatims_of(contract, month)
    context = {
        "contract": contract, "month": month, "page": page, "lived": lived_for(contract, month),
        "barometer": barometer_for(contract, month),
        "shown": [one for one in words if not one.hidden], "kept_back": [one for one in words if one.hidden],
        "may_read": may(request.membership, Capability.VIEW_CLIENT),  # type: ignore[attr-defined]
        "may_act": may(request.membership, Capability.PREPARE_COMMITTEE),  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "kpis/satisfaction.html", context)


@contract_view("view_client")
def verbatims(request: HttpRequest, contract: Contract) -> HttpResponse:
    """The words of a month as a file; without a format, their section of the page."""
    month, kind = asked_month(request, latest_month(contract)), wanted_export(request)
    if month is None or not kind:
        return redirect(_section(contract, request))
    shown = [one for one in verbatims_of(contract, month) if not one.hidden]
    name = f"{contract.reference}-verbatims-{month}"
    return export_response(verbatim_sheet(contract, month, shown), name, kind)


@contract_view("prepare_committee")
@writes("kpis:verbatims")
def verbatim(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Keep some words back, or bring them back."""
    form, member = VerbatimForm(request.POST), request.membership  # type: ignore[attr-defined]
    if not form.is_valid():
        messages.error(request, "Ce verbatim n’existe plus : relisez la page.")
    elif form.cleaned_data["act"] == "show":
        show_verbatim(contract=contract, digest=form.cleaned_data["digest"], member=member)
        messages.success(request, "Verbatim montré de nouveau.")
    else:
        at = timezone.now().replace(microsecond=0)
        hide_verbatim(contract=contract, digest=form.cleaned_data["digest"], at=at, member=member)
        messages.success(request, "Verbatim écarté : il n’est plus montré.")
    return redirect(_section(contract, request))


def _section(contract: Contract, request: HttpRequest) -> str:
    month = asked_month(request, None)
    query = f"?mois={month}" if month else ""
    return f"{reverse('kpis:satisfaction', args=[contract.slug])}{query}#verbatims"
