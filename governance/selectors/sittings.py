"""The calendar of the committees: those already called, and those that the contract's cadences give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from contracts.engine.dates import term
from contracts.models import Contract
from contracts.selectors.calendars import days_off
from governance.engine.agenda import LENGTHS, START
from governance.engine.sittings import sittings
from governance.models import Committee, CommitteeTerm
from governance.selectors.committee_terms import kind_of, term_of, terms_for


@dataclass(frozen=True)
class SittingLine:
    """One day of the calendar. `slug`: address of the committee, empty while it is only foreseen.

    `kind`: what may be called on that day, empty for a committee of no known kind. `called_at`, `moves`: of a
    committee that was called, when its invitation last changed and how many times.
    """

    day: date
    name: str
    starts: time | None
    minutes: int
    participants: tuple[str, ...] = ()
    slug: str = ""
    kind: str = ""
    place: str = ""
    called_at: datetime | None = None
    moves: int = 0

    @property
    def iso(self) -> str:
        return self.day.isoformat()

    @property
    def state(self) -> str:
        return "convoqué" if self.slug else "prévu par la cadence"


def planned_sittings(contract: Contract, first: date, last: date) -> list[SittingLine]:
    """Every committee between two days while the contract is committed, earliest first (3 queries).

    A committee already called takes the place of the one foreseen for the same month, or the same week.
    """
    committed = term(contract.clause, first).committed_until
    first, last = max(first, contract.starts_on), min(last, committed)
    if first > last:
        return []
    terms = terms_for(contract)
    called = list(Committee.objects.filter(contract=contract, held_on__range=(first, last)))
    found = [_called(row, terms) for row in called]
    taken = {(row.kind, _slot(row.kind, terms, row.held_on)) for row in called}
    free = days_off(contract, first.year, last.year)
    for said in terms:
        kind = kind_of(said)
        for day in sittings(said.cadence, first, last, free):
            if (kind, _slot(kind, terms, day)) not in taken:
                minutes = said.minutes or LENGTHS.get(kind, LENGTHS["steering"])
                found.append(SittingLine(day, said.name, None, minutes, tuple(said.participants), kind=kind))
    return sorted(found, key=lambda line: (line.day, line.name))


def _slot(kind: str, terms: list[CommitteeTerm], day: date) -> tuple[int, int]:
    """The week of a weekly committee, the month of another: one meeting that is called takes it."""
    term = term_of(kind, terms) if kind else None
    if term is not None and term.cadence == CommitteeTerm.Cadence.WEEKLY:
        return day.isocalendar()[:2]
    return day.year, day.month


def invitation_of(contract: Contract, committee: Committee) -> SittingLine:
    """A committee that was called, as a line of the calendar (1 query)."""
    return _called(committee, terms_for(contract))


def _called(committee: Committee, terms: list[CommitteeTerm]) -> SittingLine:
    term = term_of(committee.kind, terms)
    return SittingLine(
        committee.held_on,
        term.name if term else committee.get_kind_display(),
        committee.starts_at or START,
        (term.minutes if term else None) or LENGTHS[committee.kind],
        tuple(term.participants) if term else (),
        committee.slug,
        committee.kind,
        committee.place,
        committee.called_at,
        committee.moves,
    )
