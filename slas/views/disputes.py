"""Contestations and exclusions: the list, one of them, opening, answering, the files."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from contracts.access import contract_view, writes
from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from core.exports import download, export_response, wanted_export
from core.requests import asked_month
from core.storage import open_file
from slas.engine.disputing import Act
from slas.forms.disputes import AnswerForm, DisputeForm
from slas.selectors.dispute_lines import DisputeLine, dispute_line, evidence_at
from slas.selectors.dispute_outcomes import told_of
from slas.selectors.dispute_pages import dispute_list, dispute_table, exclusion_page, exclusion_table
from slas.selectors.disputes import stake_of
from slas.selectors.months import latest_month
from slas.services import (
    DisputeRefused,
    DisputeStale,
    EvidenceRefused,
    comment,
    open_dispute,
    settle,
    withdraw,
)
from slas.views.contesting import answer_form, member_of

BYTES = "application/octet-stream"
SERVICES = {Act.COMMENT: comment, Act.WITHDRAW: withdraw}


@contract_view("view")
@require_GET
def disputes(request: HttpRequest, contract: Contract) -> HttpResponse:
    """What is contested, by whom, until when?"""
    chosen = request.GET.get("etat", "")
    found = dispute_list(contract, member_of(request), local_today(contract), chosen)
    if found is None:
        raise Http404
    if kind := wanted_export(request):
        sheet = dispute_table(contract, found.lines)
        return export_response(sheet, f"{contract.reference}-contestations-{found.chosen}", kind)
    return render(request, "slas/disputes.html", {"contract": contract, "page": found})


@contract_view("view")
@require_GET
def dispute(request: HttpRequest, contract: Contract, number: int) -> HttpResponse:
    """One dispute: who said what, on what proof, and the answer awaited."""
    line = _line_or_404(request, contract, number)
    return _page(request, contract, line, answer_form(line))


@contract_view("contest")
@require_http_methods(["GET", "POST"])
def dispute_open(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Contest a verdict or ask for an exclusion; what is refused is said above the form, its text kept."""
    if request.method == "GET":
        return redirect("slas:disputes", contract.slug)
    form = DisputeForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            made = open_dispute(
                contract=contract,
                claim=form.claim(),
                member=member_of(request),
                form_key=form.cleaned_data["form_key"],
                at=timezone.now(),
            )
        except (DisputeRefused, EvidenceRefused) as refusal:
            form.add_error("file" if isinstance(refusal, EvidenceRefused) else None, str(refusal))
        else:
            messages.success(request, f"{made.title} enregistrée.")
            return redirect("slas:dispute", contract.slug, made.number)
    return render(request, "slas/dispute_open.html", {"contract": contract, "form": form}, status=422)


@contract_view("contest")
@writes("slas:dispute", "number")
def dispute_answer(request: HttpRequest, contract: Contract, number: int) -> HttpResponse:
    """Comment, accept, refuse, refer, withdraw; an answer to an older state is shown again with what changed."""
    line, form = _line_or_404(request, contract, number), AnswerForm(request.POST, request.FILES)
    status = 422
    if form.is_valid():
        answer = form.answer()
        act = SERVICES.get(answer.act, settle)
        result, stake = stake_of(contract, line.row)
        try:
            act(dispute=line.row, answer=answer, member=member_of(request), at=timezone.now())
        except DisputeStale as stale:
            return _stale(request, contract, number, form, str(stale))
        except (DisputeRefused, EvidenceRefused) as refusal:
            form.add_error("file" if isinstance(refusal, EvidenceRefused) else None, str(refusal))
        else:
            messages.success(request, told_of(line.row, answer.act, result, stake))
            return redirect("slas:dispute", contract.slug, number)
    return _page(request, contract, line, form, status=status)


@contract_view("view")
@require_GET
def dispute_evidence(request: HttpRequest, contract: Contract, number: int, rank: int) -> HttpResponse:
    """A file as it was received, saved by the browser and never run."""
    found = evidence_at(contract, number, rank)
    if found is None:
        raise Http404
    try:
        with open_file(found.storage_name) as stored:
            return download(stored.read(), found.name, BYTES)
    except OSError as error:
        raise Http404 from error


@contract_view("view")
@require_GET
def exclusions(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Which tickets are out of the base, who decided it, on what proof?"""
    month = asked_month(request, latest_month(contract))
    request.month = month  # type: ignore[attr-defined]
    if month is None:
        return render(request, "slas/empty.html", {"contract": contract})
    page = exclusion_page(contract, month, member_of(request), local_today(contract))
    if kind := wanted_export(request):
        return export_response(
            exclusion_table(contract, page), f"{contract.reference}-exclusions-{month}", kind
        )
    return render(request, "slas/exclusions.html", {"contract": contract, "page": page})


def _line_or_404(request: HttpRequest, contract: Contract, number: int) -> DisputeLine:
    line = dispute_line(contract, number, member_of(request), local_today(contract))
    if line is None:
        raise Http404
    request.month = line.row.month  # type: ignore[attr-defined]
    return line


def _stale(
    request: HttpRequest, contract: Contract, number: int, form: AnswerForm, reason: str
) -> HttpResponse:
    """The dispute as it now stands, with the answer typed on the older one ready to be sent again."""
    line = _line_or_404(request, contract, number)
    again = AnswerForm.blank(line.row) if line.buttons else None
    if again is not None:
        again.initial["text"] = form.cleaned_data["text"]
    more = {"changed": reason, "kept_text": form.cleaned_data["text"]}
    return _page(request, contract, line, again, status=409, **more)


def _page(
    request: HttpRequest,
    contract: Contract,
    line: DisputeLine,
    form: AnswerForm | None,
    status: int = 200,
    **more: str,
) -> HttpResponse:
    result, stake = stake_of(contract, line.row)
    context = {"contract": contract, "line": line, "form": form, "stake": stake, "result": result}
    return render(request, "slas/dispute.html", context | more, status=status)
