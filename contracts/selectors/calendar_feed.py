"""The key dates as a calendar that any agenda may follow."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.urls import reverse

from contracts.models import CalendarFeed, Contract
from contracts.selectors.date_books import states_of
from core.scope import Side, for_contract, unscoped


def digest_of(token: str) -> str:
    """What is kept of an address: 256 random bits need neither salt nor slowness."""
    return hashlib.sha256(token.encode()).hexdigest()


def feed_of(token: str) -> CalendarFeed | None:
    """The feed of that address, while its membership and its person are still there."""
    with unscoped("a private calendar address names its membership by the digest of its token"):
        rows = CalendarFeed.objects.select_related("membership", "contract")
        return rows.filter(token_hash=digest_of(token), membership__user__is_active=True).first()


def calendar_of(feed: CalendarFeed, today: date) -> bytes:
    """The dates as that membership's side may read them: a provider's feed holds no row of the client alone."""
    with for_contract(feed.contract_id, Side(feed.membership.side)):
        return calendar_text(feed.contract, today)


def calendar_text(contract: Contract, today: date) -> bytes:
    """One all-day event per date; the same date keeps its identity when its day moves (4 queries)."""
    from icalendar import Calendar, Event  # slow to import, and only feeds need it

    calendar = Calendar()
    calendar.add("prodid", "-//Portail de pilotage//Échéances//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{contract.reference} : échéances")
    page = f"{settings.PORTAL_URL}{reverse('contracts:dates', args=[contract.slug])}"
    for state in states_of([contract], today)[contract.pk]:
        dated = state.dated
        event = Event()
        event.add("uid", f"{dated.key.replace(':', '-')}@{contract.slug}")
        event.add("dtstamp", datetime.combine(today, time(), UTC))
        event.add("dtstart", dated.day)
        event.add("dtend", dated.day + timedelta(days=1))
        event.add("summary", f"{contract.reference} : {dated.title}")
        event.add("description", dated.commits)
        event.add("url", page)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return calendar.to_ical()
