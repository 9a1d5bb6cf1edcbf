"""One ticket and its clock, and the way to it by its reference."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.models import Contract
from slas.selectors.explanations import ticket_page
from slas.selectors.ticket_search import ticket_search
from slas.views.contesting import ticket_contests


@contract_view("view")
def ticket(request: HttpRequest, contract: Contract, reference: str) -> HttpResponse:
    """Is the clock right?"""
    page = ticket_page(contract, reference)
    if page is None:
        raise Http404
    judged = ticket_contests(request, contract, page)
    return render(request, "slas/ticket.html", {"contract": contract, "page": page, "judged": judged})


@contract_view("view")
def tickets(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Which ticket is this reference?"""
    found = ticket_search(contract, request.GET.get("ref", ""))
    if found.only:
        return redirect("slas:ticket", contract=contract.slug, reference=found.only.reference)
    may_note = may(request.membership, Capability.VIEW_CLIENT)  # type: ignore[attr-defined]
    return render(
        request, "slas/ticket_search.html", {"contract": contract, "found": found, "may_note": may_note}
    )
