"""The contract audit: on screen, as a file, printed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from core.exports import download, export_response, wanted_export
from infogerance.selectors.review import review_for, review_sheet
from infogerance.services.review_report import ReportNotPrinted, print_review


@contract_view("view_client")
@require_GET
def contract_review(request: HttpRequest, contract: Contract) -> HttpResponse:
    """What does the contract lack?"""
    review = review_for(contract, local_today(contract))
    if kind := wanted_export(request):
        return export_response(review_sheet(review), f"controle-{contract.reference}", kind)
    edits = may(request.membership, Capability.EDIT_CONTRACT)  # type: ignore[attr-defined]
    return render(
        request, "infogerance/review.html", {"contract": contract, "review": review, "edits": edits}
    )


@contract_view("view_client")
@require_GET
def review_pdf(request: HttpRequest, contract: Contract) -> HttpResponse:
    """The same, to print and to sign."""
    review = review_for(contract, local_today(contract))
    try:
        printed = print_review(review)
    except ReportNotPrinted as refusal:
        messages.error(request, str(refusal))
        return redirect("contract_review", contract.slug)
    answer = download(
        printed.pdf, f"controle-{contract.reference}-{review.today.isoformat()}.pdf", "application/pdf"
    )
    answer["Cache-Control"] = "private, no-store"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
