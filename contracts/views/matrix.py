"""The priority matrix of a version, filled as a table."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from contracts.access import contract_view
from contracts.engine.matrix import Cell, grid_of
from contracts.forms.matrix import MatrixForm
from contracts.models import Contract, ContractVersion
from contracts.selectors.lifetime import local_today
from contracts.selectors.matrix import writable_versions
from contracts.services.lines import LineRefused
from contracts.services.matrix import save_matrix
from core.requests import actor_of

REFUSED = 422


@contract_view("edit_contract")
@require_http_methods(["GET", "POST"])
def matrix(request: HttpRequest, contract: Contract, number: int) -> HttpResponse:
    """Which priority does a ticket get from its impact and its urgency?"""
    versions = {row.number: row for row in writable_versions(contract, local_today(contract))}
    if number not in versions:
        raise Http404
    version = versions[number]
    if request.POST.get("act") == "remove":
        return _keep(request, contract, version, None)
    form = MatrixForm(grid_of(version.matrix), version.rules.priorities, request.POST or None)
    if form.is_valid():
        return _keep(request, contract, version, form)
    return _page(request, contract, version, form)


def _keep(
    request: HttpRequest, contract: Contract, version: ContractVersion, form: MatrixForm | None
) -> HttpResponse:
    """Write what the table says; nothing at all takes the matrix away."""
    cells: tuple[Cell, ...] = form.cells() if form else ()
    try:
        changed = save_matrix(
            contract=contract,
            number=version.number,
            cells=cells,
            today=local_today(contract),
            **actor_of(request),
        )
    except LineRefused as refusal:
        messages.error(request, str(refusal))
    else:
        _tell(request, changed=changed, emptied=not cells)
    return redirect(f"{reverse('contracts:record', args=[contract.slug])}#matrice")


def _tell(request: HttpRequest, *, changed: bool, emptied: bool) -> None:
    """What became of the matrix; nothing written is never called a success."""
    if changed:
        messages.success(request, "Matrice retirée." if emptied else "Matrice enregistrée.")
    else:
        was = "Le tableau est vide" if emptied else "La matrice n’a pas changé"
        messages.info(request, f"{was}\u00a0: rien n’a été écrit.")


def _page(
    request: HttpRequest, contract: Contract, version: ContractVersion, form: MatrixForm
) -> HttpResponse:
    context = {"contract": contract, "version": version, "form": form}
    status = REFUSED if form.is_bound else 200
    return render(request, "contracts/matrix.html", context, status=status)
