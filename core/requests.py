"""Reading what an address asks for."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

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


def actor_of(request: HttpRequest) -> dict[str, Any]:
    """Who acts, and in which role."""
    return {"user": request.user, "role": request.membership.role}  # type: ignore[attr-defined]


def asked_key(request: HttpRequest, known: Container[int]) -> int | None:
    """The line that the address asks to change (`?modifier=12`), if there is one."""
    asked = request.GET.get("modifier", "")
    key = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 16 else 0
    return key if key in known else None
