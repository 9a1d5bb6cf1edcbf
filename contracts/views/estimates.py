"""The volumes expected of the exclusions, typed on one page: what the contract may cost beyond its fee."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from contracts.access import contract_view
from contracts.forms.estimates import EstimatesForm
from contracts.models import Contract
from contracts.selectors.estimates import estimate_lines
from contracts.services.estimates import save_estimates
from core.requests import actor_of

REFUSED = 422


@contract_view("edit_contract")
@require_http_methods(["GET", "HEAD", "POST"])
def estimates(request: HttpRequest, contract: Contract) -> HttpResponse:
    """How much of each exclusion may be needed in a year?"""
    form = EstimatesForm(estimate_lines(contract), request.POST or None)
    if form.is_valid():
        if save_estimates(contract=contract, said=form.said(), **actor_of(request)).changed:
            messages.success(request, "Volumes estimés enregistrés.")
        else:
            messages.info(request, "Aucun volume n’a changé : rien n’a été écrit.")
        return redirect("contracts:exclusions", contract.slug)
    status = REFUSED if form.is_bound else 200
    return render(request, "contracts/estimates.html", {"contract": contract, "form": form}, status=status)
