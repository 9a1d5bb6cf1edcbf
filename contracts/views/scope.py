"""The scope: read under filters, given as a file, changed one line at a time."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.engine.list_faults import ListRefused
from contracts.forms.scope import ScopeItemForm
from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from contracts.selectors.scope import Filters, scope_item, scope_page, scope_sheet
from contracts.services import edit_scope_item
from core.exports import export_response, wanted_export

REFUSED = 422


@contract_view("view")
def scope(request: HttpRequest, contract: Contract) -> HttpResponse:
    """What is in the contract, what is not and at what price, what nobody settled."""
    filters = Filters.of(request.GET)
    if kind := wanted_export(request):
        return export_response(scope_sheet(contract, filters), f"perimetre-{contract.reference}", kind)
    return _page(request, contract, filters)


@contract_view("edit_contract")
def edit_item(request: HttpRequest, contract: Contract, item: int) -> HttpResponse:
    """Change one line; its address read without a form leads to its place in the list."""
    found = scope_item(contract, item)
    if found is None:
        raise Http404
    filters = Filters.of({**request.GET.dict(), "ligne": str(item)})
    if request.method != "POST":
        return redirect(f"{_address(contract)}{filters.query(ligne=str(item))}#ligne-{item}")
    form = ScopeItemForm(scope_page(contract, filters, None).sites, found.line(), request.POST)
    if form.is_valid():
        try:
            edit_scope_item(
                contract=contract, item=found, user=request.user, cells=form.cells(),  # type: ignore[arg-type]
                status=form.cleaned_data["status"], today=local_today(contract),
            )  # fmt: skip
        except ListRefused as refused:
            form.refuse(refused.faults)
    if form.errors:
        return _page(request, contract, filters, form)
    messages.success(request, "Élément de périmètre enregistré.")
    return redirect(f"{_address(contract)}{filters.query(page=request.GET.get('page', ''))}#ligne-{item}")


def _page(
    request: HttpRequest, contract: Contract, filters: Filters, form: ScopeItemForm | None = None
) -> HttpResponse:
    page = scope_page(contract, filters, request.GET.get("page"))
    may_edit = may(request.membership, Capability.EDIT_CONTRACT)  # type: ignore[attr-defined]
    chosen = next((row for row in page.rows if row.is_open), None)
    if form is None and chosen and may_edit:
        form = ScopeItemForm(page.sites, chosen.line)
    context: dict[str, Any] = {"contract": contract, "page": page, "form": form}
    context |= {"may_edit": may_edit, "is_client": may(request.membership, Capability.VIEW_CLIENT)}  # type: ignore[attr-defined]
    context["may_upload"] = may(request.membership, Capability.UPLOAD_REPORT)  # type: ignore[attr-defined]
    status = REFUSED if form is not None and form.is_bound else 200
    return render(request, "contracts/scope.html", context, status=status)


def _address(contract: Contract) -> str:
    return reverse("contracts:scope", args=[contract.slug])
