"""Price revision: its proof for both sides, its acts for the client's referent."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.forms.money import ApplyForm, IndexForm
from contracts.models import Contract
from contracts.selectors.revision_page import revision_page, revision_sheet
from contracts.services.revisions import RevisionRefused, apply_revision, enter_index_value
from core.exports import export_response, wanted_export

FORMS: dict[str, type[forms.Form]] = {"index": IndexForm, "apply": ApplyForm}


@contract_view("view")
def revision(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Where does the fee come from, and what is the next revision? A form posted here does one act."""
    if request.method == "POST":
        return _act(request, contract)
    if kind := wanted_export(request):
        page = revision_page(contract, _today(contract))
        return export_response(revision_sheet(page), f"revision-{contract.reference}", kind)
    return _page(request, contract)


def _act(request: HttpRequest, contract: Contract) -> HttpResponse:
    if not may(request.membership, Capability.EDIT_CONTRACT):  # type: ignore[attr-defined]
        raise PermissionDenied
    name = request.POST.get("act", "")
    if name not in FORMS:
        return HttpResponseBadRequest("Acte inconnu.")
    form = FORMS[name](request.POST, auto_id=f"{name}-%s")
    if form.is_valid():
        try:
            messages.success(request, _do(name, request, contract, form.cleaned_data))
            return redirect("contracts:revision", contract.slug)
        except RevisionRefused as refusal:
            form.add_error(None, str(refusal))
    return _page(request, contract, {name: form}, 422)


def _do(name: str, request: HttpRequest, contract: Contract, given: dict[str, Any]) -> str:
    role = request.membership.role  # type: ignore[attr-defined]
    if name == "apply":
        apply_revision(contract=contract, actor=request.user, role=role, today=_today(contract), **given)
        return "Révision appliquée."
    clause = revision_page(contract, _today(contract)).clause
    if clause is None:
        raise RevisionRefused("Le contrat n’a pas de clause de révision.")
    enter_index_value(contract=contract, index=clause.index, actor=request.user, role=role, **given)
    return "Valeur d’indice enregistrée."


def _page(
    request: HttpRequest, contract: Contract, refused: dict[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    page = revision_page(contract, _today(contract))
    known = refused or {}
    first = page.missing[0] if page.missing else ""
    context = {
        "page": page,
        "contract": contract,
        "may_write": may(request.membership, Capability.EDIT_CONTRACT),  # type: ignore[attr-defined]
        "index_form": known.get("index") or IndexForm(initial={"month": first}, auto_id="index-%s"),
        "apply_form": known.get("apply"),
        "apply_forms": [
            (line, ApplyForm(initial={"effective_on": line.effective_on}, auto_id=f"{line.effective_on}-%s"))
            for line in page.lines
            if line.can_apply
        ],
    }
    return render(request, "contracts/revision.html", context, status=status)


def _today(contract: Contract) -> Any:
    return timezone.localdate(timezone=ZoneInfo(contract.timezone))
