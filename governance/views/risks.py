"""Risks: read by both sides, added, changed and closed in place by the referent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from contracts.services.lines import LineRefused
from core.exports import export_response, wanted_export
from core.requests import actor_of, asked_key
from governance.engine.risks import BANDS, IMPACTS
from governance.forms.risks import RiskClosingForm, RiskForm
from governance.selectors.risks import risk_links, risk_page, risk_rows, risk_sheet, said_of
from governance.services.risks import close_risk, reopen_risk, save_risk

REFUSED = 422


@contract_view("view")
@require_GET
def risks(request: HttpRequest, contract: Contract) -> HttpResponse:
    """What may go wrong, how much it weighs, who watches it?"""
    if kind := wanted_export(request):
        page = risk_page(contract, local_today(contract))
        return export_response(risk_sheet(page), f"{contract.reference}-risques", kind)
    return _page(request, contract)


@contract_view("prepare_committee")
def add(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Add a risk."""
    if request.method != "POST":
        return _back(contract)
    return _save(request, contract, None)


@contract_view("prepare_committee")
def change(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    """Change, close or reopen a risk; read without a form, the address leads to its place."""
    if pk not in risk_rows(contract):
        raise Http404
    if request.method != "POST":
        return _back(contract, f"?modifier={pk}", f"risque-{pk}")
    if request.POST.get("act") == "close":
        return _close(request, contract, pk)
    if request.POST.get("act") == "reopen":
        reopen_risk(contract=contract, key=pk, **actor_of(request))
        messages.success(request, "Risque rouvert.")
        return _back(contract)
    return _save(request, contract, pk)


def _save(request: HttpRequest, contract: Contract, key: int | None) -> HttpResponse:
    form = RiskForm(risk_links(contract), key, data=request.POST)
    if form.is_valid():
        today = local_today(contract)
        try:
            save_risk(contract=contract, said=form.said(), key=key, today=today, **actor_of(request))
        except LineRefused as refusal:
            form.refuse(refusal.faults)
    if form.errors:
        return _page(request, contract, form)
    messages.success(request, "Risque enregistré.")
    return _back(contract)


def _close(request: HttpRequest, contract: Contract, key: int) -> HttpResponse:
    form = RiskClosingForm(key, request.POST)
    if form.is_valid():
        today = local_today(contract)
        try:
            close_risk(contract=contract, key=key, today=today, **form.cleaned_data, **actor_of(request))
        except LineRefused as refusal:
            form.refuse(refusal.faults)
    if form.errors:
        return _page(request, contract, closing=form)
    messages.success(request, "Risque clos.")
    return _back(contract)


def _back(contract: Contract, query: str = "", anchor: str = "risques") -> HttpResponse:
    return redirect(f"{reverse('governance:risks', args=[contract.slug])}{query}#{anchor}")


def _page(
    request: HttpRequest,
    contract: Contract,
    refused: RiskForm | None = None,
    closing: RiskClosingForm | None = None,
) -> HttpResponse:
    page = risk_page(contract, local_today(contract), request.GET.get("case", ""))
    context: dict[str, Any] = {"contract": contract, "page": page, "impacts": IMPACTS.items(), "bands": BANDS}
    if may(request.membership, Capability.PREPARE_COMMITTEE):  # type: ignore[attr-defined]
        rows, links = risk_rows(contract), risk_links(contract)
        given = refused or closing
        open_ones = {pk for pk, row in rows.items() if row.closed_on is None}
        key = given.key if given else asked_key(request, open_ones)
        changed = refused or (RiskForm(links, key, said_of(rows[key])) if key else None)
        context |= {
            "may_edit": True,
            "edited": key,
            "form": changed if key else None,
            "closing": closing or (RiskClosingForm(key) if key else None),
            "add": refused if refused and not key else RiskForm(links),
        }
    status = REFUSED if refused or closing else 200
    return render(request, "governance/risks.html", context, status=status)
