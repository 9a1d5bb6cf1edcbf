"""A month's use of work units, read from a file: here, because reading a file is the affair of a higher floor."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from contracts.access import contract_view
from contracts.engine.work_unit_list import COLUMNS, ListRefused
from contracts.models import Contract
from contracts.services.rows import Counts
from contracts.services.work_unit_orders import UnitRefused
from contracts.services.work_unit_uses import import_uses
from core.engine import formats
from core.engine.months import Month
from infogerance.forms.lists import UseListForm
from reports.services.tabulating import TableUnreadable, read_rows

REFUSED = 422


@contract_view("edit_contract")
def import_month(request: HttpRequest, contract: Contract) -> HttpResponse:
    """The form, then what is wrong in the list, line by line: nothing is stored while one line is."""
    if request.method != "POST":
        return _page(request, contract, _form())
    form = UseListForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, contract, form, REFUSED)
    try:
        counts = _import(request, contract, **form.cleaned_data)
    except (TableUnreadable, UnitRefused) as refusal:
        form.add_error("month" if isinstance(refusal, UnitRefused) else "file", str(refusal))
        return _page(request, contract, form, REFUSED)
    except ListRefused as refused:
        return _page(request, contract, form, REFUSED, faults=refused.faults)
    written = formats.count(counts.created + counts.updated, "ligne enregistrée|lignes enregistrées")
    messages.success(request, f"{written}, {formats.count(counts.unchanged, 'inchangée')}.")
    response = redirect("contracts:work_units", contract=contract.slug)
    response["Location"] += f"?mois={form.cleaned_data['month']}#consommation"
    return response


def _import(request: HttpRequest, contract: Contract, month: Month, file: Any) -> Counts:
    rows = read_rows(name=file.name, content=file.file, columns=COLUMNS)
    today, role = timezone.localdate(), request.membership.role  # type: ignore[attr-defined]
    return import_uses(contract=contract, month=month, rows=rows, today=today, user=request.user, role=role)


def _form() -> UseListForm:
    return UseListForm(initial={"month": str(Month.of(timezone.localdate()).shift(-1))})


def _page(
    request: HttpRequest, contract: Contract, form: UseListForm, status: int = 200, faults: Any = ()
) -> HttpResponse:
    context = {"contract": contract, "form": form, "faults": faults, "columns": COLUMNS}
    return render(request, "infogerance/work_units_import.html", context, status=status)
