"""Who may do what about a contested verdict, and what is proposed in its place. Pure: no row, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from slas.engine.verdicts import Verdict

CLIENT, PROVIDER = "client", "provider"
LEAST_TEXT = 10
"""Characters without which a motive says nothing."""


class Act(StrEnum):
    """One act of the life of a dispute."""

    OPEN = "opened"
    EVIDENCE = "evidence"
    COMMENT = "comment"
    ACCEPT = "accepted"
    REFUSE = "refused"
    REFER = "referred"
    WITHDRAW = "withdrawn"
    LAPSE = "lapsed"


class Status(StrEnum):
    """Where a dispute stands; the first two are still open."""

    OPEN = "open"
    COMMITTEE = "committee"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


PENDING = frozenset({Status.OPEN, Status.COMMITTEE})
BECOMES = {
    Act.ACCEPT: Status.ACCEPTED,
    Act.REFUSE: Status.REFUSED,
    Act.REFER: Status.COMMITTEE,
    Act.WITHDRAW: Status.WITHDRAWN,
    Act.LAPSE: Status.LAPSED,
}
CONTESTED_AS = frozenset({Verdict.MET, Verdict.BREACHED, Verdict.NOT_APPLICABLE})
"""Verdicts that a contestation may propose; without any, it asks for an explanation only."""


def opposite(present: str, side: str) -> Verdict:
    """The verdict a side most likely proposes in place of the present one, never that one again."""
    other = {Verdict.MET: Verdict.BREACHED, Verdict.BREACHED: Verdict.MET}
    return other.get(Verdict(present)) or (Verdict.MET if side == PROVIDER else Verdict.BREACHED)


@dataclass(frozen=True)
class Hand:
    """Who acts: the side, and whether the role contests and settles."""

    side: str
    contests: bool
    settles: bool


def allowed_acts(status: str, opened_side: str, hand: Hand) -> frozenset[Act]:
    """What someone may do about a dispute in this status.

    A side never settles alone what it asked itself: the referent settles what the provider asked; the provider
    may accept what the client asked, or either refers it to the committee, whose decision the referent records.
    """
    if status not in PENDING or not hand.contests:
        return frozenset()
    own = hand.side == opened_side
    acts = {Act.COMMENT, Act.EVIDENCE} | ({Act.WITHDRAW} if own else set())
    referent = hand.side == CLIENT and hand.settles
    if status == Status.COMMITTEE:
        return frozenset(acts | ({Act.ACCEPT, Act.REFUSE} if referent else set() if own else {Act.ACCEPT}))
    if own:
        return frozenset(acts | ({Act.REFER} if referent else set()))
    answers = {Act.ACCEPT, Act.REFER} | ({Act.REFUSE} if referent else set())
    return frozenset(acts | answers if referent or hand.side == PROVIDER else acts)


def answering_side(opened_side: str) -> str:
    """The side whose answer is awaited."""
    return CLIENT if opened_side == PROVIDER else PROVIDER
