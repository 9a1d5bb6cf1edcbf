"""The months of commitments, told again: which tickets count, the small-volume clause, months added backwards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from math import floor

from tests.slas.independent.clock import midnight
from tests.slas.independent.judge import Bench
from tests.slas.independent.terms import Commitment, Contract, Found, Ticket, known_until, lives

Verdicts = dict[tuple[int, str], list[Found]]


def verdicts(terms: Contract, tickets: list[Ticket], as_of: int) -> Verdicts:
    """Every verdict, by commitment and reference, in the order of the lives."""
    known = [ticket for ticket in tickets if ticket.opened < as_of]
    latest = known_until([ticket.dated(terms) for ticket in known], as_of)
    found: Verdicts = {}
    for ticket in known:
        for life in lives(ticket.dated(terms), terms, as_of):
            bench = Bench(life, terms, as_of, max(latest, all_moves(tickets)))
            for row in terms.commitments:
                if (verdict := bench.verdict(row)) is not None:
                    found.setdefault((row.key, ticket.reference), []).append(verdict)
    return found


def all_moves(tickets: Iterable[Ticket]) -> int:
    """The latest move of the journal, which may tell of tickets opened later."""
    return max((d for ticket in tickets for move in ticket.moves for d in move), default=0)


def months_of(terms: Contract, found: Verdicts, year: int, month: int) -> dict[str, tuple[int, int, str]]:
    """Met, counted and verdict of each commitment in force in a month."""
    rules = next(s for since, s in reversed(terms.versions) if since <= month_end(year, month))
    result = {}
    for code, row in in_force(terms.commitments, year, month).items():
        met, total = tally(terms, found, code, year, month)
        minimum = rules["min_volume"] if row.min_volume is None else row.min_volume
        judged = met, total
        if rules["rolling"] and total:
            back = 1
            while judged[1] < minimum and back < 3:
                more = tally(terms, found, code, *shifted(year, month, -back))
                judged = judged[0] + more[0], judged[1] + more[1]
                back += 1
        result[code] = met, total, verdict(judged, row.required, minimum, rules["min_failures"])
    return result


def in_force(rows: list[Commitment], year: int, month: int) -> dict[str, Commitment]:
    """By code, the last version in force in a month."""
    first, last = date(year, month, 1), month_end(year, month)
    return {r.code: r for r in rows if r.since <= last and (r.until is None or r.until >= first)}


def verdict(judged: tuple[int, int], required: str, minimum: int, failures: int) -> str:
    met, total = judged
    if not total:
        return "not_applicable"
    if total < minimum:
        allowed = max(failures, floor(total * (1 - Fraction(required) / 100)))
        return "met" if total - met <= allowed else "breached"
    return "met" if Fraction(met, total) * 100 >= Fraction(required) else "breached"


def tally(terms: Contract, found: Verdicts, code: str, year: int, month: int) -> tuple[int, int]:
    """Tickets met and counted of a code in a month: all the versions of its promise begun by then."""
    keys = {row.key for row in terms.commitments if row.code == code and row.since <= month_end(year, month)}
    here = f"{year}-{month:02}"
    states = [
        one.state for (key, _), all_ in found.items() if key in keys for one in all_ if one.month == here
    ]
    return states.count("met"), states.count("met") + states.count("breached")


def shifted(year: int, month: int, by: int) -> tuple[int, int]:
    return divmod(year * 12 + month - 1 + by, 12)[0], (month - 1 + by) % 12 + 1


def month_end(year: int, month: int) -> date:
    following = date(*shifted(year, month, 1), 1)
    return date.fromordinal(following.toordinal() - 1)


def after(terms: Contract, year: int, month: int) -> int:
    """The instant at which a month is over."""
    return midnight(date(*shifted(year, month, 1), 1), terms.zone)
