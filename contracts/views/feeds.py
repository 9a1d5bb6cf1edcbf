"""The private calendar of key dates."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from contracts.selectors.calendar_feed import calendar_of, feed_of
from contracts.selectors.lifetime import local_today
from core.exports import attachment


@require_safe
def dates_ics(request: HttpRequest, token: str) -> HttpResponse:
    """The dates of one membership; an address that is unknown or revoked does not exist."""
    feed = feed_of(token)
    if feed is None:
        raise Http404
    headers = attachment("echeances.ics", "text/calendar; charset=utf-8")
    return HttpResponse(
        calendar_of(feed, local_today(feed.contract)),
        headers=headers | {"Cache-Control": "private, no-store"},
    )
