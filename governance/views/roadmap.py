"""The roadmap: read by both sides, who propose; settled in place by whoever decides for the client."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view, writes
from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from contracts.services.lines import LineRefused
from core.exports import export_response, wanted_export
from core.requests import actor_of, asked_key
from governance.forms.roadmap import RoadmapForm, SettlingForm
from governance.selectors.roadmap import RoadmapLine, item_said, roadmap_page, roadmap_sheet
from governance.services.roadmap import save_item, settle_item

REFUSED = 422


@contract_view("view")
@require_GET
def roadmap(request: HttpRequest, contract: Contract) -> HttpResponse:
    """What comes, in which quarter, for which value, at which cost?"""
    if kind := wanted_export(request):
        sheet = roadmap_sheet(roadmap_page(contract, local_today(contract)))
        return export_response(sheet, f"{contract.reference}-feuille-de-route", kind)
    return _page(request, contract)


@contract_view("update_action")
def propose(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Propose an item."""
    if request.method != "POST":
        return _back(contract)
    return _save(request, contract, RoadmapForm(local_today(contract), data=request.POST))


@contract_view("update_action")
def change(request: HttpRequest, contract: Contract, number: int) -> HttpResponse:
    """Correct one's own proposal; read without a form, the address leads to its place."""
    line = _line_or_404(contract, number)
    if request.method != "POST":
        return _back(contract, f"?modifier={number}", f"F-{number}")
    form = RoadmapForm(local_today(contract), number, item_said(line.row), request.POST)
    return _save(request, contract, form)


@contract_view("decide")
@writes("governance:roadmap")
def settle(request: HttpRequest, contract: Contract, number: int) -> HttpResponse:
    """What the client makes of an item."""
    line, today = _line_or_404(contract, number), local_today(contract)
    form = SettlingForm(today, line.row, request.POST)
    if form.is_valid():
        try:
            row = settle_item(
                contract=contract, number=number, said=form.said(), today=today, **actor_of(request)
            )
        except LineRefused as refusal:
            form.refuse(refusal.faults)
    if form.errors:
        return _page(request, contract, settling=form)
    messages.success(request, f"{row.label} : {row.get_state_display().lower()}.")
    return _back(contract)


def _line_or_404(contract: Contract, number: int) -> RoadmapLine:
    line = roadmap_page(contract, local_today(contract)).line(number)
    if line is None:
        raise Http404
    return line


def _save(request: HttpRequest, contract: Contract, form: RoadmapForm) -> HttpResponse:
    if form.is_valid():
        side = request.membership.side  # type: ignore[attr-defined]
        given = {"side": side, "today": local_today(contract), **actor_of(request)}
        try:
            save_item(contract=contract, said=form.said(), number=form.number, **given)
        except LineRefused as refusal:
            form.refuse(refusal.faults)
    if form.errors:
        return _page(request, contract, form)
    messages.success(request, "Évolution enregistrée.")
    return _back(contract)


def _back(contract: Contract, query: str = "", anchor: str = "trimestres") -> HttpResponse:
    return redirect(f"{reverse('governance:roadmap', args=[contract.slug])}{query}#{anchor}")


def _page(
    request: HttpRequest,
    contract: Contract,
    refused: RoadmapForm | None = None,
    settling: SettlingForm | None = None,
) -> HttpResponse:
    today = local_today(contract)
    page = roadmap_page(contract, today)
    proposes = may(request.membership, Capability.UPDATE_ACTION)  # type: ignore[attr-defined]
    decides = may(request.membership, Capability.DECIDE)  # type: ignore[attr-defined]
    given = refused or settling
    number = given.number if given else asked_key(request, {line.row.number for line in page.lines})
    line = page.line(number) if number else None
    changed = RoadmapForm(today, number, item_said(line.row)) if line and line.mine and proposes else None
    context: dict[str, Any] = {
        "contract": contract,
        "page": page,
        "proposes": proposes,
        "decides": decides,
        "edited": number,
        "form": refused if refused and number else changed,
        "settling": settling or (SettlingForm(today, line.row) if line and line.open and decides else None),
        "add": (refused if refused and not number else RoadmapForm(today)) if proposes else None,
    }
    return render(request, "governance/roadmap.html", context, status=REFUSED if given else 200)
