"""Committees: the list, and one committee with its decisions, agenda and packs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from contracts.access import contract_view
from contracts.models import Contract
from contracts.selectors.lifetime import outside_today
from governance.selectors import committees as reading
from governance.selectors.committee_terms import terms_for
from governance.services import NothingToPrepare, prepare_committee
from governance.views.finding import committee_or_404, local_today


@contract_view("view")
def committees(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Every committee of the contract, the next one first."""
    found = reading.committees_for(contract)
    today = local_today(contract)
    context = {
        "contract": contract,
        "coming": sorted((row for row in found if row.held_on >= today), key=lambda row: row.held_on),
        "held": [row for row in found if row.held_on < today],
        "terms": terms_for(contract),
        "outside": outside_today(contract, today),
    }
    return render(request, "governance/list.html", context)


@contract_view("view")
def committee(request: HttpRequest, contract: Contract, committee: str) -> HttpResponse:
    """Which decisions, by whom, when; what the pack holds."""
    found = committee_or_404(request, contract, committee)
    page = reading.committee_page(found, local_today(contract))
    return render(request, "governance/committee.html", {"contract": contract, "page": page})


@contract_view("prepare_committee")
@require_POST
def prepare(request: HttpRequest, contract: Contract, committee: str) -> HttpResponse:
    """Ask the data again: open questions are refreshed, taken decisions stay."""
    found = committee_or_404(request, contract, committee)
    try:
        prepare_committee(contract=contract, month=found.month)
    except NothingToPrepare as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Questions remises à jour d’après les données.")
    return redirect("governance:committee", contract.slug, found.slug)
