"""New limits of a series, and the answer to an indicator of which no committee made anything."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from contracts.access import contract_view, writes
from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from core.engine import formats
from core.requests import actor_of, asked_month
from kpis.forms.own import ReasonForm, RebaseForm
from kpis.selectors.detail import indicator_page
from kpis.services.rebasing import rebase
from kpis.services.refusing import IndicatorRefused
from kpis.services.showings import drop_from_committee, keep_in_committee
from kpis.views.detail import detail_page, rebase_months
from kpis.views.indicators import list_page
from slas.selectors.months import latest_month


@contract_view("edit_contract")
@writes("kpis:detail", "code")
def limits(request: HttpRequest, contract: Contract, code: str) -> HttpResponse:
    """Lay new limits from a month on."""
    month = asked_month(request, latest_month(contract))
    page = indicator_page(contract, code, month) if month else None
    if page is None:
        raise Http404
    form = RebaseForm(rebase_months(page), data=request.POST)
    if form.is_valid():
        try:
            row = rebase(
                contract=contract, following=page.following, today=local_today(contract),
                **form.cleaned_data, **actor_of(request),
            )  # fmt: skip
        except IndicatorRefused as refusal:
            refusal.tell(form)
        else:
            read = formats.month_long(row.read_from)
            messages.success(request, f"Nouvelle référence posée ; elle se lit à partir de {read}.")
            return redirect(f"{reverse('kpis:detail', args=[contract.slug, code])}?mois={month}")
    return detail_page(request, contract, code, rebase=form)


@contract_view("prepare_committee")
@writes("kpis:detail", "code")
def keep(request: HttpRequest, contract: Contract, code: str) -> HttpResponse:
    """Keep an indicator in committee, with the reason."""
    form = ReasonForm(f"garder-{code}", "Gardé, parce que", request.POST)
    if form.is_valid():
        try:
            keep_in_committee(
                contract=contract, code=code, because=form.cleaned_data["reason"], today=local_today(contract),
                **actor_of(request),
            )  # fmt: skip
        except IndicatorRefused as refusal:
            refusal.tell(form)
        else:
            messages.success(request, f"{code} reste en comité.")
            return redirect("kpis:list", contract.slug)
    return list_page(request, contract, {code: form})


@contract_view("prepare_committee")
@writes("kpis:detail", "code")
def drop(request: HttpRequest, contract: Contract, code: str) -> HttpResponse:
    """Show an indicator to committees no more."""
    try:
        drop_from_committee(contract=contract, code=code, **actor_of(request))
    except IndicatorRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{code} n’est plus montré en comité ; il reste mesuré.")
    return redirect("kpis:list", contract.slug)
