"""The file of a contract in place: exported, corrected, loaded again once what it changes was read."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view, step_up_to_act
from contracts.engine.problems import FileRefused
from contracts.models import Contract
from contracts.selectors.closed_months import closed_months_of
from contracts.services.drafts import drop_draft
from core.engine import formats
from core.exports import download
from infogerance.contract_file import MAX_BYTES, export_contract
from infogerance.forms.creation.start import ContractFileForm
from infogerance.selectors.contract_reload import asked_check, waiting_reload
from infogerance.services.contract_reload import KIND, Reloader, confirm_reload, keep_reload

REFUSED = 422


@contract_view("edit_contract")
@require_http_methods(["GET", "POST"])
def contract_file(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Export the file, and give it back corrected; nothing is kept of one that is refused."""
    if request.method != "POST":
        return _page(request, contract, ContractFileForm())
    form = ContractFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, contract, form, status=REFUSED)
    content = form.cleaned_data["file"].read(MAX_BYTES + 1)
    try:
        keep_reload(contract=contract, content=content, by=_reloader(request))
    except FileRefused as refused:
        return _page(request, contract, form, refused.problems, status=REFUSED)
    return redirect("contract_file_confirm", contract.slug)


@contract_view("edit_contract")
@require_GET
def contract_file_export(request: HttpRequest, contract: Contract) -> HttpResponse:
    """The whole contract as its file, with the access register for whoever may read it."""
    whole = may(request.membership, Capability.VIEW_ACCESSES)  # type: ignore[attr-defined]
    text = export_contract(contract, with_accesses=whole)
    return download(text.encode(), f"{contract.reference}.toml", "application/toml; charset=utf-8")


@contract_view("edit_contract")
@step_up_to_act
@require_http_methods(["GET", "POST"])
def contract_file_confirm(request: HttpRequest, contract: Contract) -> HttpResponse:
    """What the file changes, field by field; then its loading."""
    waiting = waiting_reload(contract, request.user)  # type: ignore[arg-type]
    if waiting is None:
        return redirect("contract_file", contract.slug)
    if request.method != "POST":
        context = {"contract": contract, "waiting": waiting}
        return render(request, "infogerance/contract_file_confirm.html", context)
    if request.POST.get("act") == "drop":
        drop_draft(author=request.user, kind=KIND)  # type: ignore[arg-type]
        messages.success(request, "Fichier abandonné : le contrat n’a pas changé.")
        return redirect("contract_file", contract.slug)
    return _confirm(request, contract, waiting.draft)


def _confirm(request: HttpRequest, contract: Contract, draft: Any) -> HttpResponse:
    seen = request.POST.get("seen", "")
    try:
        count = confirm_reload(contract=contract, draft=draft, seen=seen, by=_reloader(request))
    except FileRefused as refused:
        return _page(request, contract, ContractFileForm(), refused.problems, status=REFUSED)
    changes = formats.count(count, "changement")
    messages.success(request, f"Fichier chargé : {changes}. Les mois ouverts se recalculent.")
    return redirect("contract_review", contract.slug)


def _reloader(request: HttpRequest) -> Reloader:
    return Reloader(request.user, request.membership.role)  # type: ignore[arg-type,attr-defined]


def _page(
    request: HttpRequest, contract: Contract, form: ContractFileForm, problems: Any = (), status: int = 200
) -> HttpResponse:
    context = {
        "contract": contract,
        "form": form,
        "problems": problems,
        "check": asked_check(request.GET.get("point", "")),
        "waiting": waiting_reload(contract, request.user),  # type: ignore[arg-type]
        "settled": bool(closed_months_of(contract)),
    }
    return render(request, "infogerance/contract_file.html", context, status=status)
