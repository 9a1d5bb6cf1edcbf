"""The RACI: read by both sides, changed in place by the referent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from contracts.selectors.raci import RaciPage, raci_page, raci_sheet
from contracts.services.lines import LineRefused
from contracts.services.raci import remove_raci, save_raci
from core.exports import export_response, wanted_export
from core.requests import actor_of
from governance.forms.deciding import RaciForm

REFUSED = 422


@contract_view("view")
@require_GET
def raci(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Who does, who answers for it, who is consulted, who is informed?"""
    page = raci_page(contract, local_today(contract))
    if kind := wanted_export(request):
        return export_response(raci_sheet(page), f"{contract.reference}-raci", kind)
    return _page(request, contract, page)


@contract_view("edit_contract")
def add(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Add an activity."""
    if request.method != "POST":
        return redirect("governance:raci", contract.slug)
    return _save(request, contract, None)


@contract_view("edit_contract")
def change(request: HttpRequest, contract: Contract, number: int) -> HttpResponse:
    """Change an activity, or remove it; read without a form, the address leads to its place."""
    if raci_page(contract, local_today(contract)).line(number) is None:
        raise Http404
    if request.method != "POST":
        return _back(contract, f"?modifier={number}", number)
    if request.POST.get("act") == "remove":
        remove_raci(contract=contract, number=number, **actor_of(request))
        messages.success(request, "Activité retirée.")
        return _back(contract)
    return _save(request, contract, number)


def _save(request: HttpRequest, contract: Contract, number: int | None) -> HttpResponse:
    page = raci_page(contract, local_today(contract))
    form = _form(page, number, request.POST)
    if form.is_valid():
        try:
            save_raci(
                contract=contract, activity=form.cleaned_data["activity"], held=form.held(), number=number,
                **actor_of(request),
            )  # fmt: skip
        except LineRefused as refusal:
            form.add_error(None, str(refusal))
    if form.errors:
        return _page(request, contract, page, form, number)
    messages.success(request, "Activité enregistrée.")
    return _back(contract, "", number)


def _form(page: RaciPage, number: int | None, data: Any = None) -> RaciForm:
    line = page.line(number) if number else None
    initial = {"activity": line.row.activity} if line else {}
    held = line.row.letters if line else {}
    return RaciForm(page.choices, held, data, initial=initial, auto_id=f"raci-{number or 'ajout'}-%s")


def _back(contract: Contract, query: str = "", number: int | None = None) -> HttpResponse:
    anchor = f"#activite-{number}" if number else "#activites"
    return redirect(f"{reverse('governance:raci', args=[contract.slug])}{query}{anchor}")


def _page(
    request: HttpRequest,
    contract: Contract,
    page: RaciPage,
    refused: RaciForm | None = None,
    number: int | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {"contract": contract, "page": page, "may_edit": False}
    if may(request.membership, Capability.EDIT_CONTRACT):  # type: ignore[attr-defined]
        asked = request.GET.get("modifier", "")
        if refused is None and asked.isascii() and asked.isdecimal() and len(asked) < 6:
            number = int(asked) if page.line(int(asked)) else None
        context |= {
            "may_edit": True,
            "edited": number,
            "form": (refused or _form(page, number)) if number else None,
            "add": refused if refused and not number else _form(page, None),
            "add_refused": refused is not None and not number,
        }
    return render(request, "governance/raci.html", context, status=REFUSED if refused else 200)
