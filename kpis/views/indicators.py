"""Noise or signal?"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.models import Contract
from core.exports import export_response, wanted_export
from core.htmx import page_or_fragment
from core.requests import asked_month
from kpis.selectors.detail import indicator_page
from kpis.selectors.exports import card_table, series_table
from kpis.selectors.overview import indicators_page
from slas.selectors.months import latest_month


@contract_view("view")
def indicator_list(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Every followed indicator, those that changed first."""
    month = asked_month(request, latest_month(contract))
    request.month = month  # type: ignore[attr-defined]
    if month is None:
        return render(request, "kpis/empty.html", {"contract": contract, "heading": "Indicateurs"})
    page = indicators_page(contract, month)
    if kind := wanted_export(request):
        name = f"{contract.reference}-indicateurs-{month}"
        return export_response(card_table(contract, page.cards), name, kind)
    may_answer = may(request.membership, Capability.ANSWER_SIGNAL)  # type: ignore[attr-defined]
    context = {"contract": contract, "month": month, "page": page, "may_answer": may_answer}
    return page_or_fragment(request, "kpis/list.html", context, fragment="indicators")


@contract_view("view")
def detail(request: HttpRequest, contract: Contract, code: str) -> HttpResponse:
    """One indicator, or one priority of it: its chart, its signals, the decision it serves."""
    month = asked_month(request, latest_month(contract))
    request.month = month  # type: ignore[attr-defined]
    if month is None:
        return render(request, "kpis/empty.html", {"contract": contract, "heading": code})
    page = indicator_page(contract, code, month, request.GET.get("part", ""))
    if page is None:
        raise Http404
    if kind := wanted_export(request):
        name = f"{contract.reference}-{code}{page.part}-{month}"
        return export_response(series_table(contract, page), name, kind)
    may_answer = may(request.membership, Capability.ANSWER_SIGNAL)  # type: ignore[attr-defined]
    context = {"contract": contract, "month": month, "page": page, "may_answer": may_answer}
    return render(request, "kpis/detail.html", context)
