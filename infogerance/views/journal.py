"""The journal of a contract."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from contracts.access import contract_view
from contracts.models import Contract
from core.exports import export_response, wanted_export
from infogerance.forms.lists import JournalFilters
from infogerance.selectors.journal import journal_page, journal_sheet


@contract_view("view")
@require_GET
def contract_journal(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Who changed what?"""
    form = JournalFilters(request.GET)
    if kind := wanted_export(request):
        return export_response(journal_sheet(contract, form), f"journal-{contract.reference}", kind)
    context = {"contract": contract, "form": form, "page": journal_page(contract, form, request.GET)}
    return render(request, "infogerance/journal.html", context)
