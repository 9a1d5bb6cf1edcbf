"""What a candidate amendment would have given over the last months."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from contracts.access import contract_view
from contracts.engine.problems import FileRefused
from contracts.models import Contract
from core.exports import export_response, wanted_export
from core.models import Job
from slas.forms.penalties import CandidateForm
from slas.selectors.amendments import approved_with
from slas.selectors.backtests import asked_before, backtest_job, backtest_page, backtest_sheet, choices_for
from slas.services.prices.backtesting import ask_backtest


@contract_view("view_client")
def backtest(request: HttpRequest, contract: Contract) -> HttpResponse:
    """What would this amendment have given?"""
    if request.method == "POST":
        return _ask(request, contract)
    asked = request.GET.get("calcul", "")
    job = backtest_job(contract, asked) if asked else None
    if asked and job is None:
        raise Http404
    if job is not None and job.state != Job.State.DONE:
        return redirect("job", pk=job.pk)
    if (kind := wanted_export(request)) and job is not None:
        return export_response(backtest_sheet(contract, job), f"{contract.reference}-simulation", kind)
    form = CandidateForm(**choices_for(contract), initial=asked_before(job) if job else None)
    return _page(request, contract, form, job)


def _ask(request: HttpRequest, contract: Contract) -> HttpResponse:
    form = CandidateForm(request.POST, **choices_for(contract))
    if not form.is_valid():
        return _page(request, contract, form, None, 422)
    if approved := approved_with(contract, form.cleaned_data["text"]):
        form.add_error(None, f"L’avenant {approved} est approuvé\u00a0: il n’y a plus rien à simuler.")
        return _page(request, contract, form, None, 422)
    try:
        job = ask_backtest(
            contract=contract, change=form.cleaned_data["text"], picked=form.cleaned_data["picked"]
        )
    except FileRefused as refusal:
        for problem in refusal.problems:
            form.add_error(None, str(problem))
        return _page(request, contract, form, None, 422)
    return redirect(f"{reverse('slas:backtest', args=[contract.slug])}?calcul={job.pk}")


def _page(
    request: HttpRequest, contract: Contract, form: CandidateForm, job: Job | None, status: int = 200
) -> HttpResponse:
    page = backtest_page(job) if job is not None else None
    context = {"contract": contract, "form": form, "page": page, "job": job}
    return render(request, "slas/backtest.html", context, status=status)
