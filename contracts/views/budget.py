"""The budget, read by the client alone: where the year lands, charges typed in, imported, corrected in place."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.engine.charges_file import ChargeRow
from contracts.engine.reading import FileRefused, Problem
from contracts.forms.money import ChargeForm, ImportForm, QuantityForm
from contracts.models import Charge, Contract
from contracts.selectors.bookable import bookable
from contracts.selectors.budget_facts import contract_years, year_of
from contracts.selectors.budget_page import budget_page, budget_sheet, charges_sheet
from contracts.services.charges import (
    ChargeChanged,
    ChargeRefused,
    add_charge,
    change_quantity,
    import_charges,
)
from contracts.views.submenu import submenu
from core.engine.months import Month
from core.exports import export_response, wanted_export
from core.htmx import page_or_fragment
from core.requests import asked_month


@contract_view("view_client")
def budget(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Will the year overrun? `?modifier=12` opens the quantity of one charge."""
    year = _asked_year(request, contract)
    if kind := wanted_export(request):
        page = budget_page(contract, year, today_of(contract))
        charges = request.GET.get("liste") == "charges"
        sheet = charges_sheet(page.charges) if charges else budget_sheet(page)
        name = "charges" if charges else "budget"
        return export_response(sheet, f"{name}-{contract.reference}-{year}", kind)
    return _page(request, contract, year, listed=asked_month(request, None))


@contract_view("edit_contract")
@require_POST
def add(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Book one charge."""
    form = ChargeForm(request.POST, auto_id="add-%s", **bookable(contract))
    if form.is_valid():
        given, (kind, number) = form.cleaned_data, form.booked_on
        row = ChargeRow(given["month"], kind, given["label"], given["quantity"], given["unit_price"], number)
        try:
            add_charge(contract=contract, row=row, today=today_of(contract), **actor_of(request))
            messages.success(request, "Charge ajoutée.")
            return redirect("contracts:budget", contract.slug)
        except ChargeRefused as refusal:
            form.add_error(None, str(refusal))
    return _page(request, contract, add=form, status=422)


@contract_view("edit_contract")
@require_POST
def load(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Keep a list of charges whole, or name every line that cannot be."""
    form = ImportForm(request.POST, request.FILES, auto_id="import-%s")
    refused: tuple[Problem, ...] = ()
    if form.is_valid():
        try:
            text = form.cleaned_data["text"]
            count = import_charges(
                contract=contract, text=text, today=today_of(contract), **actor_of(request)
            )
            messages.success(request, f"Charges importées\u00a0: {count}.")
            return redirect("contracts:budget", contract.slug)
        except FileRefused as refusal:
            refused = refusal.problems
    return _page(request, contract, load=form, refused=refused, status=422)


@contract_view("edit_contract")
@require_POST
def charge(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    """Correct the quantity of one charge; a row that changed meanwhile is shown with both values."""
    found = get_object_or_404(Charge.objects.select_related("contract"), contract=contract, pk=pk)
    year, address = year_of(contract, found.month), reverse("contracts:budget", args=[contract.slug])
    form = QuantityForm(request.POST, auto_id=f"c{pk}-%s")
    more: dict[str, Any] = {"edited": pk, "quantity": form, "status": 422, "listed": found.month}
    if form.is_valid():
        try:
            change_quantity(charge=found, **form.cleaned_data, **actor_of(request))
            return redirect(f"{address}?exercice={year}&mois={found.month}#charges")
        except ChargeRefused as refusal:
            form.add_error(None, str(refusal))
        except ChargeChanged as changed:
            more |= {
                "present": changed.present,
                "wanted": Fraction(form.cleaned_data["quantity"]),
                "status": 409,
            }
    return _page(request, contract, year, **more)


def _page(
    request: HttpRequest,
    contract: Contract,
    year: int | None = None,
    *,
    listed: Month | None = None,
    status: int = 200,
    refused: tuple[Problem, ...] = (),
    **more: Any,
) -> HttpResponse:
    today = today_of(contract)
    page = budget_page(contract, year or contract_years(contract, today)[-1], today, listed)
    may_write = may(request.membership, Capability.EDIT_CONTRACT)  # type: ignore[attr-defined]
    context: dict[str, Any] = {"page": page, "pages": submenu(request), "contract": contract}
    context |= {"may_write": may_write, "refused": refused, "edited": _edited(request) if may_write else None}
    if may_write:
        context["add"] = ChargeForm(auto_id="add-%s", **bookable(contract))
        context["load"] = ImportForm(auto_id="import-%s")
        context["quantity"] = _quantity(page.charges, context["edited"])
    context |= more
    return page_or_fragment(request, "contracts/budget.html", context, fragment="charges", status=status)


def _quantity(charges: list[Charge], pk: int | None) -> forms.Form | None:
    row = next((row for row in charges if row.pk == pk), None)
    if row is None:
        return None
    return QuantityForm(initial={"quantity": row.quantity, "version": row.version}, auto_id=f"c{row.pk}-%s")


def _edited(request: HttpRequest) -> int | None:
    text = request.GET.get("modifier", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def _asked_year(request: HttpRequest, contract: Contract) -> int:
    """The year of `?exercice=2026`, by default the current one; a year the contract never had is no page."""
    years = contract_years(contract, today_of(contract))
    text = request.GET.get("exercice", str(years[-1]))
    if text not in {str(year) for year in years}:
        raise Http404
    return int(text)


def actor_of(request: HttpRequest) -> dict[str, Any]:
    """Who acts, for a service."""
    return {"actor": request.user, "role": request.membership.role}  # type: ignore[attr-defined]


def today_of(contract: Contract) -> date:
    """The day it is where the contract is."""
    return timezone.localdate(timezone=ZoneInfo(contract.timezone))
