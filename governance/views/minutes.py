"""The minutes of a committee: read by both sides, signed, frozen."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view, step_up, writes
from contracts.models import Contract
from core.exports import download
from core.jobs import JobRefused
from core.requests import actor_of
from core.scope import Side
from governance.forms.sitting import RemarkForm, SignForm
from governance.models import Committee
from governance.selectors.minutes_record import record_of
from governance.selectors.reading import reading_words
from governance.selectors.sitting import sitting_of
from governance.selectors.steps import steps_of
from governance.services import SittingRefused, read_minutes, sign_minutes
from governance.services.minutes_paper import paper_name, print_minutes
from governance.views.finding import committee_or_404

SHARED = "partage"
COPIES = {Side.CLIENT: ("client", SHARED), Side.PROVIDER: (SHARED,)}
UNPRINTED = (
    "Le PDF du relevé n’a pas été imprimé : l’impression s’est arrêtée. Le relevé est intact. Réessayez."
)


@contract_view("view")
@require_GET
def minutes(request: HttpRequest, contract: Contract, committee: str) -> HttpResponse:
    """What was decided, who has read it, is it signed?"""
    return _page(request, contract, committee_or_404(request, contract, committee))


@contract_view("view")
@require_GET
def minutes_pdf(request: HttpRequest, contract: Contract, committee: str, copy: str) -> HttpResponse:
    """The minutes as a PDF for signature; the client's copy does not exist for the provider."""
    found = committee_or_404(request, contract, committee)
    side = request.membership.side  # type: ignore[attr-defined]
    if copy not in COPIES[side]:
        raise Http404
    shared = copy == SHARED
    try:
        printed = print_minutes(contract=contract, committee=found, shared=shared)
    except JobRefused:
        messages.error(request, UNPRINTED)
        return redirect("governance:minutes", contract.slug, found.slug)
    return _discreet(download(printed.pdf, paper_name(found, shared=shared), "application/pdf"))


@contract_view("read_minutes")
@writes("governance:minutes", "committee")
def read(request: HttpRequest, contract: Contract, committee: str) -> HttpResponse:
    """One side has read; the provider may add its remarks."""
    found, form = committee_or_404(request, contract, committee), RemarkForm(request.POST)
    if not form.is_valid():
        return _page(request, contract, found, form)
    try:
        side = request.membership.side  # type: ignore[attr-defined]
        read_minutes(committee=found, side=side, remark=form.cleaned_data["remark"], **actor_of(request))
    except SittingRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Lecture enregistrée.")
    return redirect("governance:minutes", contract.slug, found.slug)


@contract_view("decide")
@writes("governance:minutes", "committee")
@step_up
def sign(request: HttpRequest, contract: Contract, committee: str) -> HttpResponse:
    """Freeze what both sides have read."""
    found, form = committee_or_404(request, contract, committee), SignForm(request.POST)
    if not form.is_valid():
        return _page(request, contract, found, signing=form)
    try:
        sign_minutes(contract=contract, committee=found, **actor_of(request))
    except SittingRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Relevé signé : il ne change plus.")
    return redirect("governance:minutes", contract.slug, found.slug)


def _discreet(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "private, no-store"
    return answer


def _page(
    request: HttpRequest,
    contract: Contract,
    committee: Committee,
    refused: RemarkForm | None = None,
    signing: SignForm | None = None,
) -> HttpResponse:
    sitting, member = sitting_of(contract, committee), request.membership  # type: ignore[attr-defined]
    written, ready = sitting.minutes, not sitting.signed and not sitting.holding
    reads = not sitting.signed and may(member, Capability.READ_MINUTES)
    silent = bool(written and written.by_silence) and member.side == Side.PROVIDER
    read_at = None if written is None or silent else getattr(written, f"{member.side}_read_at")
    context = {
        "contract": contract,
        "sitting": sitting,
        "record": record_of(contract, sitting),
        "steps": steps_of(contract, committee, "minutes"),
        "copies": COPIES[member.side],
        "reads": reads and read_at is None,
        "rule": reading_words(contract, sitting),
        "remark": (refused or RemarkForm()) if member.side == Side.PROVIDER else None,
        "signs": signing or (SignForm() if ready and may(member, Capability.DECIDE) else None),
    }
    status = 422 if refused or signing else 200
    return render(request, "governance/minutes.html", context, status=status)
