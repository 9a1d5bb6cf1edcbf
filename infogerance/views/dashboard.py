"""The contract dashboard."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from contracts.access import contract_view
from contracts.models import Contract
from core.requests import asked_month
from infogerance.selectors.dashboard import dashboard_for
from slas.selectors.months import latest_month


@contract_view("view")
def contract_dashboard(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Is the contract held this month, what changes?"""
    month = asked_month(request, latest_month(contract))
    request.month = month  # type: ignore[attr-defined]
    data = dashboard_for(contract, month, timezone.localdate()) if month else None
    if data is None:
        return render(request, "infogerance/dashboard_empty.html", {"contract": contract})
    return render(request, "infogerance/dashboard.html", {"contract": contract, "month": month, "data": data})
