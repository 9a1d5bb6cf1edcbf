"""Committees as entries of an agenda: the calendar to follow, the invitation of one committee."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from contracts.models import Contract
from contracts.selectors.people import people_of
from governance.models import Committee
from governance.selectors.sittings import SittingLine, invitation_of


@dataclass(frozen=True)
class Guest:
    """Somebody who has an address."""

    name: str
    email: str


def calendar_bytes(contract: Contract, lines: Sequence[SittingLine], today: date) -> bytes:
    """Lines for any agenda to follow: timed where an hour is known, the whole day otherwise."""
    calendar = _calendar(contract, "PUBLISH")
    for line in lines:
        calendar.add_component(_event(contract, line, today))
    return calendar.to_ical()


def invitation_bytes(committee: Committee) -> bytes:
    """One committee, to be accepted or declined: who is awaited; a move replaces what was sent (4 queries).

    The client calls it, at the portal's address: a member's own is not told to the other side.
    """
    from icalendar import vCalAddress, vText  # slow to import, and only calendars need it

    contract, line = committee.contract, invitation_of(committee.contract, committee)
    calendar, event = _calendar(contract, "REQUEST"), _event(contract, line, committee.held_on)
    address = vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL}")
    address.params["cn"] = vText(contract.client.name)
    event.add("organizer", address)
    for guest in _guests(contract, line):
        address = vCalAddress(f"mailto:{guest.email}")
        address.params["cn"], address.params["rsvp"] = vText(guest.name), vText("TRUE")
        event.add("attendee", address)
    calendar.add_component(event)
    return calendar.to_ical()


def _guests(contract: Contract, line: SittingLine) -> list[Guest]:
    """Those the contract expects there, by code, name or function, who have an address; its people where it names none."""
    there = [one for one in people_of(contract).values() if one.email and not one.left(line.day)]
    people = sorted(there, key=lambda one: one.name)
    return [
        Guest(one.name, one.email)
        for one in people
        if not line.participants or {one.code, one.name, one.position} & set(line.participants)
    ]


def _calendar(contract: Contract, method: str) -> Any:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Portail de pilotage//Comités//FR")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add("x-wr-calname", f"{contract.reference} : comités")
    return calendar


def _event(contract: Contract, line: SittingLine, today: date) -> Any:
    """`today`: the day on which a committee that nobody called yet is told."""
    from icalendar import Event

    event = Event()
    event.add("uid", f"{line.slug or f'{line.name}-{line.day.isoformat()}'}@{contract.slug}")
    event.add("dtstamp", (line.called_at or datetime.combine(today, time(), UTC)).astimezone(UTC))
    event.add("sequence", line.moves)
    begins, ends = _span(line, ZoneInfo(contract.timezone))
    event.add("dtstart", begins)
    event.add("dtend", ends)
    event.add("summary", f"{line.name}, {contract.reference}")
    event.add("description", "\n".join(line.participants))
    if line.place:
        event.add("location", line.place)
    event.add("url", _address(contract, line))
    return event


def _span(line: SittingLine, zone: ZoneInfo) -> tuple[date, date]:
    """First instant and last, in UTC so that no agenda has to know the contract's zone."""
    if line.starts is None:
        return line.day, line.day + timedelta(days=1)
    begins = datetime.combine(line.day, line.starts, zone).astimezone(UTC)
    return begins, begins + timedelta(minutes=line.minutes)


def _address(contract: Contract, line: SittingLine) -> str:
    name, args = (
        ("governance:committee", [contract.slug, line.slug])
        if line.slug
        else ("governance:list", [contract.slug])
    )
    return f"{settings.PORTAL_URL}{reverse(name, args=args)}"
