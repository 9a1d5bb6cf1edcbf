"""Approving an amendment: what it changes is read again before anyone says yes."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from contracts.access import contract_view
from contracts.models import Amendment, Contract
from contracts.selectors.lifetime import local_today
from slas.selectors.amendments import amendment_for
from slas.selectors.amounts import reader_of
from slas.selectors.approving import approval_page
from slas.services.amendment_checks import AmendmentRefused
from slas.services.amendments import approve_amendment
from slas.views.amendments import signer_of


@contract_view("decide")
def approval(request: HttpRequest, contract: Contract, number: int) -> HttpResponse:
    """What would this amendment change, and do we approve it?"""
    found = amendment_for(contract, number)
    if found is None:
        raise Http404
    if request.method != "POST":
        if found.state != Amendment.State.PROPOSED:
            return redirect("contracts:amendment", contract.slug, number)
        return _page(request, contract, found)
    try:
        approve_amendment(
            amendment=found, signer=signer_of(request, contract), seen=request.POST.get("seen", "")
        )
    except AmendmentRefused as refusal:
        return _page(request, contract, found, [str(one) for one in refusal.complaints])
    messages.success(request, "Avenant approuvé.")
    return redirect("contracts:amendment", contract.slug, number)


def _page(
    request: HttpRequest, contract: Contract, found: Amendment, refused: Sequence[str] = ()
) -> HttpResponse:
    side, today = reader_of(contract), local_today(contract)
    page = approval_page(contract, found, request.user.pk or 0, side, today)
    context = {
        "contract": contract, "page": page, "refused": [*refused] or page.objections,
        "asks": not page.objections and found.state == Amendment.State.PROPOSED,
    }  # fmt: skip
    return render(request, "slas/amendment_approve.html", context, status=422 if refused else 200)
