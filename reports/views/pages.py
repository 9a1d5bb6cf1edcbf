"""Pages of deliveries: list, month, version, control."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from contracts.access import contract_view
from contracts.models import Contract
from core.exports import export_response, wanted_export
from core.requests import month_or_404
from reports.forms import AnswersForm
from reports.selectors import pages
from reports.selectors.deliveries import deliveries_for
from reports.selectors.history import changes_sheet
from reports.selectors.questions import question_lines
from reports.services import NothingAsked, answer_questions
from reports.views.frame import found_delivery, require_upload, shown, shown_version


@contract_view("view")
@require_GET
def delivery_list(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Every month, delivered or awaited."""
    return render(request, "reports/list.html", shown(request, contract, **pages.list_of(contract)))


@contract_view("view")
@require_GET
def delivery_month(request: HttpRequest, contract: Contract, month: str) -> HttpResponse:
    """The versions of one month."""
    request.month = found = month_or_404(month)  # type: ignore[attr-defined]
    versions = deliveries_for(contract).filter(month=found)
    return render(request, "reports/delivery.html", shown(request, contract, month=found, versions=versions))


@contract_view("view")
@require_GET
def version_page(request: HttpRequest, contract: Contract, month: str, version: int) -> HttpResponse:
    """One version: its progress while it is read, then its outcome, files, decisions and what it changes."""
    delivery = found_delivery(request, contract, month, version)
    if kind := wanted_export(request):
        return export_response(
            changes_sheet(delivery), f"changements-{delivery.month}-v{delivery.version}", kind
        )
    return render(request, "reports/version.html", shown_version(request, contract, delivery))


@contract_view("view")
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, contract: Contract, month: str, version: int) -> HttpResponse:
    """What was found in the files, where, and what to do; a POST answers the questions."""
    delivery = found_delivery(request, contract, month, version)
    if request.method == "GET" and delivery.is_being_read:
        return redirect("reports:version", contract.slug, str(delivery.month), delivery.version)
    questions = question_lines(delivery)
    form = AnswersForm(questions, request.POST or None)
    if request.method == "POST":
        require_upload(request)
        try:
            if form.is_valid():
                answer_questions(delivery=delivery, user=request.user, **form.wanted())
        except NothingAsked:
            pass  # answered meanwhile: the page of the version says by whom
        if form.is_valid() or not questions:
            return redirect("reports:version", contract.slug, str(delivery.month), delivery.version)
    context = shown_version(request, contract, delivery, form=form, questions=questions)
    return render(request, "reports/check.html", context, status=422 if request.method == "POST" else 200)
