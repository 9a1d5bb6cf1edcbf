"""Sending the packs: who receives what in which words, once more for who did not, and how one wants them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from contracts.access import contract_view, writes
from contracts.models import Contract
from core.requests import actor_of
from governance.forms.sending import MannerForm
from governance.models import Committee, PackDelivery
from governance.selectors.packs import NoResult
from governance.selectors.sending import groups_for
from governance.services import SendingRefused, ask_sending, choose_manner, send_again
from governance.services.sending import NO_PACK
from governance.views.finding import committee_or_404


@contract_view("prepare_committee")
def send(request: HttpRequest, contract: Contract, committee: str) -> HttpResponse:
    """Who would receive what; POST sends it."""
    found = committee_or_404(request, contract, committee)
    if request.method != "POST":
        return _confirm(request, contract, found)
    try:
        return redirect("job", ask_sending(committee=found, **actor_of(request)).pk)
    except SendingRefused:
        return _confirm(request, contract, found, status=422)


@contract_view("prepare_committee")
@writes("governance:send", "committee")
def resend(request: HttpRequest, contract: Contract, committee: str, delivery: int) -> HttpResponse:
    """Try again what was not delivered to one reader."""
    found = committee_or_404(request, contract, committee)
    row = PackDelivery.objects.filter(pack__committee=found, pk=delivery).first()
    if row is None:
        raise Http404
    try:
        send_again(delivery=row, **actor_of(request))
    except SendingRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Nouvel envoi demandé.")
    return redirect("governance:committee", contract.slug, found.slug)


@contract_view("view")
def notifications(request: HttpRequest, contract: Contract) -> HttpResponse:
    """How the visitor receives the packs of this contract, and what waits for them on it."""
    member = request.membership  # type: ignore[attr-defined]
    form = MannerForm(request.POST if request.method == "POST" else None, member=member)
    if form.is_valid():
        choose_manner(member=member, attached=form.attached, digest=form.cleaned_data["digest"])
        messages.success(request, "Choix enregistré.")
        return redirect("governance:notifications", contract.slug)
    context = {"contract": contract, "form": form}
    return render(request, "governance/notifications.html", context, status=422 if form.errors else 200)


def _confirm(
    request: HttpRequest, contract: Contract, committee: Committee, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"contract": contract, "committee": committee}
    if not committee.has_pack:
        return render(request, "governance/send.html", context | {"missing": NO_PACK}, status=status)
    try:
        context["groups"] = groups_for(committee)
    except NoResult as missing:
        context["missing"] = str(missing)
    return render(request, "governance/send.html", context, status=status)
