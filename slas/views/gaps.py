"""Declared against recomputed: the gaps of a month, what is answered to them, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.models import Contract
from core.engine.months import Month
from core.exports import export_response, wanted_export
from core.requests import month_or_404
from core.scope import Side
from reports.selectors import delivery_of
from slas.models import GapReply
from slas.selectors.exports import gap_table
from slas.selectors.reconciliation import reconciliation_page
from slas.services.gaps.answering import AnswerRefused, answer_gaps, settle_gaps

REFUSED = 422
OUTCOMES = (
    (
        GapReply.Outcome.ACCEPT,
        "Accepter la justification : l’écart est expliqué, le chiffre recalculé reste retenu",
    ),
    (GapReply.Outcome.REFUSE, "Refuser : l’écart reste à justifier"),
    (GapReply.Outcome.REFER, "Porter en comité : l’écart reste à justifier jusque-là"),
)


@contract_view("view")
def reconciliation(request: HttpRequest, contract: Contract, month: str) -> HttpResponse:
    """What differs between the declared and the recomputed figures?"""
    return _page(request, contract, _month(request, month))


@contract_view("view")
def delivery_gaps(request: HttpRequest, contract: Contract, month: str, version: int) -> HttpResponse:
    """The gaps a delivery leaves, as the deposit's fourth step: those of its month."""
    wanted = _month(request, month)
    if delivery_of(contract, wanted, version) is None:
        raise Http404
    return redirect("slas:reconciliation", contract=contract.slug, month=str(wanted))


@contract_view("contest")
def gap_answer(request: HttpRequest, contract: Contract, month: str) -> HttpResponse:
    """Answer one gap, one of its causes, or several for one reason."""
    wanted = _month(request, month)
    if request.method != "POST":
        return redirect("slas:reconciliation", contract=contract.slug, month=str(wanted))
    given = {"lines": request.POST.getlist("line"), "kind": request.POST.get("kind", "")}
    text = request.POST.get("text", "")
    try:
        answer_gaps(contract=contract, month=wanted, text=text, user=request.user, **given)  # type: ignore[arg-type]
    except AnswerRefused as error:
        return _page(request, contract, wanted, given | {"text": text, "error": str(error)})
    messages.success(request, "Réponse enregistrée. Le chiffre recalculé ne change pas.")
    return redirect("slas:reconciliation", contract=contract.slug, month=str(wanted))


@contract_view("settle")
def gap_settle(request: HttpRequest, contract: Contract, month: str) -> HttpResponse:
    """Accept a justification, refuse it, or take it to the committee."""
    wanted = _month(request, month)
    if request.method != "POST":
        return redirect("slas:reconciliation", contract=contract.slug, month=str(wanted))
    reason, outcome = request.POST.get("reason", ""), request.POST.get("outcome", "")
    chosen = request.POST.getlist("answer")
    try:
        settle_gaps(
            contract=contract,
            month=wanted,
            answers=chosen,
            outcome=outcome,
            reason=reason,
            user=request.user,  # type: ignore[arg-type]
        )
    except AnswerRefused as error:
        given = {"answers": chosen, "reason": reason, "outcome": outcome, "error": str(error)}
        return _page(request, contract, wanted, given)
    messages.success(request, "Suite enregistrée. Le chiffre recalculé reste retenu.")
    return redirect("slas:reconciliation", contract=contract.slug, month=str(wanted))


def _page(
    request: HttpRequest, contract: Contract, month: Month, given: Mapping[str, object] | None = None
) -> HttpResponse:
    page = reconciliation_page(contract, month, request.GET.get("cause", ""))
    if page is None:
        raise Http404
    if kind := wanted_export(request):
        return export_response(gap_table(contract, page.gaps), f"{contract.reference}-ecarts-{month}", kind)
    member = request.membership  # type: ignore[attr-defined]
    context = {
        "contract": contract,
        "month": month,
        "page": page,
        "given": given or {},
        "may_answer": page.is_open and member.side == Side.PROVIDER and may(member, Capability.CONTEST),
        "may_settle": page.is_open and may(member, Capability.SETTLE),
        "outcomes": OUTCOMES,
    }
    return render(request, "slas/reconciliation.html", context, status=REFUSED if given else 200)


def _month(request: HttpRequest, text: str) -> Month:
    found = month_or_404(text)
    request.month = found  # type: ignore[attr-defined]
    return found
