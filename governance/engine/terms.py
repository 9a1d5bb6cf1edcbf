"""The committees that a contract provides for, as values, and what cannot be said of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from contracts.engine.people import Fault
from core.engine import formats

LONGEST_CODE, LONGEST_NAME, MAX_MINUTES, MAX_QUORUM, MAX_DAYS = 30, 80, 1_440, 100, 90


@dataclass(frozen=True)
class CommitteeSaid:
    """One committee, in the contract's order; `cadence` is empty, `minutes` None, `quorum` 0 where nothing is said.

    Delays are in business days: the minutes after the committee, the remarks after the minutes.
    """

    position: int
    code: str
    name: str
    cadence: str
    minutes: int | None
    participants: tuple[str, ...]
    quorum: int
    minutes_within: int | None = None
    remarks_within: int | None = None
    silence_approves: bool = False


def committee_faults(one: CommitteeSaid) -> Iterator[Fault]:
    """Each person once, none without a name, and a quorum that they can reach."""
    if any(not name.strip() or len(name) > LONGEST_NAME for name in one.participants):
        yield Fault(
            "participants",
            "un participant est vide ou trop long.",
            f"Écrivez de 1 à {LONGEST_NAME} caractères pour chacun.",
        )
    if len(set(one.participants)) < len(one.participants):
        yield Fault("participants", "un participant y est deux fois.", "Gardez-le une fois.")
    if one.silence_approves and one.remarks_within is None:
        yield Fault(
            "remarks_within",
            "le silence vaut approbation, mais aucun délai de remarques n’est dit.",
            "Écrivez ce délai, ou retirez l’approbation par silence.",
        )
    if one.quorum > len(one.participants):
        yield Fault(
            "quorum",
            f"le quorum, {formats.number(one.quorum)}, dépasse le nombre de participants,"
            f" {formats.number(len(one.participants))}.",
            "Baissez le quorum, ou nommez tous les participants.",
        )
