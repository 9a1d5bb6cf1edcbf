"""The month a page shows."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from core.engine.months import Month


def asked_month(request: HttpRequest, default: Month | None) -> Month | None:
    """The month of `?mois=2026-03`, or the default. An unreadable month is a page that does not exist."""
    text = request.GET.get("mois")
    if not text:
        return default
    try:
        return Month.parse(text)
    except ValueError as error:
        raise Http404 from error
