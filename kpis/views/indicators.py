"""Noise or signal?"""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view, writes
from contracts.models import Contract
from core.exports import export_response, wanted_export
from core.htmx import page_or_fragment
from core.requests import actor_of, asked_month
from kpis.forms.following import FollowingForm
from kpis.forms.own import ReasonForm
from kpis.selectors.exports import card_table
from kpis.selectors.following import following_of
from kpis.selectors.overview import indicators_page
from kpis.services.settings import save_following
from kpis.views.detail import REFUSED, detail_page
from slas.selectors.months import latest_month


@contract_view("view")
def indicator_list(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Every followed indicator, those that changed first."""
    return list_page(request, contract, {})


def list_page(request: HttpRequest, contract: Contract, refused: Mapping[str, ReasonForm]) -> HttpResponse:
    """The page, its fragment or its export; `refused`: reasons that could not be kept, by code."""
    month = asked_month(request, latest_month(contract))
    request.month = month  # type: ignore[attr-defined]
    if month is None:
        return render(request, "kpis/empty.html", {"contract": contract, "heading": "Indicateurs"})
    page = indicators_page(contract, month)
    if kind := wanted_export(request):
        name = f"{contract.reference}-indicateurs-{month}"
        return export_response(card_table(contract, page.cards), name, kind)
    context = {
        "contract": contract, "month": month, "page": page, **_abilities(request),
        "idle": [(one, refused.get(one.code) or _reason(one.code)) for one in page.idle],
    }  # fmt: skip
    status = REFUSED if refused else 200
    return page_or_fragment(request, "kpis/list.html", context, fragment="indicators", status=status)


def _reason(code: str) -> ReasonForm:
    return ReasonForm(f"garder-{code}", "Gardé, parce que")


def _abilities(request: HttpRequest) -> dict[str, bool]:
    membership = request.membership  # type: ignore[attr-defined]
    return {
        "may_answer": may(membership, Capability.ANSWER_SIGNAL),
        "may_edit": may(membership, Capability.EDIT_CONTRACT),
        "may_prepare": may(membership, Capability.PREPARE_COMMITTEE),
    }


@contract_view("edit_contract")
@writes("kpis:detail", "code")
def follow(request: HttpRequest, contract: Contract, code: str) -> HttpResponse:
    """Say which decision the indicator serves, who carries it, its target, and whether the committee sees it."""
    following, month = following_of(contract, code), asked_month(request, latest_month(contract))
    if following is None or not following.is_set_here or month is None:
        raise Http404
    form = FollowingForm(following, request.POST)
    if form.is_valid():
        save_following(contract=contract, code=code, values=form.cleaned_data, **actor_of(request))
        messages.success(request, "Suivi enregistré.")
        return redirect(f"{reverse('kpis:detail', args=[contract.slug, code])}?mois={month}#reperes")
    return detail_page(request, contract, code, follow=form)
