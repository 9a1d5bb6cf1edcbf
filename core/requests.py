"""Reading what an address asks for."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from core.engine.months import YEARS, Month


def month_or_404(text: str) -> Month:
    """`2026-03` as a month; an unreadable month, or one of another age, is a page that does not exist."""
    try:
        month = Month.parse(text)
    except ValueError as error:
        raise Http404 from error
    if month.year not in YEARS:
        raise Http404(text)
    return month


def asked_month(request: HttpRequest, default: Month | None) -> Month | None:
    """The month of `?mois=2026-03`, or the default."""
    text = request.GET.get("mois")
    return month_or_404(text) if text else default
