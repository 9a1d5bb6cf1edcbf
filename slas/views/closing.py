"""Closing a month, revising it, and its evidence."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from contracts.access import contract_view, step_up, step_up_to_act
from contracts.models import Contract
from core.exports import attachment
from core.requests import month_or_404
from slas.forms.closing import ClosingForm
from slas.selectors.closing_pages import closing_page
from slas.services.closing.acts import ClosingRefused, MonthClosed, MonthOpen, close_month, revise_month
from slas.services.closing.evidence import archive_of, evidence_snapshot


@contract_view("close_month")
@step_up_to_act
@require_http_methods(["GET", "POST"])
def closing(request: HttpRequest, contract: Contract, month: str) -> HttpResponse:
    """May I close? Afterwards, only revisions."""
    request.month = wanted = month_or_404(month)  # type: ignore[attr-defined]
    page = closing_page(contract, wanted)
    form, status = ClosingForm(request.POST or None, needed=page.needs_reason, despite=page.despite), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act(request, contract, form.cleaned_data["reason"])
            except (ClosingRefused, MonthClosed, MonthOpen) as refused:
                form.add_error(None, str(refused))
                status = 422 if isinstance(refused, ClosingRefused) else 409
            else:
                return redirect("slas:close_month", contract.slug, month)
    context = {"contract": contract, "month": wanted, "page": page, "form": form}
    return render(request, "slas/close_month.html", context, status=status)


def act(request: HttpRequest, contract: Contract, reason: str) -> None:
    """Close or revise, whichever the person was shown."""
    write: Any = revise_month if request.POST.get("acte") == "revision" else close_month
    write(
        contract=contract,
        month=request.month,  # type: ignore[attr-defined]
        user=request.user,
        role=request.membership.role,  # type: ignore[attr-defined]
        reason=reason,
    )


@contract_view("view")
@step_up
@require_GET
def evidence(request: HttpRequest, contract: Contract, month: str) -> HttpResponseBase:
    """Everything a closed month rests on, as one archive."""
    request.month = wanted = month_or_404(month)  # type: ignore[attr-defined]
    snapshot = evidence_snapshot(contract, wanted)
    if snapshot is None:
        raise Http404
    archive = archive_of(contract, snapshot)
    name = f"preuves-{contract.reference}-{wanted}-r{snapshot.revision}.zip"
    return FileResponse(archive, headers=attachment(name, "application/zip"))
