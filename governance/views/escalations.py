"""Escalations: opened, called rung by rung and closed by either side."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view, writes
from contracts.models import Contract
from contracts.services.lines import LineRefused
from core.exports import export_response, wanted_export
from core.requests import actor_of
from governance.forms.escalations import OpeningForm, SummaryForm
from governance.models import Escalation
from governance.selectors.escalations import escalation_page, escalation_sheet
from governance.services.escalations import call_level, close_escalation, open_escalation

REFUSED = 422


@contract_view("view")
@require_GET
def escalations(request: HttpRequest, contract: Contract) -> HttpResponse:
    """What is being escalated, who was called, who is to be called next?"""
    if kind := wanted_export(request):
        sheet = escalation_sheet(escalation_page(contract, timezone.now()))
        return export_response(sheet, f"{contract.reference}-escalades", kind)
    return _page(request, contract)


@contract_view("update_action")
@writes("governance:escalations")
def start(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Open an escalation."""
    form = OpeningForm(escalation_page(contract, timezone.now()).levels, contract.timezone, request.POST)
    if form.is_valid():
        side = request.membership.side  # type: ignore[attr-defined]
        given = {"side": side, "now": timezone.now().replace(microsecond=0), **actor_of(request)}
        try:
            row = open_escalation(contract=contract, said=form.said(), **given)
        except LineRefused as refusal:
            form.refuse(refusal.faults)
    if form.errors:
        return _page(request, contract, form)
    messages.success(request, f"Escalade {row.label} ouverte.")
    return _back(contract, row.label)


@contract_view("update_action")
@writes("governance:escalations")
def call(request: HttpRequest, contract: Contract, number: int, rank: int) -> HttpResponse:
    """Say that a rung has just been called."""
    row, now = _row_or_404(contract, number), timezone.now().replace(microsecond=0)
    try:
        call_level(contract=contract, number=number, level=rank, now=now, **actor_of(request))
    except LineRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("governance:escalations", contract.slug)  # the refusal is at the head of the page
    messages.success(request, f"{row.label} : niveau {rank} appelé.")
    return _back(contract, row.label)


@contract_view("update_action")
@writes("governance:escalations")
def close(request: HttpRequest, contract: Contract, number: int) -> HttpResponse:
    """Close an escalation with its summary."""
    row, form = _row_or_404(contract, number), SummaryForm(number, request.POST)
    if form.is_valid():
        given = {"now": timezone.now().replace(microsecond=0), **form.cleaned_data, **actor_of(request)}
        try:
            close_escalation(contract=contract, number=number, **given)
        except LineRefused as refusal:
            form.refuse(refusal.faults)
    if form.errors:
        return _page(request, contract, summary=form)
    messages.success(request, f"Escalade {row.label} close.")
    return _back(contract, row.label)


def _row_or_404(contract: Contract, number: int) -> Escalation:
    row = Escalation.objects.filter(contract=contract, number=number).first()
    if row is None:
        raise Http404
    return row


def _back(contract: Contract, anchor: str) -> HttpResponse:
    return redirect(f"{reverse('governance:escalations', args=[contract.slug])}#{anchor}")


def _page(
    request: HttpRequest,
    contract: Contract,
    refused: OpeningForm | None = None,
    summary: SummaryForm | None = None,
) -> HttpResponse:
    page = escalation_page(contract, timezone.now())
    acts = may(request.membership, Capability.UPDATE_ACTION)  # type: ignore[attr-defined]
    closings = {line.row.number: SummaryForm(line.row.number) for line in page.open if acts}
    if summary and summary.number in closings:
        closings[summary.number] = summary
    context: dict[str, Any] = {
        "contract": contract,
        "page": page,
        "open": [(line, closings.get(line.row.number)) for line in page.open],
        "closed": [(line, None) for line in page.closed],
        "acts": acts,
        "add": (refused or OpeningForm(page.levels, contract.timezone)) if acts and page.levels else None,
    }
    return render(
        request, "governance/escalations.html", context, status=REFUSED if refused or summary else 200
    )
