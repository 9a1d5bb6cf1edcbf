"""Noise or signal?"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.models import Contract
from core.exports import export_response, wanted_export
from core.htmx import page_or_fragment
from core.requests import actor_of, asked_month
from kpis.forms.following import FollowingForm
from kpis.selectors.detail import IndicatorPage, indicator_page
from kpis.selectors.exports import card_table, series_table
from kpis.selectors.following import following_of
from kpis.selectors.overview import indicators_page
from kpis.services.settings import save_following
from slas.selectors.months import latest_month

REFUSED = 422


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
    return _page(request, contract, page)


@contract_view("edit_contract")
@require_POST
def follow(request: HttpRequest, contract: Contract, code: str) -> HttpResponse:
    """Say which decision the indicator serves, who carries it, its target, and whether the committee sees it."""
    following, month = following_of(contract, code), asked_month(request, latest_month(contract))
    if following is None or not following.named or month is None:
        raise Http404
    form = FollowingForm(following, request.POST)
    if form.is_valid():
        save_following(contract=contract, code=code, values=form.cleaned_data, **actor_of(request))
        messages.success(request, "Suivi enregistré.")
        return redirect(f"{reverse('kpis:detail', args=[contract.slug, code])}?mois={month}#reperes")
    request.month = month  # type: ignore[attr-defined]
    page = indicator_page(contract, code, month)
    return _page(request, contract, page, form)


def _page(
    request: HttpRequest, contract: Contract, page: IndicatorPage | None, refused: FollowingForm | None = None
) -> HttpResponse:
    if page is None:
        raise Http404
    membership = request.membership  # type: ignore[attr-defined]
    context = {"contract": contract, "month": page.month, "page": page, "follow": refused}
    context["may_answer"] = may(membership, Capability.ANSWER_SIGNAL)
    if refused is None and page.following.named and may(membership, Capability.EDIT_CONTRACT):
        context["follow"] = FollowingForm(page.following)
    return render(request, "kpis/detail.html", context, status=REFUSED if refused else 200)
