"""Indicators of the contract's own: made, changed, retired; and what is typed of them each month."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from contracts.access import contract_view, writes
from contracts.models import Contract
from core.requests import actor_of
from kpis.forms.own import EntryForm, OwnForm, ReasonForm
from kpis.models import IndicatorSetting
from kpis.selectors.following import Following, following_of
from kpis.selectors.own import own_setting, typed_months
from kpis.services.own import enter_value, retire_own, save_own
from kpis.services.refusing import IndicatorRefused
from kpis.views.detail import REFUSED, detail_page


@contract_view("edit_contract")
def own_create(request: HttpRequest, contract: Contract) -> HttpResponse:
    """A new indicator of the contract's own."""
    return _form(request, contract, None)


@contract_view("edit_contract")
def own_edit(request: HttpRequest, contract: Contract, own: str) -> HttpResponse:
    """Change one; what closed months hold stays."""
    row = own_setting(contract, own)
    if row is None:
        raise Http404
    return _form(request, contract, row)


def _form(request: HttpRequest, contract: Contract, row: IndicatorSetting | None) -> HttpResponse:
    posted = request.method == "POST"
    form = OwnForm(row, request.POST if posted else None)
    if posted and form.is_valid():
        try:
            code = save_own(
                contract=contract, code=row.code if row else "", said=form.said(), **actor_of(request)
            )
        except IndicatorRefused as refusal:
            refusal.tell(form)
        else:
            messages.success(request, f"Indicateur {code} enregistré.")
            return redirect("kpis:detail", contract.slug, code)
    context = {"contract": contract, "row": row, "form": form}
    return render(request, "kpis/own.html", context, status=REFUSED if posted else 200)


@contract_view("edit_contract")
@writes("kpis:detail", "own")
def own_retire(request: HttpRequest, contract: Contract, own: str) -> HttpResponse:
    """Measure it no more; its past stays."""
    if own_setting(contract, own) is None:
        raise Http404
    form = ReasonForm("retrait", "Motif", request.POST)
    if form.is_valid():
        try:
            retire_own(contract=contract, code=own, **form.cleaned_data, **actor_of(request))
        except IndicatorRefused as refusal:
            refusal.tell(form)
        else:
            messages.success(request, f"Indicateur {own} retiré : ses mois passés restent lisibles.")
            return redirect(reverse("kpis:list", args=[contract.slug]))
    return detail_page(request, contract, own, retire=form)


@contract_view("edit_contract")
@writes("kpis:detail", "own")
def own_enter(request: HttpRequest, contract: Contract, own: str) -> HttpResponse:
    """The referent types the value of a month."""
    return _enter(request, contract, own)


@contract_view("upload_report")
@writes("kpis:detail", "own")
def own_declare(request: HttpRequest, contract: Contract, own: str) -> HttpResponse:
    """The provider types what it declares for a month."""
    return _enter(request, contract, own)


def _enter(request: HttpRequest, contract: Contract, own: str) -> HttpResponse:
    following = _typed(contract, own)
    form = EntryForm(typed_months(contract, following), data=request.POST, hint=following.definition.typed)
    side = request.membership.side  # type: ignore[attr-defined]
    if form.is_valid():
        try:
            row = enter_value(
                contract=contract, code=own, side=side, **form.cleaned_data, **actor_of(request)
            )
        except IndicatorRefused as refusal:
            refusal.tell(form)
        else:
            messages.success(request, "Valeur enregistrée.")
            return redirect(f"{reverse('kpis:detail', args=[contract.slug, own])}?mois={row.month}")
    return detail_page(request, contract, own, entry=form)


def _typed(contract: Contract, own: str) -> Following:
    """An indicator that people type; any other has no such page."""
    following = following_of(contract, own)
    if following is None or not following.told_by:
        raise Http404
    return following
