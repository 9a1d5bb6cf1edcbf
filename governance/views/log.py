"""The referent's log: read by the client, kept by the referent."""

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
from contracts.services.lines import LineRefused
from core.exports import export_response, wanted_export
from core.requests import actor_of, asked_key
from governance.forms.log import LogForm
from governance.selectors.log import log_links, log_page, log_rows, log_said, log_sheet
from governance.services.log import save_entry

REFUSED = 422


@contract_view("view_client")
@require_GET
def log(request: HttpRequest, contract: Contract) -> HttpResponse:
    """What people complain of, what they praise, what followed?"""
    if kind := wanted_export(request):
        return export_response(log_sheet(log_page(contract)), f"{contract.reference}-journal-de-bord", kind)
    return _page(request, contract)


@contract_view("prepare_committee")
def add(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Add a line."""
    return _save(request, contract, None) if request.method == "POST" else _back(contract)


@contract_view("prepare_committee")
def change(request: HttpRequest, contract: Contract, number: int) -> HttpResponse:
    """Correct a line; read without a form, the address leads to its place."""
    if number not in log_rows(contract):
        raise Http404
    if request.method != "POST":
        return _back(contract, f"?modifier={number}", f"J-{number}")
    return _save(request, contract, number)


def _save(request: HttpRequest, contract: Contract, number: int | None) -> HttpResponse:
    form = LogForm(log_links(contract), number, data=request.POST)
    if form.is_valid():
        given = {"number": number, "today": local_today(contract), **actor_of(request)}
        try:
            save_entry(contract=contract, said=form.said(), **given)
        except LineRefused as refusal:
            form.refuse(refusal.faults)
    if form.errors:
        return _page(request, contract, form)
    messages.success(request, "Journal de bord enregistré.")
    return _back(contract)


def _back(contract: Contract, query: str = "", anchor: str = "propos") -> HttpResponse:
    return redirect(f"{reverse('governance:log', args=[contract.slug])}{query}#{anchor}")


def _page(request: HttpRequest, contract: Contract, refused: LogForm | None = None) -> HttpResponse:
    context: dict[str, Any] = {"contract": contract, "page": log_page(contract)}
    if may(request.membership, Capability.PREPARE_COMMITTEE):  # type: ignore[attr-defined]
        rows, links = log_rows(contract), log_links(contract)
        number = refused.number if refused else asked_key(request, rows)
        context |= {
            "may_edit": True,
            "edited": number,
            "form": refused or (LogForm(links, number, log_said(rows[number])) if number else None),
            "add": refused if refused and not number else LogForm(links),
        }
    return render(request, "governance/log.html", context, status=REFUSED if refused else 200)
