"""The pages of one contract: record, calendars."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.models import Contract
from contracts.selectors.calendars import closed_year_of, weeks_of
from contracts.selectors.lifetime import local_today
from contracts.selectors.matrix import writable_versions
from contracts.selectors.record import record_for


@contract_view("view")
def record(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Who, from when to when, under which rules."""
    today = local_today(contract)
    context: dict[str, Any] = {"record": record_for(contract, today)}
    context["client"] = may(request.membership, Capability.VIEW_CLIENT)  # type: ignore[attr-defined]
    if may(request.membership, Capability.EDIT_CONTRACT):  # type: ignore[attr-defined]
        context["writable"] = writable_versions(contract, today)
    return render(request, "contracts/record.html", context)


@contract_view("view")
def calendars(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Service hours of each calendar, closed days of each site."""
    year = _asked_year(request, contract)
    context = {
        "weeks": weeks_of(contract),
        "closed": closed_year_of(contract, year),
        "year": year,
        "years": [(other, f"?annee={other}") for other in range(contract.starts_on.year, year + 2)],
    }
    return render(request, "contracts/calendars.html", context)


def _asked_year(request: HttpRequest, contract: Contract) -> int:
    """The year of `?annee=2026`, by default the current one or the first; outside the contract's life, no page."""
    today: date = local_today(contract)
    text = request.GET.get("annee", str(max(today.year, contract.starts_on.year)))
    if not (text.isdecimal() and len(text) == 4 and contract.starts_on.year <= int(text) <= today.year + 10):
        raise Http404
    return int(text)
