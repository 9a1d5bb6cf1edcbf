"""The provider's invoices checked line by line, for the client alone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view, writes
from contracts.engine.problems import FileRefused, Problem
from contracts.forms.money import InvoiceForm
from contracts.models import Contract
from contracts.selectors.invoice_pages import (
    invoice_page,
    invoice_rows,
    invoice_sheet,
    invoices_page,
    invoices_sheet,
)
from contracts.selectors.lifetime import local_today
from contracts.services.invoices import InvoiceHead, InvoiceRefused, record_invoice
from contracts.views.budget import actor_of
from core.exports import export_response, wanted_export


@contract_view("view_client")
def invoices(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Which invoices agree with what is owed?"""
    if kind := wanted_export(request):
        sheet = invoices_sheet(invoice_rows(contract, local_today(contract)))
        return export_response(sheet, f"factures-{contract.reference}", kind)
    return _page(request, contract)


@contract_view("view_client")
def invoice(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    """One invoice beside what is owed, line by line."""
    page = invoice_page(contract, pk, local_today(contract))
    if page is None:
        raise Http404
    if kind := wanted_export(request):
        return export_response(invoice_sheet(page), f"facture-{page.invoice.number}", kind)
    return render(request, "contracts/invoice.html", {"contract": contract, "page": page})


@contract_view("edit_contract")
@writes("contracts:invoices")
def enter(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Keep a new invoice, whole or not at all."""
    form = InvoiceForm(request.POST)
    refused: tuple[Problem, ...] = ()
    if form.is_valid():
        given = dict(form.cleaned_data)
        text, today = given.pop("rows"), local_today(contract)
        try:
            head = InvoiceHead(**given)
            made = record_invoice(contract=contract, head=head, text=text, today=today, **actor_of(request))
            messages.success(request, "Facture enregistrée.")
            return redirect("contracts:invoice", contract.slug, made.pk)
        except InvoiceRefused as refusal:
            form.add_error(None, str(refusal))
        except FileRefused as refusal:
            refused = refusal.problems
    return _page(request, contract, form=form, refused=refused, status=422)


def _page(request: HttpRequest, contract: Contract, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "page": invoices_page(contract, local_today(contract)),
        "contract": contract,
        "may_write": may(request.membership, Capability.EDIT_CONTRACT),  # type: ignore[attr-defined]
        "form": InvoiceForm(),
        **more,
    }
    return render(request, "contracts/invoices.html", context, status=status)
