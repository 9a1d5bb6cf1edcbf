"""When a committee sits: its day, the calendar of the year, the invitation."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from core.exports import download
from core.requests import actor_of
from governance.forms.sitting import CallForm, ConveneForm
from governance.selectors.committee_terms import callable_kinds
from governance.selectors.invitations import calendar_bytes, invitation_bytes
from governance.selectors.sittings import planned_sittings
from governance.services import ConveningRefused, call_committee, convene
from governance.views.finding import committee_or_404

CALENDAR = "text/calendar; charset=utf-8"
YEAR = timedelta(days=366)


@contract_view("prepare_committee")
def call(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Call a committee; `?comite=` and `?date=` come from the line of the calendar that foresees it."""
    foreseen = {"kind": request.GET.get("comite"), "held_on": request.GET.get("date")}
    form = CallForm(callable_kinds(contract), request.POST or None, initial=foreseen)
    if form.is_valid():
        try:
            found = call_committee(
                contract=contract, today=local_today(contract), **form.cleaned_data, **actor_of(request)
            )
        except ConveningRefused as refusal:
            form.add_error("held_on", str(refusal))
        else:
            messages.success(request, "Comité convoqué. Son invitation se télécharge ici.")
            return redirect("governance:committee", contract.slug, found.slug)
    context = {"contract": contract, "form": form}
    return render(request, "governance/call.html", context, status=422 if form.errors else 200)


@contract_view("prepare_committee")
def move(request: HttpRequest, contract: Contract, committee: str) -> HttpResponse:
    """Move a committee to another day, hour or place."""
    found = committee_or_404(request, contract, committee)
    form = ConveneForm(request.POST or None, initial=model_to_dict(found, ConveneForm.base_fields))
    if form.is_valid():
        today = local_today(contract)
        try:
            convene(committee=found, today=today, **form.cleaned_data, **actor_of(request))
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
    calls = may(request.membership, Capability.PREPARE_COMMITTEE)  # type: ignore[attr-defined]
    return render(request, "governance/calendar.html", {"contract": contract, "lines": lines, "calls": calls})


@contract_view("view")
@require_GET
def invitation(request: HttpRequest, contract: Contract, committee: str) -> HttpResponse:
    """The committee as an entry of any agenda."""
    found = committee_or_404(request, contract, committee)
    return download(invitation_bytes(found), f"{found.slug}.ics", CALENDAR)
