"""What is still open, and since when."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from contracts.access import contract_view
from contracts.models import Contract
from core.requests import asked_month
from kpis.selectors.backlog import backlog_page
from slas.selectors.months import latest_month


@contract_view("view")
def backlog(request: HttpRequest, contract: Contract) -> HttpResponse:
    """What ages?"""
    month = asked_month(request, latest_month(contract))
    request.month = month  # type: ignore[attr-defined]
    if month is None:
        return render(request, "kpis/empty.html", {"contract": contract, "heading": "Encours"})
    context = {"contract": contract, "month": month, "page": backlog_page(contract, month)}
    return render(request, "kpis/backlog.html", context)
