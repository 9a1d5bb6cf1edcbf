"""One month: all its commitments, one of them, its tickets, its reconciliation."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.models import Contract
from core.engine.months import Month
from core.exports import export_response, wanted_export
from core.htmx import page_or_fragment
from core.requests import month_or_404
from slas.selectors.boards import board_page
from slas.selectors.checks import detections_for
from slas.selectors.exports import ticket_table
from slas.selectors.month_page import month_page
from slas.selectors.ticket_list import ticket_list, ticket_list_page
from slas.views.contesting import contest_of


@contract_view("view")
def board(request: HttpRequest, contract: Contract, month: str) -> HttpResponse:
    """Every commitment of the month."""
    wanted = _month(request, month)
    page = board_page(contract, wanted)
    if page is None:
        raise Http404
    context = {
        "contract": contract,
        "month": wanted,
        "page": page,
        "may_close": may(request.membership, Capability.CLOSE_MONTH),  # type: ignore[attr-defined]
        "detections": detections_for(contract, wanted),
    }
    return render(request, "slas/board.html", context)


@contract_view("view")
def month(request: HttpRequest, contract: Contract, code: str, month: str) -> HttpResponse:
    """Why missed, who says what?"""
    wanted = _month(request, month)
    page = month_page(contract, code, wanted, request.GET.get("tickets", ""))
    if page is None:
        raise Http404
    contest = contest_of(request, contract, page)
    context = {"contract": contract, "month": wanted, "page": page, "contest": contest}
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


def _month(request: HttpRequest, text: str) -> Month:
    found = month_or_404(text)
    request.month = found  # type: ignore[attr-defined]
    return found
