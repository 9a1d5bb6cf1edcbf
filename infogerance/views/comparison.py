"""Which provider serves best? For the client's side alone."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from contracts.models import Contract
from core.engine.months import Month
from core.exports import export_response, wanted_export
from core.requests import asked_month
from core.scope import Side
from infogerance.selectors.comparison import compare_contracts, comparison_sheet, latest_month_among


def compare(request: HttpRequest) -> HttpResponse:
    """The contracts that the visitor reads as a client, the same month; for whoever has none the page does not exist."""
    sides = request.memberships.items()  # type: ignore[attr-defined]
    own = [key for key, member in sides if member.side == Side.CLIENT]
    if not own:
        raise Http404
    contracts = list(
        Contract.objects.select_related("client", "provider").filter(pk__in=own).order_by("reference")
    )
    latest = latest_month_among(contracts)
    month: Month | None = asked_month(request, latest)
    page = compare_contracts(contracts, month) if month else None
    if page and (kind := wanted_export(request)):
        return export_response(comparison_sheet(page), f"comparaison-{month}", kind)
    later = month.shift(1) if latest and month and month < latest else None
    context = {"page": page, "month": month, "previous": month.shift(-1) if month else None, "next": later}
    return render(request, "infogerance/compare.html", context)
