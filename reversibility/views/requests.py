"""What was asked of the provider: it reads those lines alone, and answers by a proof."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view, writes
from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from core.exports import export_response, stored_response, wanted_export
from reversibility.forms.plan import DeclareForm
from reversibility.selectors.requests import answer_file_at, request_at, requests_for, requests_sheet
from reversibility.services.acts import ExitActRefused
from reversibility.services.proofs import declare_proof
from reversibility.views.acting import actor_of, found, put_back


@contract_view("view")
@require_GET
def requests(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Every request, those that wait first."""
    lines = requests_for(contract, local_today(contract))
    if kind := wanted_export(request):
        return export_response(requests_sheet(lines), f"livrables-demandes-{contract.reference}", kind)
    waiting = [line for line in lines if line.row.closed_at is None]
    context = {"contract": contract, "lines": lines, "open": len(waiting)}
    return render(request, "reversibility/requests.html", context)


@contract_view("view")
@require_GET
def one(request: HttpRequest, contract: Contract, number: int) -> HttpResponse:
    """One request and its answers."""
    return _page(request, contract, number)


@contract_view("update_action")
@writes("reversibility:request", "number")
def declare(request: HttpRequest, contract: Contract, number: int) -> HttpResponse:
    """Answer by a proof."""
    asked, form = found(request_at(contract, number)), DeclareForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            declare_proof(
                asked=asked, **form.cleaned_data, actor=actor_of(request), today=local_today(contract)
            )
        except ExitActRefused as refusal:
            put_back(form, refusal)
        else:
            messages.success(request, "Preuve déclarée. Elle compte dès que le client l’a acceptée.")
            return redirect("reversibility:request", contract.slug, number)
    return _page(request, contract, number, form, 422)


@contract_view("view")
@require_GET
def answer_file(request: HttpRequest, contract: Contract, number: int, rank: int) -> HttpResponseBase:
    """The file of a declared proof, as it was received."""
    return stored_response(found(answer_file_at(contract, number, rank)))


def _page(
    request: HttpRequest, contract: Contract, number: int, form: DeclareForm | None = None, status: int = 200
) -> HttpResponse:
    line = found(next(iter(requests_for(contract, local_today(contract), number)), None))
    member = request.membership  # type: ignore[attr-defined]
    context = {
        "contract": contract,
        "line": line,
        "form": (form or DeclareForm()) if form or line.may_answer else None,
        "may_declare": may(member, Capability.UPDATE_ACTION),
    }
    return render(request, "reversibility/request.html", context, status=status)
