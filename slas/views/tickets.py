"""One ticket and its clock."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from contracts.access import contract_view
from contracts.models import Contract
from slas.selectors.explanations import ticket_page
from slas.views.contesting import ticket_contests


@contract_view("view")
def ticket(request: HttpRequest, contract: Contract, reference: str) -> HttpResponse:
    """Is the clock right?"""
    page = ticket_page(contract, reference)
    if page is None:
        raise Http404
    judged = ticket_contests(request, contract, page)
    return render(request, "slas/ticket.html", {"contract": contract, "page": page, "judged": judged})
