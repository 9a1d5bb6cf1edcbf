"""Penalties: the months of a contract, and the life of one month's."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.models import Contract
from core.engine.months import Month
from core.exports import export_response, wanted_export
from core.requests import month_or_404
from core.scope import Side
from slas.forms.penalties import ACTS, ClaimForm, WaiveForm
from slas.models import PenaltyClaim
from slas.selectors.amounts import reader_of
from slas.selectors.months import latest_month
from slas.selectors.penalties import (
    PenaltyPage,
    claim_for,
    lines_sheet,
    months_sheet,
    penalties_page,
    penalty_page,
)
from slas.selectors.penalty_states import claiming_decision, observations_awaited
from slas.services.prices import penalty_acts as acts

State = PenaltyClaim.State
OFFERED: dict[str, tuple[str, ...]] = {
    State.CALCULATED: ("notify", "waive"),
    State.NOTIFIED: ("observe", "confirm", "waive"),
    State.CONTESTED: ("observe", "confirm", "waive"),
    State.CONFIRMED: ("apply", "waive"),
}
DONE = {
    "notify": "Pénalité notifiée au prestataire.",
    "observe": "Observations enregistrées.",
    "confirm": "Pénalité validée.",
    "waive": "Exonération enregistrée.",
    "apply": "Avoir enregistré.",
}


@contract_view("view")
def penalties(request: HttpRequest, contract: Contract) -> HttpResponse:
    """How much, which clause, decided by whom?"""
    if kind := wanted_export(request):
        return export_response(months_sheet(contract), f"{contract.reference}-penalites", kind)
    month = latest_month(contract) or Month.of(contract.starts_on)
    client = reader_of(contract) == Side.CLIENT
    context = {"contract": contract, "page": penalties_page(contract, month, client), "client": client}
    return render(request, "slas/penalties.html", context)


@contract_view("view")
def penalty_month(request: HttpRequest, contract: Contract, month: str) -> HttpResponse:
    """One month's price line by line, and its acts; a form posted here does one of them."""
    wanted = month_or_404(month)
    request.month = wanted  # type: ignore[attr-defined]
    claim = claim_for(contract, wanted)
    if claim is None:
        status = 409 if request.method == "POST" else 200
        context = {"contract": contract, "month": wanted, "client": reader_of(contract) == Side.CLIENT}
        return render(request, "slas/penalty_none.html", context, status=status)
    if request.method == "POST":
        return _act(request, contract, claim)
    if kind := wanted_export(request):
        sheet = lines_sheet(contract, penalty_page(claim, client=False))
        return export_response(sheet, f"{contract.reference}-penalite-{wanted}", kind)
    return _page(request, contract, claim)


def _act(request: HttpRequest, contract: Contract, claim: PenaltyClaim) -> HttpResponse:
    name = request.POST.get("act", "")
    if not may(request.membership, _needed(name)):  # type: ignore[attr-defined]
        raise PermissionDenied
    if name not in ACTS:
        return HttpResponseBadRequest("Acte inconnu.")
    form = form_of(name, claim, request.POST)
    if not form.is_valid():
        return _page(request, contract, claim, form, 422)
    try:
        _do(name, claim, _actor(request, contract), form.cleaned_data, contract)
    except acts.PenaltyRefused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, contract, claim, form, 422)
    except acts.PenaltyChanged:
        return render(request, "409.html", {"kept_text": _typed(form)}, status=409)
    messages.success(request, DONE[name])
    return redirect("slas:penalty_month", contract.slug, str(claim.month))


def _do(name: str, claim: PenaltyClaim, actor: acts.Actor, given: dict[str, Any], contract: Contract) -> None:
    if given.pop("seen") != seen_of(claim):
        raise acts.PenaltyChanged
    today = _today(contract)
    if name == "notify":
        acts.notify_penalty(claim=claim, actor=actor, today=today, **given)
    elif name == "observe":
        acts.observe_penalty(claim=claim, actor=actor, today=today, **given)
    elif name == "confirm":
        acts.confirm_penalty(claim=claim, actor=actor, today=today, **given)
    elif name == "waive":
        acts.waive_penalty(claim=claim, actor=actor, **given)
    else:
        acts.apply_penalty(claim=claim, actor=actor, today=today, **given)


def _today(contract: Contract) -> date:
    return timezone.localdate(timezone=ZoneInfo(contract.timezone))


def seen_of(claim: PenaltyClaim) -> str:
    """The claim as it is shown: a form that carries another value was filled in on an older page."""
    return f"{claim.pk}.{claim.state}.{claim.due}.{claim.waived}"


def _needed(name: str) -> Capability:
    return Capability.CONTEST if name == "observe" else Capability.PRICE


def _actor(request: HttpRequest, contract: Contract) -> acts.Actor:
    return acts.Actor(request.user, request.membership.role, reader_of(contract))  # type: ignore[attr-defined]


def _typed(form: ClaimForm) -> str:
    return "\n".join(
        str(form.cleaned_data[name]) for name in ("text", "reason", "means") if name in form.cleaned_data
    )


def _page(
    request: HttpRequest,
    contract: Contract,
    claim: PenaltyClaim,
    refused: ClaimForm | None = None,
    status: int = 200,
) -> HttpResponse:
    page = penalty_page(claim, client=reader_of(contract) == Side.CLIENT)
    forms = [
        refused if refused is not None and refused.act == name else form_of(name, claim)
        for name in _offered(request, contract, page)
    ]
    context = {"contract": contract, "month": claim.month, "page": page, "forms": forms}
    context["may_close"] = may(request.membership, Capability.CLOSE_MONTH)  # type: ignore[attr-defined]
    return render(request, "slas/penalty_month.html", context, status=status)


def _offered(request: HttpRequest, contract: Contract, page: PenaltyPage) -> list[str]:
    """The acts that are possible today and the visitor's."""
    if page.to_close_first or not page.claim.left:
        return []
    side, waits = reader_of(contract), observations_awaited(page.claim, _today(contract))
    return [
        name
        for name in OFFERED.get(page.claim.state, ())
        if may(request.membership, _needed(name))  # type: ignore[attr-defined]
        and (name == "observe") == (side == Side.PROVIDER)
        and not (name == "confirm" and waits)
    ]


def form_of(name: str, claim: PenaltyClaim, typed: QueryDict | None = None) -> ClaimForm:
    """The form of an act. A credit note is of what is left; how much is given up is for the person to say."""
    shown = {"seen": seen_of(claim)} | ({"amount": claim.left} if name == "apply" else {})
    form = ACTS[name](typed, initial=shown, auto_id=f"{name}-%s")
    if isinstance(form, WaiveForm):
        decided = claiming_decision(claim)
        form.against(decided.words if decided else "")
    return form
