"""The checks of a month and their answers; how far the reports can be trusted."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.models import Contract
from core.engine.months import Month
from core.requests import month_or_404
from slas.forms.checks import CheckAnswerForm
from slas.selectors.check_words import CODES
from slas.selectors.checks import Question, checks_page
from slas.selectors.sincerity import sincerity_page
from slas.services.checks.answering import AnswerRefused, answer_check

REFUSED = 422


@contract_view("view")
@require_GET
def checks(request: HttpRequest, contract: Contract, month: str) -> HttpResponse:
    """What do the files leave out, what is unusual, who explained it?"""
    return _page(request, contract, month_or_404(month), {})


@contract_view("contest")
def answer_check_page(request: HttpRequest, contract: Contract, month: str, code: str) -> HttpResponse:
    """Answer one question; a short answer is shown again with what lacks."""
    wanted = month_or_404(month)
    if code not in CODES:
        raise Http404
    there = f"{reverse('slas:checks', args=[contract.slug, month])}#q-{code}"
    if request.method != "POST":
        return redirect(there)
    form = CheckAnswerForm(code, _settles(request), request.POST)
    if not form.is_valid():
        return _page(request, contract, wanted, {code: form})
    try:
        _answer(request, contract, wanted, code, form)
    except AnswerRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("slas:checks", contract.slug, month)  # the refusal is at the head of the page
    messages.success(request, "Réponse enregistrée.")
    return redirect(there)


def _answer(
    request: HttpRequest, contract: Contract, wanted: Month, code: str, form: CheckAnswerForm
) -> None:
    answer_check(
        contract=contract, month=wanted, code=code, user=request.user,  # type: ignore[arg-type]
        membership=request.membership, **form.wanted(),  # type: ignore[attr-defined]
    )  # fmt: skip


@contract_view("view")
@require_GET
def sincerity(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Can the reports be trusted?"""
    return render(request, "slas/sincerity.html", {"contract": contract, "page": sincerity_page(contract)})


def _settles(request: HttpRequest) -> bool:
    return may(request.membership, Capability.SETTLE)  # type: ignore[attr-defined]


def _page(
    request: HttpRequest, contract: Contract, month: Month, refused: dict[str, CheckAnswerForm]
) -> HttpResponse:
    request.month = month  # type: ignore[attr-defined]
    page = checks_page(contract, month)
    if page is None:
        raise Http404
    settles, writes = _settles(request), not page.frozen and may(request.membership, Capability.CONTEST)  # type: ignore[attr-defined]

    def with_form(questions: list[Question]) -> list[tuple[Question, CheckAnswerForm | None]]:
        return [
            (q, (refused.get(q.code) or CheckAnswerForm(q.code, settles)) if writes and q.asks else None)
            for q in questions
        ]

    context = {
        "contract": contract,
        "month": month,
        "page": page,
        "omissions": with_form(page.omissions),
        "detections": with_form(page.detections),
        "client": may(request.membership, Capability.VIEW_CLIENT),  # type: ignore[attr-defined]
    }
    return render(request, "slas/checks.html", context, status=REFUSED if refused else 200)
