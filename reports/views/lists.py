"""The scope from a list; the provider's inventory, received and compared."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.models import Contract
from core.engine import formats
from core.exports import export_response, wanted_export
from core.scope import Side
from reports.forms.lists import ListForm
from reports.selectors.inventory import inventory_page, inventory_sheet
from reports.services.contract_lists import import_scope_list, receive_inventory
from reports.services.lists import ListFileRefused
from reports.views.frame import require_upload

REFUSED, SHOWN = 422, 200


@contract_view("edit_contract")
@require_http_methods(["GET", "POST"])
def scope_import(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Bring the scope to a list; everything that is wrong in it is said at once, and nothing is stored."""
    form, refusal = ListForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            done = import_scope_list(contract=contract, user=request.user, name=file.name, content=file.file)  # type: ignore[arg-type]
        except ListFileRefused as refused:
            refusal = _refusal(refused)
        else:
            _tell(request, done)
            return redirect("contracts:scope", contract=contract.slug)
    context = {"contract": contract, "form": form, "refusal": refusal}
    return render(request, "reports/scope_import.html", context, status=_status(request))


@contract_view("view")
@require_http_methods(["GET", "POST"])
def inventory(request: HttpRequest, contract: Contract) -> HttpResponse:
    """What the provider manages, beside what the contract says."""
    form, refusal = ListForm(request.POST or None, request.FILES or None), None
    if request.method == "POST":
        require_upload(request)
        refusal = _receive(request, contract, form) if form.is_valid() else None
        if form.is_valid() and refusal is None:
            return redirect("reports:inventory", contract=contract.slug)
    page = inventory_page(contract)
    if kind := wanted_export(request):
        return export_response(inventory_sheet(page), f"{contract.reference}-inventaire", kind)
    may_upload = may(request.membership, Capability.UPLOAD_REPORT)  # type: ignore[attr-defined]
    context = {"contract": contract, "page": page, "form": form, "refusal": refusal, "may_upload": may_upload}
    return render(request, "reports/inventory.html", context, status=_status(request))


def _receive(request: HttpRequest, contract: Contract, form: ListForm) -> dict[str, Any] | None:
    file = form.cleaned_data["file"]
    side = Side(request.membership.side)  # type: ignore[attr-defined]
    try:
        kept = receive_inventory(
            contract=contract, user=request.user, side=side, name=file.name, content=file.file  # type: ignore[arg-type]
        )  # fmt: skip
    except ListFileRefused as refused:
        return _refusal(refused)
    messages.success(request, f"Inventaire en vigueur : {formats.count(kept.line_count, 'ligne')}.")
    return None


def _tell(request: HttpRequest, done: Any) -> None:
    counts = done.counts
    words = [
        formats.count(counts.created, "élément ajouté|éléments ajoutés"),
        formats.count(counts.updated, "modifié|modifiés"),
        formats.count(counts.unchanged, "inchangé|inchangés"),
    ]
    messages.success(request, f"{', '.join(words)}.")
    for finding in done.warnings[:3]:
        messages.warning(request, f"{finding.message} {finding.remedy}")


def _refusal(refused: ListFileRefused) -> dict[str, Any]:
    """The cells to correct, as many as a page shows."""
    findings = refused.findings
    return {
        "lines": formats.count(len({finding.line for finding in findings if finding.line}), "ligne"),
        "findings": findings[:SHOWN],
        "more": formats.count(max(len(findings) - SHOWN, 0), "autre"),
        "has_more": len(findings) > SHOWN,
        "columns": any(finding.line for finding in findings),
    }


def _status(request: HttpRequest) -> int:
    return REFUSED if request.method == "POST" else 200
