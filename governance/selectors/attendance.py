"""Who is expected at a committee, who is there, and who may speak for a decider."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts.models import Membership
from contracts.engine.people import Person
from contracts.models import Contract
from contracts.selectors.people import people_of
from core.engine import formats
from core.scope import Side
from governance.engine.deciding import EXECUTIVE_ROLE, REFERENT_ROLE, Room
from governance.models import Committee, CommitteeTerm, Minutes
from governance.selectors.committee_terms import term_of, terms_for


@dataclass(frozen=True)
class Attendance:
    """Who is expected, who is there (the expected first, then the others), and how many must be."""

    expected: list[str]
    present: list[str]
    quorum: int
    holders: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def others(self) -> list[str]:
        """Those who came without being expected."""
        return [name for name in self.present if name not in self.expected]

    @property
    def quorum_words(self) -> str:
        """« Le relevé se signe avec 3 présents au moins. »"""
        return f"Le relevé se signe avec {formats.count(max(self.quorum, 1), 'présent')} au moins."

    @property
    def room(self) -> Room:
        return Room(self.present, self.quorum, dict(self.holders))


def attendance_of(
    contract: Contract, committee: Committee, minutes: Minutes | None, term: CommitteeTerm | None
) -> Attendance:
    """The participants that the contract names for this kind of committee, else its people (3 queries)."""
    there = [
        one for one in people_of(contract).values() if one.until is None or one.until >= committee.held_on
    ]
    people = {one.code: one.name for one in there}
    named = [people.get(name, name) for name in term.participants] if term else []
    return Attendance(
        named or sorted(people.values()),
        list(minutes.present) if minutes else [],
        term.quorum if term else 0,
        _holders(contract, there),
    )


def _holders(contract: Contract, people: Iterable[Person]) -> dict[str, frozenset[str]]:
    """Role -> names, functions and accounts of those who hold it on the client's side (1 query)."""
    found: dict[str, set[str]] = {EXECUTIVE_ROLE: set(), REFERENT_ROLE: set()}
    for one in people:
        if one.side == Side.CLIENT and one.role in found:
            found[one.role] |= {one.name, one.position} - {""}
    members = Membership.objects.filter(contract=contract, role__in=list(found), user__is_active=True)
    for member in members.select_related("user"):
        found[member.role] |= {str(member.user), member.user.email}
    return {role: frozenset(names) for role, names in found.items()}


def room_of(committee: Committee) -> Room:
    """The room of a committee as its minutes have it (5 queries)."""
    minutes = Minutes.objects.filter(committee=committee).first()
    term = term_of(committee.kind, terms_for(committee.contract))
    return attendance_of(committee.contract, committee, minutes, term).room
