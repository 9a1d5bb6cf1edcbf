"""The calendar of the committees: those already called, and those that the contract's cadences give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from contracts.engine.dates import term
from contracts.models import Contract
from core.engine import holidays
from governance.engine.agenda import LENGTH, START
from governance.engine.sittings import sittings
from governance.models import Committee, CommitteeTerm
from governance.selectors.committee_terms import TERM_CODES, term_of, terms_for


@dataclass(frozen=True)
class SittingLine:
    """One day of the calendar. `slug`: address of the committee, empty while it is only foreseen."""

    day: date
    name: str
    starts: time | None
    minutes: int
    participants: tuple[str, ...] = ()
    slug: str = ""

    @property
    def state(self) -> str:
        return "convoqué" if self.slug else "prévu par la cadence"


def planned_sittings(contract: Contract, first: date, last: date) -> list[SittingLine]:
    """Every committee between two days while the contract is committed, earliest first (2 queries).

    A committee already called takes the place of the one foreseen for the same month.
    """
    committed = term(contract.clause, first).committed_until
    first, last = max(first, contract.starts_on), min(last, committed)
    if first > last:
        return []
    terms = terms_for(contract)
    called = list(Committee.objects.filter(contract=contract, held_on__range=(first, last)))
    found = [_called(row, terms) for row in called]
    taken = {(TERM_CODES[row.kind], row.held_on.year, row.held_on.month) for row in called}
    free = holidays.french(range(first.year, last.year + 1))
    for said in terms:
        for day in sittings(said.cadence, first, last, free):
            if said.cadence == "weekly" or not _taken(said, day, taken):
                found.append(
                    SittingLine(day, said.name, None, said.minutes or LENGTH, tuple(said.participants))
                )
    return sorted(found, key=lambda line: (line.day, line.name))


def _taken(term: CommitteeTerm, day: date, taken: set[tuple[str, int, int]]) -> bool:
    return any(
        term.code.startswith(code) and (year, month) == (day.year, day.month) for code, year, month in taken
    )


def invitation_of(contract: Contract, committee: Committee) -> SittingLine:
    """A committee that was called, as a line of the calendar (1 query)."""
    return _called(committee, terms_for(contract))


def _called(committee: Committee, terms: list[CommitteeTerm]) -> SittingLine:
    term = term_of(committee.kind, terms)
    return SittingLine(
        committee.held_on,
        term.name if term else committee.get_kind_display(),
        committee.starts_at or START,
        (term.minutes if term else None) or LENGTH,
        tuple(term.participants) if term else (),
        committee.slug,
    )


def calendar_bytes(contract: Contract, lines: list[SittingLine], stamp: date) -> bytes:
    """The same lines for any agenda: timed where an hour is known, the whole day otherwise."""
    from icalendar import Calendar, Event  # slow to import, and only calendars need it

    calendar = Calendar()
    calendar.add("prodid", "-//Portail de pilotage//Comités//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{contract.reference} : comités")
    for line in lines:
        event = Event()
        event.add("uid", f"{line.slug or f'{line.name}-{line.day.isoformat()}'}@{contract.slug}")
        event.add("dtstamp", datetime.combine(stamp, time(), UTC))
        begins, ends = _span(line, ZoneInfo(contract.timezone))
        event.add("dtstart", begins)
        event.add("dtend", ends)
        event.add("summary", f"{line.name}, {contract.reference}")
        event.add("description", "\n".join(line.participants))
        event.add("url", _address(contract, line))
        calendar.add_component(event)
    return calendar.to_ical()


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
