"""Consumptions of several months, read from a file: here, because reading a file is the affair of a higher floor."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from contracts.access import contract_view
from contracts.engine.consumption_list import COLUMNS
from contracts.engine.list_faults import ListRefused
from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from contracts.services.consumption_list import import_consumptions
from contracts.services.rows import Counts
from core.engine import formats
from core.engine.months import Month
from infogerance.forms.lists import UseListForm
from reports.services.tabulating import TableUnreadable, read_rows

REFUSED = 422


@contract_view("edit_contract")
def import_list(request: HttpRequest, contract: Contract) -> HttpResponse:
    """The form, then what is wrong in the list, line by line: nothing is stored while one line is."""
    if request.method != "POST":
        return _page(request, contract, UseListForm())
    form = UseListForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, contract, form, REFUSED)
    try:
        counts = _import(request, contract, **form.cleaned_data)
    except TableUnreadable as refusal:
        form.add_error("file", str(refusal))
        return _page(request, contract, form, REFUSED)
    except ListRefused as refused:
        return _page(request, contract, form, REFUSED, faults=refused.faults)
    written = formats.count(counts.created + counts.updated, "ligne enregistrée|lignes enregistrées")
    messages.success(request, f"{written}, {formats.count(counts.unchanged, 'inchangée')}.")
    response = redirect("contracts:work_units", contract=contract.slug)
    if month := form.cleaned_data["month"]:
        response["Location"] += f"?mois={month}#consommation"
    return response


def _import(request: HttpRequest, contract: Contract, month: Month | None, file: Any) -> Counts:
    rows = read_rows(name=file.name, content=file.file, columns=COLUMNS)
    today, role = local_today(contract), request.membership.role  # type: ignore[attr-defined]
    return import_consumptions(
        contract=contract, month=month, rows=rows, today=today, user=request.user, role=role
    )


def _page(
    request: HttpRequest, contract: Contract, form: UseListForm, status: int = 200, faults: Any = ()
) -> HttpResponse:
    context = {"contract": contract, "form": form, "faults": faults, "columns": COLUMNS}
    return render(request, "infogerance/work_units_import.html", context, status=status)
