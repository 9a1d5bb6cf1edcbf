"""The clauses of the contract: read by both sides, changed in place by the referent."""

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
from contracts.forms.clauses import ClauseForm
from contracts.models import Contract
from contracts.selectors.documents import clauses_page, clauses_sheet
from contracts.selectors.papers import ClauseBook, clause_book
from contracts.services.clauses import remove_clause, save_clause
from contracts.services.lines import LineRefused
from core.exports import export_response, wanted_export
from core.requests import actor_of, asked_key

REFUSED = 422


@contract_view("view")
@require_GET
def clauses(request: HttpRequest, contract: Contract) -> HttpResponse:
    """What does the contract say, on which page?"""
    if kind := wanted_export(request):
        return export_response(clauses_sheet(clauses_page(contract)), f"{contract.reference}-clauses", kind)
    return _page(request, contract, clause_book(contract))


@contract_view("edit_contract")
def add_clause(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Add a clause."""
    return _change(request, contract, None)


@contract_view("edit_contract")
def change_clause(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    """Change a clause, or remove it; read without a form, the address leads to its place."""
    if pk not in clause_book(contract).clauses:
        raise Http404
    if request.method == "POST" and request.POST.get("act") == "remove":
        try:
            remove_clause(contract=contract, key=pk, **actor_of(request))
        except LineRefused as refusal:
            messages.error(request, str(refusal))
            return _back(contract, "", pk)
        messages.success(request, "Clause retirée.")
        return _back(contract)
    return _change(request, contract, pk)


def _change(request: HttpRequest, contract: Contract, key: int | None) -> HttpResponse:
    if request.method != "POST":
        return _back(contract, f"?modifier={key}" if key else "", key)
    book = clause_book(contract)
    form = ClauseForm(book, key, request.POST)
    if form.is_valid():
        try:
            save_clause(contract=contract, said=form.said(), key=key, **actor_of(request))
        except LineRefused as refusal:
            form.refuse(refusal.faults)
    if form.errors:
        return _page(request, contract, book, form)
    messages.success(request, "Clause enregistrée.")
    return _back(contract, "", key)


def _back(contract: Contract, query: str = "", key: int | None = None) -> HttpResponse:
    anchor = f"#clause-{key}" if key else "#clauses"
    return redirect(f"{reverse('contracts:clauses', args=[contract.slug])}{query}{anchor}")


def _page(
    request: HttpRequest, contract: Contract, book: ClauseBook, refused: ClauseForm | None = None
) -> HttpResponse:
    context: dict[str, Any] = {"contract": contract, "page": clauses_page(contract), "may_edit": False}
    if may(request.membership, Capability.EDIT_CONTRACT):  # type: ignore[attr-defined]
        key = asked_key(request, book.clauses)
        context |= {
            "may_edit": True,
            "form": refused if refused and refused.key else ClauseForm(book, key) if key else None,
            "add": refused if refused and not refused.key else ClauseForm(book),
        }
    return render(request, "contracts/clauses.html", context, status=REFUSED if refused else 200)
