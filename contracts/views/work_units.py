"""Work units and charges: the catalogue, the orders, what each month used, typed in or changed in place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.forms.work_units import ChargeForm, CorrectionForm, OrderForm, QuantityForm, UnitForm, UseForm
from contracts.models import Consumption, Contract, WorkUnit, WorkUnitOrder
from contracts.selectors.bookable import bookable
from contracts.selectors.lifetime import bookable_months, local_today
from contracts.selectors.work_unit_book import unit_book
from contracts.selectors.work_unit_sheets import sheet_named
from contracts.selectors.work_units import unit_choices, use_lines, work_units_page
from contracts.services.consumptions import change_use, correct_closed, record_charge, record_use
from contracts.services.work_unit_orders import StaleQuantity, UnitRefused, change_order, place_order
from contracts.views.years import asked_year, year_pills
from core.engine.months import Month
from core.exports import export_response, wanted_export
from core.requests import actor_of, asked_month

REFUSED, CONFLICT = 422, 409
LINES = 50


def posted(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For addresses that only write: read, by a link of the page they gave back, they lead to the page itself."""

    @wraps(view)
    def gate(request: HttpRequest, contract: Contract, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            return view(request, contract, **kwargs)
        response = redirect("contracts:work_units", contract=contract.slug)
        response["Location"] += f"?{request.GET.urlencode()}" if request.GET else ""
        return response

    return gate


@contract_view("view")
@require_GET
def work_units(request: HttpRequest, contract: Contract) -> HttpResponse:
    """What was ordered, what was used, what it comes to."""
    kind = wanted_export(request)
    if not kind:
        return _page(request, contract, asked_month(request, None))
    today = local_today(contract)
    year, name = asked_year(request, contract, today), request.GET.get("liste", "charges")
    sheet = sheet_named(name, contract, year, today)
    if sheet is None:
        raise Http404
    return export_response(sheet, f"{contract.reference}-uo-{name}-{year}", kind)


@contract_view("edit_contract")
@posted
def add_order(request: HttpRequest, contract: Contract) -> HttpResponse:
    """A new purchase order."""
    form = OrderForm(unit_choices(unit_book(contract)), request.POST, auto_id="bon-%s")
    if not form.is_valid():
        return _page(request, contract, order_form=form, status=REFUSED)
    unit, level = _unit_of(contract, form)
    values = {name: form.cleaned_data[name] for name in ("title", "quantity", "ordered_on", "valid_until")}
    try:
        made = place_order(contract=contract, unit=unit, level=level, **values, **actor_of(request))
    except UnitRefused as refusal:
        return _refused(request, contract, "order_form", form, refusal)
    messages.success(request, f"Bon de commande {made.number} enregistré.")
    return _back(contract)


@contract_view("edit_contract")
@posted
def order(request: HttpRequest, contract: Contract, number: int) -> HttpResponse:
    """The new quantity of an order."""
    row = get_object_or_404(WorkUnitOrder, contract=contract, number=number)
    return _change(request, contract, row, change_order, "order")


@contract_view("edit_contract")
@posted
def add_use(request: HttpRequest, contract: Contract) -> HttpResponse:
    """What was used of one unit in a month."""
    form = UseForm(unit_choices(unit_book(contract)), request.POST, auto_id="conso-%s")
    if not form.is_valid():
        return _page(request, contract, use_form=form, status=REFUSED)
    unit, level = _unit_of(contract, form)
    values = {name: form.cleaned_data[name] for name in ("month", "quantity")}
    try:
        record_use(
            contract=contract,
            unit=unit,
            level=level,
            today=local_today(contract),
            **values,
            **actor_of(request),
        )
    except UnitRefused as refusal:
        return _refused(request, contract, "use_form", form, refusal)
    messages.success(request, "Consommation enregistrée.")
    return _back(contract, values["month"])


@contract_view("edit_contract")
@posted
def add_charge(request: HttpRequest, contract: Contract) -> HttpResponse:
    """A charge out of the catalogue."""
    form = ChargeForm(bookable(contract), request.POST, auto_id="charge-%s")
    if not form.is_valid():
        return _page(request, contract, charge_form=form, status=REFUSED)
    values = {name: form.cleaned_data[name] for name in ("month", "label", "quantity", "unit_price")}
    try:
        record_charge(
            contract=contract,
            target=form.booked_on,
            today=local_today(contract),
            **values,
            **actor_of(request),
        )
    except UnitRefused as refusal:
        return _refused(request, contract, "charge_form", form, refusal)
    messages.success(request, "Charge enregistrée.")
    return _back(contract, values["month"])


@contract_view("edit_contract")
@posted
def use(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    """The new quantity of a line of an open month."""
    row = get_object_or_404(Consumption, contract=contract, pk=pk)
    change = partial(change_use, today=local_today(contract))
    return _change(request, contract, row, change, "use", row.month)


@contract_view("edit_contract")
def correction(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    """What must be added to a line of a closed month, or taken from it, booked in an open one."""
    row = get_object_or_404(Consumption, contract=contract, pk=pk)
    today = local_today(contract)
    opened = bookable_months(contract, today).open_after(row.month)
    form = CorrectionForm(request.POST or None, initial={"month": str(opened)})
    if request.method == "POST" and form.is_valid():
        try:
            correct_closed(line=row, today=today, **form.cleaned_data, **actor_of(request))
        except UnitRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, "Correction enregistrée.")
            return _back(contract, form.cleaned_data["month"])
    book = unit_book(contract)
    line = next(one for one in use_lines(book, row.month.year) if one.row.pk == row.pk)
    context = {"contract": contract, "line": line, "form": form, "told": book.quantity_of(line.row)}
    status = REFUSED if request.method == "POST" else 200
    return render(request, "contracts/correction.html", context, status=status)


def _change(
    request: HttpRequest, contract: Contract, row: Any, change: Any, name: str, month: Month | None = None
) -> HttpResponse:
    """Correct a quantity in place; a row that moved meanwhile is shown with both values."""
    form = QuantityForm(request.POST)
    if not form.is_valid():
        wrong = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return _page(request, contract, month, refusal=wrong, status=REFUSED)
    try:
        change(**{name: row}, **form.cleaned_data, **actor_of(request))
    except UnitRefused as refusal:
        return _page(request, contract, month, refusal=str(refusal), status=REFUSED)
    except StaleQuantity as stale:
        return _page(request, contract, month, stale=stale, stale_url=request.path, status=CONFLICT)
    messages.success(request, "Quantité enregistrée.")
    return _back(contract, month)


def _refused(
    request: HttpRequest, contract: Contract, name: str, form: forms.Form, refusal: UnitRefused
) -> HttpResponse:
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return _page(request, contract, None, status=REFUSED, **{name: form})


def _unit_of(contract: Contract, form: UnitForm) -> tuple[WorkUnit, str]:
    code, level = form.unit_and_level()
    return WorkUnit.objects.get(contract=contract, code=code), level


def _back(contract: Contract, month: Month | None = None) -> HttpResponse:
    response = redirect("contracts:work_units", contract=contract.slug)
    response["Location"] += f"?mois={month}#consommation" if month else "#bons"
    return response


def _page(
    request: HttpRequest, contract: Contract, month: Month | None = None, *, status: int = 200, **more: Any
) -> HttpResponse:
    today = local_today(contract)
    year = asked_year(request, contract, today, month)
    page = work_units_page(contract, year, today, month)
    may_edit = may(request.membership, Capability.EDIT_CONTRACT)  # type: ignore[attr-defined]
    context = {
        "contract": contract,
        "page": page,
        "uses": Paginator(page.of_month, LINES).get_page(request.GET.get("page")),
        "years": year_pills(contract, today, year),
        "may_edit": may_edit,
        "order_form": OrderForm(page.choices, auto_id="bon-%s", initial={"ordered_on": today}),
        "use_form": UseForm(page.choices, auto_id="conso-%s", initial={"month": str(Month.of(today))}),
        "charge_form": ChargeForm(
            bookable(contract), auto_id="charge-%s", initial={"month": str(Month.of(today))}
        ),
        "closed": page.month in bookable_months(contract, today).closed,
        **more,
    }
    return render(request, "contracts/work_units.html", context, status=status)
