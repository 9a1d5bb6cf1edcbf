"""The key dates of a contract: read, decide, record the letter of notice, hold a private calendar."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view, writes
from contracts.forms.dates import AnswerForm, LetterForm
from contracts.models import Contract
from contracts.selectors.key_dates import dates_page, dates_sheet, kinds_for
from contracts.selectors.lifetime import local_today
from contracts.selectors.record import record_for
from contracts.services.calendar_feed import renew_feed, revoke_feed
from contracts.services.key_dates import Actor, DateRefused, answer_date, record_letter
from core.exports import export_response, wanted_export


@contract_view("view")
def dates(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Which date must I not miss?"""
    if kind := wanted_export(request):
        page = dates_page(contract, local_today(contract), request.membership)  # type: ignore[attr-defined]
        return export_response(dates_sheet(page), f"{contract.reference}-echeances", kind)
    return _page(request, contract)


@contract_view("decide")
@writes("contracts:dates")
def date_answer(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Decide about one date."""
    form = AnswerForm(request.POST, kinds=kinds_for(request.POST.get("key", "")))
    if form.is_valid():
        try:
            answer_date(
                contract=contract, **form.cleaned_data, actor=_actor(request), today=local_today(contract)
            )
        except DateRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Décision enregistrée : les rappels de cette échéance s’arrêtent.")
            return redirect("contracts:dates", contract.slug)
    return _page(request, contract, answer=form, status=422)


@contract_view("edit_contract")
@writes("contracts:dates")
def notice_letter(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Record the registered letter."""
    form = LetterForm(request.POST)
    if form.is_valid():
        try:
            record_letter(
                contract=contract, side=form.said_side, letter=form.letter, actor=_actor(request),
                tracking=form.cleaned_data["tracking"], today=local_today(contract),
            )  # fmt: skip
        except DateRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Lettre de préavis enregistrée.")
            return redirect("contracts:dates", contract.slug)
    return _page(request, contract, letter=form, status=422)


@contract_view("view")
@writes("contracts:dates")
def feed(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Renew one's private address, shown this once, or revoke it."""
    membership = request.membership  # type: ignore[attr-defined]
    if request.POST.get("act") == "revoke":
        revoke_feed(membership=membership)
        messages.success(request, "Adresse révoquée : elle ne répond plus.")
        return redirect("contracts:dates", contract.slug)
    token = renew_feed(membership=membership)
    address = f"{settings.PORTAL_URL}{reverse('contracts:dates_ics', args=[token])}"
    return _page(request, contract, address=address)


def _actor(request: HttpRequest) -> Actor:
    return Actor(request.user, request.membership.role)  # type: ignore[attr-defined]


def _page(
    request: HttpRequest,
    contract: Contract,
    *,
    answer: AnswerForm | None = None,
    letter: LetterForm | None = None,
    address: str = "",
    status: int = 200,
) -> HttpResponse:
    today, membership = local_today(contract), request.membership  # type: ignore[attr-defined]
    page = dates_page(contract, today, membership)
    context: dict[str, Any] = {
        "record": record_for(contract, today), "page": page, "address": address,
        "answers": _forms(page.waiting, answer) if may(membership, Capability.DECIDE) else [],
        "letter": _letter(page.letter, letter) if may(membership, Capability.EDIT_CONTRACT) else None,
        "letter_refused": letter is not None,
    }  # fmt: skip
    return render(request, "contracts/dates.html", context, status=status)


def _forms(waiting: list[Any], refused: AnswerForm | None) -> list[tuple[Any, AnswerForm, bool]]:
    """One form per date that waits; the refused one keeps what was typed."""
    posted = refused.data.get("key") if refused is not None else None
    found = []
    for rank, one in enumerate(waiting):
        back = refused is not None and one.key == posted
        fresh = AnswerForm(
            initial={"key": one.key, "day": one.day}, kinds=kinds_for(one.key), auto_id=f"d{rank}-%s"
        )
        found.append((one, refused if back and refused is not None else fresh, back))
    return found


def _letter(present: Any, refused: LetterForm | None) -> LetterForm | None:
    """The form of the letter, until it took effect."""
    if refused is not None:
        return refused
    if present is None:
        return LetterForm()
    return None if present.effective_on else LetterForm(initial=vars(present))
