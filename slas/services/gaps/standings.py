"""What each ticket is worth in the rates of one month: by our judgement, or by another reading of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from core.engine.months import Month
from slas.engine.causes import MET, MISSED, OUT, Reading, Standing
from slas.engine.reconciliation import Cause
from slas.engine.verdicts import Verdict
from slas.models import Commitment
from slas.services.gaps.readings import Relaxed, both, narrowed, relaxed_rules
from slas.services.ground.contexts import Ground
from slas.services.ground.facts import Facts
from slas.services.ground.judging import Judged, judge_facts

Ids = NDArray[np.int64]
Standings = dict[str, Standing]
WORTH = {Verdict.MET: MET, Verdict.BREACHED: MISSED}


def standings_in(
    judged: Judged, commitments: Iterable[Commitment], month: Month | None, ids: Ids
) -> Standings:
    """The standing of the tickets named by sorted ids in one month (None: in any), by commitment code.

    A reopening that counts as another ticket rules where both lives are judged in the month: see `repeats_in`.
    """
    wanted = None if month is None else np.datetime64(str(month), "M")
    found: Standings = {}
    for row in commitments:
        if part := judged.by_commitment.get(row.pk):
            result, months = part
            standing = found.setdefault(row.code, np.full(ids.size, OUT, dtype=np.int8))
            here = ~np.isnat(months) if wanted is None else months == wanted
            own = judged.ticket_ids[result.rows]
            places = np.searchsorted(ids, own)
            asked = here & (places < ids.size)
            asked[asked] = ids[places[asked]] == own[asked]
            for verdict, worth in WORTH.items():
                standing[places[asked & (result.judgement.state == verdict)]] = worth
    return found


def repeats_in(
    judged: Judged, commitments: Iterable[Commitment], month: Month
) -> dict[str, list[tuple[int, int]]]:
    """The further verdicts of tickets judged more than once in a month: ticket row and worth, by code."""
    wanted = np.datetime64(str(month), "M")
    found: dict[str, list[tuple[int, int]]] = {}
    for row in commitments:
        if part := judged.by_commitment.get(row.pk):
            result, months = part
            state = result.judgement.state
            here = np.flatnonzero((months == wanted) & np.isin(state, list(WORTH)))
            again = here[:-1][result.rows[here][:-1] == result.rows[here][1:]]
            worths = [(int(result.rows[place]), WORTH[Verdict(str(state[place]))]) for place in again]
            found.setdefault(row.code, []).extend(worths)
    return found


@dataclass(frozen=True, eq=False)
class Alternatives:
    """Some tickets of a month judged again under every other reading.

    `rows`: their places in the ticket table; `ids`: their ids, sorted; `ours`: their standings under the
    commitments that are judged again, by code.
    """

    ground: Ground
    month: Month
    rows: Ids
    ids: Ids
    ours: Standings

    @cached_property
    def alone(self) -> list[tuple[Relaxed, Standings]]:
        """The standings under each rule relaxed alone; rules that touch none of the tickets are left out."""
        return [(rule, self._under(rule)) for rule in self._touching]

    @cached_property
    def in_pairs(self) -> list[tuple[Relaxed, Standings]]:
        """The standings under two rules of different causes relaxed together, under the first one's cause."""
        rules = [rule for rule in self._touching if rule.cause != Cause.OMITTED]
        pairs = [both(*two) for two in combinations(rules, 2) if two[0].cause != two[1].cause]
        return [(rule, self._under(rule)) for rule in pairs if rule.touches(self._facts).any()]

    def readings(self, code: str, *, in_pairs: bool = False) -> list[Reading]:
        """The readings of one commitment."""
        found = self.in_pairs if in_pairs else self.alone
        return [Reading(rule.cause, standings[code], rule.traced) for rule, standings in found]

    @cached_property
    def _facts(self) -> Facts:
        return narrowed(self.ground.facts, self.ids)

    @cached_property
    def _touching(self) -> list[Relaxed]:
        return [rule for rule in relaxed_rules(self.ground.book) if rule.touches(self._facts).any()]

    def _under(self, rule: Relaxed) -> Standings:
        """Only the tickets the rule touches are judged again."""
        touched = rule.touches(self._facts)
        ids = self.ids[touched]
        facts, book = rule.act(narrowed(self._facts, ids), self.ground.book)
        judged = judge_facts(facts, book.judging(self.ours), self.ground.judged.until)
        again = standings_in(judged, book.begun_by(self.month), self.month, ids)
        found = {code: standing.copy() for code, standing in self.ours.items()}
        for code, standing in found.items():
            standing[touched] = again.get(code, np.full(ids.size, OUT, dtype=np.int8))
        return found
