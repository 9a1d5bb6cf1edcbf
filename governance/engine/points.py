"""What the month's data put on the agenda beside the questions: one line each, as its reader may know it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from core.engine import formats
from governance.engine.facts import BREACHED, JUDGED, CommitmentFacts, PackFacts
from governance.engine.wording import count_of, listing, lower
from slas.engine.penalties.termination import TerminationClause, termination_right
from slas.engine.verdicts import Verdict

NEAR_DAYS = 180
NAMED = 3


def points(
    facts: PackFacts,
    disputes: int,
    dates: Sequence[tuple[date, str]],
    asked: Collection[str] = (),
) -> list[str]:
    """Breaches, gaps, disputes, penalty, dates, exit proofs, right to terminate, in that order: those that there are.

    What a question on the agenda puts already is left out; `asked`: origins of these questions.
    """
    told = (
        ("", _breaches(facts)),
        ("gap", _gaps(facts)),
        ("dispute", f"Contestations ouvertes : {formats.number(disputes)}" if disputes else ""),
        ("penalty", _penalty(facts)),
        ("", _dates(facts.held_on, dates)),
        ("", _proofs(facts)),
        ("", _termination(facts)),
    )
    return [line for origin, line in told if line and origin not in asked]


def _breaches(facts: PackFacts) -> str:
    names = [lower(row.short) for row in facts.breached]
    return f"Engagements non respectés : {_listing(names)}" if names else ""


def _gaps(facts: PackFacts) -> str:
    names = [lower(row.short) for row in facts.commitments if row.gap_status == "to_justify"]
    return f"Écarts à justifier : {_listing(names)}" if names else ""


def _penalty(facts: PackFacts) -> str:
    penalty = facts.penalty
    if penalty is None or not penalty.left or penalty.settled:
        return ""
    return f"Pénalité à décider : {formats.money(penalty.left)} HT"


def _dates(held_on: date, dates: Iterable[tuple[date, str]]) -> str:
    near = [
        f"{title} ({formats.date_short(day)})"
        for day, title in dates
        if 0 <= (day - held_on).days <= NEAR_DAYS
    ]
    return f"Échéances sous {formats.number(NEAR_DAYS)} jours : {_listing(near)}" if near else ""


def _proofs(facts: PackFacts) -> str:
    expired = sum(proof.state == "obsolete" for proof in facts.exit.proofs) if facts.exit else 0
    return f"Sortie : {count_of(expired, 'preuve périmée', 'preuves périmées')}" if expired else ""


def _termination(facts: PackFacts) -> str:
    names = [lower(name) for name, _ in facts.terminable]
    return f"Droit de résiliation ouvert : {_listing(names)}" if names else ""


def terminable(
    commitments: Iterable[CommitmentFacts], clause: TerminationClause
) -> tuple[tuple[str, str], ...]:
    """The commitments whose misses open the right to terminate that the contract gives: short name, and its misses."""
    found = []
    for row in commitments:
        looks = [cell.look for cell in row.cells if cell.look in JUDGED]
        verdicts = [Verdict.BREACHED if look == BREACHED else Verdict.MET for look in looks]
        right = termination_right(verdicts, clause)
        if right.open:
            found.append((row.short, right.words))
    return tuple(found)


def _listing(names: Sequence[str]) -> str:
    """The first names, the others counted."""
    more = len(names) - NAMED
    return listing([*names[:NAMED], count_of(more, "autre")]) if more > 0 else listing(names)
