"""Exercises: what was tried, what was measured, what comes next."""

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
from reversibility.forms.drills import DrillForm
from reversibility.models import Drill
from reversibility.selectors.drills import (
    DrillLine,
    drill_at,
    drill_file_at,
    drill_files,
    drills_page,
    drills_sheet,
)
from reversibility.services.acts import ExitActRefused
from reversibility.services.drills import save_drill
from reversibility.views.acting import actor_of, found, put_back


@contract_view("view_client")
@require_GET
def drills(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Every exercise, the latest first."""
    if kind := wanted_export(request):
        sheet = drills_sheet(drills_page(contract, local_today(contract)))
        return export_response(sheet, f"exercices-{contract.reference}", kind)
    return _list(request, contract)


@contract_view("edit_contract")
@writes("reversibility:drills")
def drill_add(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Plan an exercise, or record one already done."""
    form = DrillForm(contract, request.POST, request.FILES)
    if saved := _saved(request, contract, None, form):
        messages.success(request, f"Exercice {saved} enregistré.")
        return redirect("reversibility:drills", contract.slug)
    return _list(request, contract, form, 422)


@contract_view("view_client")
@require_GET
def drill(request: HttpRequest, contract: Contract, number: int) -> HttpResponse:
    """One exercise."""
    return _one(request, contract, found(drill_at(contract, number)))


@contract_view("edit_contract")
@writes("reversibility:drill", "number")
def drill_edit(request: HttpRequest, contract: Contract, number: int) -> HttpResponse:
    """Complete or correct an exercise."""
    row, form = found(drill_at(contract, number)), DrillForm(contract, request.POST, request.FILES)
    if saved := _saved(request, contract, row, form):
        messages.success(request, f"Exercice {saved} enregistré.")
        return redirect("reversibility:drill", contract.slug, number)
    return _one(request, contract, row, form, 422)


@contract_view("view_client")
@require_GET
def drill_file(request: HttpRequest, contract: Contract, number: int, rank: int) -> HttpResponseBase:
    """A report of an exercise, as it was received."""
    return stored_response(found(drill_file_at(contract, number, rank)))


def _saved(request: HttpRequest, contract: Contract, row: Drill | None, form: DrillForm) -> Drill | None:
    """The exercise as it was written; None where the form or the act is refused, which the form then says."""
    if not form.is_valid():
        return None
    try:
        return save_drill(
            contract=contract, row=row, **form.said(), actor=actor_of(request), today=local_today(contract)
        )
    except ExitActRefused as refusal:
        put_back(form, refusal)
        return None


def _list(
    request: HttpRequest, contract: Contract, form: DrillForm | None = None, status: int = 200
) -> HttpResponse:
    editing = may(request.membership, Capability.EDIT_CONTRACT)  # type: ignore[attr-defined]
    context = {
        "contract": contract,
        "page": drills_page(contract, local_today(contract)),
        "form": (form or DrillForm(contract)) if editing else None,
        "refused": form is not None,
    }
    return render(request, "reversibility/drills.html", context, status=status)


def _one(
    request: HttpRequest, contract: Contract, row: Drill, form: DrillForm | None = None, status: int = 200
) -> HttpResponse:
    editing = may(request.membership, Capability.EDIT_CONTRACT)  # type: ignore[attr-defined]
    context = {
        "contract": contract,
        "line": DrillLine(row, local_today(contract)),
        "files": drill_files(row),
        "form": (form or DrillForm.of(contract, row)) if editing else None,
    }
    return render(request, "reversibility/drill.html", context, status=status)
