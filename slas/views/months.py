"""One month: all its commitments, one of them, its tickets, its reconciliation."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from contracts.access import contract_view
from contracts.models import Contract
from core.engine.months import Month
from core.exports import export_response, wanted_export
from core.htmx import page_or_fragment
from core.requests import month_or_404
from slas.selectors.boards import board_page
from slas.selectors.checks import detections_for
from slas.selectors.exports import gap_table, ticket_table
from slas.selectors.month_page import month_page
from slas.selectors.reconciliation import reconciliation_page
from slas.selectors.ticket_list import ticket_list, ticket_list_page


@contract_view("view")
def board(request: HttpRequest, contract: Contract, month: str) -> HttpResponse:
    """Every commitment of the month."""
    wanted = _month(request, month)
    page = board_page(contract, wanted)
    if page is None:
        raise Http404
    asked = detections_for(contract, wanted)
    context = {"contract": contract, "month": wanted, "page": page, "detections": asked}
    return render(request, "slas/board.html", context)


@contract_view("view")
def month(request: HttpRequest, contract: Contract, code: str, month: str) -> HttpResponse:
    """Why missed, who says what?"""
    wanted = _month(request, month)
    page = month_page(contract, code, wanted, request.GET.get("tickets", ""))
    if page is None:
        raise Http404
    context = {"contract": contract, "month": wanted, "page": page}
    return page_or_fragment(request, "slas/month.html", context, fragment="tickets")


@contract_view("view")
def month_tickets(request: HttpRequest, contract: Contract, code: str, month: str) -> HttpResponse:
    """The tickets behind a figure, all of them, and the same rows as a file."""
    found = ticket_list(contract, code, _month(request, month), request.GET.get("tickets", "tous"))
    if found is None:
        raise Http404
    if kind := wanted_export(request):
        return export_response(ticket_table(contract, found.kept), found.name, kind)
    context = {"contract": contract, "page": ticket_list_page(found, request.GET)}
    return render(request, "slas/month_tickets.html", context)


@contract_view("view")
def reconciliation(request: HttpRequest, contract: Contract, month: str) -> HttpResponse:
    """What differs between the declared and the recomputed figures?"""
    wanted = _month(request, month)
    page = reconciliation_page(contract, wanted)
    if page is None:
        raise Http404
    if kind := wanted_export(request):
        sheet = gap_table(contract, [gap.result for gap in page.gaps])
        return export_response(sheet, f"{contract.reference}-ecarts-{wanted}", kind)
    return render(request, "slas/reconciliation.html", {"contract": contract, "month": wanted, "page": page})


def _month(request: HttpRequest, text: str) -> Month:
    found = month_or_404(text)
    request.month = found  # type: ignore[attr-defined]
    return found
