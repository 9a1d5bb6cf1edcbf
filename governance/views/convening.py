"""When a committee sits: its day, the calendar of the year, the invitation."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from core.exports import download
from governance.forms.sitting import ConveneForm
from governance.selectors.sittings import calendar_bytes, invitation_of, planned_sittings
from governance.services import ConveningRefused, convene
from governance.views.finding import committee_or_404

CALENDAR = "text/calendar; charset=utf-8"
YEAR = timedelta(days=366)


@contract_view("prepare_committee")
def move(request: HttpRequest, contract: Contract, committee: str) -> HttpResponse:
    """Move a committee to another day or hour."""
    found = committee_or_404(request, contract, committee)
    initial = {"held_on": found.held_on, "starts_at": found.starts_at}
    form = ConveneForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        role = request.membership.role  # type: ignore[attr-defined]
        try:
            convene(committee=found, user=request.user, role=role, **form.cleaned_data)
        except ConveningRefused as refusal:
            form.add_error("held_on", str(refusal))
        else:
            messages.success(request, "Comité déplacé.")
            return redirect("governance:committee", contract.slug, found.slug)
    context = {"contract": contract, "committee": found, "form": form}
    return render(request, "governance/move.html", context, status=422 if form.errors else 200)


@contract_view("view")
@require_GET
def calendar(request: HttpRequest, contract: Contract) -> HttpResponse:
    """When does each committee sit in the coming year?"""
    today = local_today(contract)
    lines = planned_sittings(contract, today, today + YEAR)
    if request.GET.get("export") == "ics":
        return download(calendar_bytes(contract, lines, today), f"comites-{contract.reference}.ics", CALENDAR)
    edits = may(request.membership, Capability.EDIT_CONTRACT)  # type: ignore[attr-defined]
    return render(request, "governance/calendar.html", {"contract": contract, "lines": lines, "edits": edits})


@contract_view("view")
@require_GET
def invitation(request: HttpRequest, contract: Contract, committee: str) -> HttpResponse:
    """The committee as an entry of any agenda."""
    found = committee_or_404(request, contract, committee)
    line = invitation_of(contract, found)
    return download(calendar_bytes(contract, [line], found.held_on), f"{found.slug}.ics", CALENDAR)
