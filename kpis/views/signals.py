"""What must be explained, and by whom it was."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.models import Contract
from core.engine.months import Month
from core.exports import export_response, wanted_export
from core.htmx import page_or_fragment
from core.requests import asked_month
from kpis.forms.signals import AnswerForm
from kpis.selectors.exports import signal_table
from kpis.selectors.signals import drawn, signal_of, signals_for, signals_title, waiting_words
from kpis.services import answer_signal
from slas.selectors.months import latest_month

REFUSED = 422
SAVED = "Explication enregistrée."


@contract_view("view")
def signals(request: HttpRequest, contract: Contract) -> HttpResponse:
    """The signals of a month; those who may answer have the form under each one."""
    month = asked_month(request, latest_month(contract))
    request.month = month  # type: ignore[attr-defined]
    if month is None:
        return render(request, "kpis/empty.html", {"contract": contract, "heading": "Signaux"})
    if kind := wanted_export(request):
        sheet = signal_table(contract, signals_for(contract, month))
        return export_response(sheet, f"{contract.reference}-signaux-{month}", kind)
    return _page(request, contract, month)


@contract_view("answer_signal")
def answer(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    """Write the explanation of one signal; its address read without a form leads back to its line."""
    signal = signal_of(contract, pk)
    if signal is None:
        raise Http404
    request.month = signal.month  # type: ignore[attr-defined]
    line_url = f"{reverse('kpis:signals', args=[contract.slug])}?mois={signal.month}#s{pk}"
    if request.method != "POST":
        return redirect(line_url)
    form = AnswerForm(request.POST, auto_id=f"s{pk}-%s")
    if not form.is_valid():
        return _page(request, contract, signal.month, {pk: form})
    answer_signal(signal=signal, user=request.user, text=form.cleaned_data["text"])  # type: ignore[arg-type]
    if request.htmx:  # type: ignore[attr-defined]
        return _page(request, contract, signal.month, done=SAVED)
    messages.success(request, SAVED)
    return redirect(line_url)


def _page(
    request: HttpRequest,
    contract: Contract,
    month: Month,
    refused: dict[int, AnswerForm] | None = None,
    *,
    done: str = "",
) -> HttpResponse:
    lines = drawn(contract, signals_for(contract, month), month)
    forms = refused or {}
    context = {
        "contract": contract,
        "month": month,
        "lines": [(line, forms.get(line.pk or 0) or AnswerForm.of(line)) for line in lines],
        "done": done,
        "title": signals_title(lines, month),
        "waiting": waiting_words(lines),
        "may_answer": may(request.membership, Capability.ANSWER_SIGNAL),  # type: ignore[attr-defined]
    }
    status = REFUSED if forms else 200
    return page_or_fragment(request, "kpis/signals.html", context, fragment="answers", status=status)
