"""The causes of the gaps of one month, each with the tickets it rests on.

Where the export says of each ticket whether its delay was kept, the cause of a ticket is the first rule whose
relaxing gives what is declared. Where only counts are declared, each ticket's own trace names its cause, and the
counts say whether these traces are what was counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.engine.ratios import Rate
from slas.engine.causes import (
    MET,
    MISSED,
    OUT,
    SETTLES_THE_BASE,
    Effect,
    Reading,
    Standing,
    correction_of,
    effects_of,
    tally,
    ticket_causes,
)
from slas.engine.counts import causes_by_count
from slas.engine.reconciliation import Cause, Correction
from slas.models import CommitmentMonth
from slas.selectors.figures import gap_of
from slas.services.counting.tallies import TicketCount
from slas.services.gaps.standings import Alternatives, Standings, repeats_in, standings_in
from slas.services.gaps.statements import Statement, nearest_base, statement_of
from slas.services.ground.contexts import MonthContext

BY_TICKETS, BY_COUNTS = "tickets", "counts"


@dataclass(frozen=True, eq=False)
class Found:
    """What differs on one commitment: the cause of each ticket ("" where none), the declared standing of each.

    `left_out`: late tickets missing from the declared base, of which only the number is known. `candidates`:
    rows of the tickets among which those that nothing explains may be.
    """

    cause: NDArray[np.str_]
    stated: Standing
    basis: str
    left_out: int = 0
    candidates: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Attribution:
    """The standings of a month's clocked commitments, and the causes of what differs.

    `vanished`: references known before and absent from the month's files.
    """

    context: MonthContext
    vanished: frozenset[str]

    @classmethod
    def of(cls, context: MonthContext, vanished: Iterable[str]) -> Attribution:
        """Nothing is judged again before a gap asks for it."""
        return cls(context, frozenset(vanished))

    @cached_property
    def ours(self) -> Standings:
        """Our standings, by commitment code."""
        begun = self.context.ground.book.begun_by(self.context.month)
        return standings_in(self.context.judged, begun, self.context.month, self.context.judged.ticket_ids)

    def causes_of(self, result: CommitmentMonth) -> list[dict[str, Any]]:
        """The causes of one line: effects as exact texts that sum to its gap, the references of each.

        Where a figure is missing there is no gap to split; tickets that differ are still named.
        """
        code = result.commitment.code
        ours = self.ours.get(code)
        if ours is None:
            return []
        stated = self._stated.get(code)
        if stated is not None:
            found = Found(self._causes_by_ticket(code, stated), stated, BY_TICKETS)
        elif gap_of(result) or _declared(result) not in {None, Rate(result.met, result.counted)}:
            found = self._by_counts(result, ours)
        else:
            return []
        found.cause[(found.cause != "") & self._decided(code)] = Cause.SETTLED
        return [self._entry(result, found, effect) for effect in self._effects(result, found)]

    def _decided(self, code: str) -> NDArray[np.bool_]:
        """Tickets whose verdict the parties decided: whatever the report makes of them, nothing is left to explain."""
        decided = self.context.ground.facts.settlements.settled_tickets(code)
        return np.isin(self.context.judged.ticket_ids, decided)

    # ---- by ticket ----

    @cached_property
    def _statement(self) -> Statement | None:
        return statement_of(self.context)

    @cached_property
    def _stated(self) -> Standings:
        """What the export declares, by code of resolution commitment; empty where it declares nothing."""
        context, statement = self.context, self._statement
        if statement is None:
            return {}
        begun = context.ground.book.begun_by(context.month)
        ever = standings_in(context.judged, begun, None, context.judged.ticket_ids)
        found: Standings = {}
        for code in statement.covered.keys() & self.ours.keys():
            figure = context.stated.declared.get(code)
            if figure is not None:
                declared = Rate(figure.numerator or 0, figure.denominator or 0)
                found[code] = nearest_base(statement.bases(code, self.ours[code], ever[code]), declared)
        return found

    @cached_property
    def _different(self) -> NDArray[np.int64]:
        """Rows of the tickets that differ on some commitment."""
        differs = [self.ours[code] != stated for code, stated in self._stated.items()]
        return np.flatnonzero(np.any(differs, axis=0))

    @cached_property
    def _alone(self) -> dict[str, NDArray[np.str_]]:
        """The cause of each ticket by one rule, by code."""
        rows, gone = self._different, self._gone
        again, causes = self._alternatives(rows, self._stated), {}
        for code, stated in self._stated.items():
            found = np.full(stated.size, "", dtype="U18")
            found[rows] = ticket_causes(self.ours[code][rows], stated[rows], again.readings(code), gone[rows])
            causes[code] = found
        return causes

    @cached_property
    def _in_doubt(self) -> Alternatives:
        """The tickets that no rule alone explains, judged again under two of them."""
        doubt = [found == Cause.UNEXPLAINED for found in self._alone.values()]
        return self._alternatives(np.flatnonzero(np.any(doubt, axis=0)), self._stated)

    def _causes_by_ticket(self, code: str, stated: Standing) -> NDArray[np.str_]:
        found = self._alone[code].copy()
        doubt = np.flatnonzero(found == Cause.UNEXPLAINED)
        if doubt.size:
            pairs, rows = self._in_doubt.readings(code, in_pairs=True), self._in_doubt.rows
            again = ticket_causes(self.ours[code][rows], stated[rows], pairs, self._gone[rows])
            found[doubt] = again[np.isin(rows, doubt)]
        return found

    # ---- by counts ----

    def _by_counts(self, result: CommitmentMonth, ours: Standing) -> Found:
        code, rows = result.commitment.code, self._living
        cause, stated = np.full(ours.size, "", dtype="U18"), ours.copy()
        declared = _declared(result)
        if declared is None:
            return Found(cause, stated, BY_COUNTS)
        solution = causes_by_count(declared, ours[rows], self._traces(code))
        cause[rows], stated[rows] = solution.cause, solution.stated
        if (cause != "").any():
            return Found(cause, stated, BY_COUNTS)
        shortage = result.counted - declared.total - max(result.met - declared.met, 0)
        left_out = min(max(shortage, 0), int((ours == MISSED).sum()))
        return Found(cause, stated, BY_COUNTS, left_out, tuple(rows[solution.candidates].tolist()))

    @cached_property
    def _living(self) -> NDArray[np.int64]:
        """Rows of the tickets that lived in the month: no other can have a verdict there."""
        tickets, context = self.context.judged.tickets, self.context
        ended = tickets.ended
        return np.flatnonzero((tickets.opened < context.end) & (np.isnat(ended) | (ended >= context.start)))

    @cached_property
    def _all(self) -> Alternatives:
        counted = self.context.stated.declared.keys() - self._stated.keys()
        return self._alternatives(self._living, counted)

    def _traces(self, code: str) -> list[Reading]:
        """The readings of one commitment, what names a ticket first coming first, as where the export tells it.

        A ticket gone from the files is omitted; so is one left open past its deadline, unless it has a reason to
        be out of the base. Waiting that the contract does not accept is a trace on late tickets alone.
        """
        readings, tickets = self._all.readings(code), self.context.judged.tickets
        ours, ended = self.ours[code][self._living], tickets.ended[self._living]
        silent = (ours == MISSED) & (np.isnat(ended) | (ended >= self.context.end))
        gone, silent = (
            Reading(Cause.OMITTED, np.where(rows, OUT, ours).astype(np.int8), weak=weak)
            for rows, weak in ((self._gone[self._living], False), (silent, True))
        )
        settling = [reading for reading in readings if reading.cause in SETTLES_THE_BASE]
        others = [
            replace(reading, standing=np.where(ours == MISSED, reading.standing, ours))
            if reading.cause == Cause.UNJUSTIFIED_PAUSE and reading.traced
            else reading
            for reading in readings
            if reading.cause not in SETTLES_THE_BASE
        ]
        return [gone, *settling, silent, *others]

    # ---- both ----

    def _alternatives(self, rows: NDArray[np.int64], codes: Collection[str]) -> Alternatives:
        ours = {code: standing[rows] for code, standing in self.ours.items() if code in codes}
        context = self.context
        return Alternatives(context.ground, context.month, rows, context.judged.ticket_ids[rows], ours)

    @cached_property
    def _repeats(self) -> dict[str, list[tuple[int, int]]]:
        """Reopenings that count as other tickets: a declared base holds each ticket once."""
        context = self.context
        return repeats_in(context.judged, context.ground.book.begun_by(context.month), context.month)

    @cached_property
    def _gone(self) -> NDArray[np.bool_]:
        return np.isin(self.context.judged.references.astype("U"), sorted(self.vanished))

    def _effects(self, result: CommitmentMonth, found: Found) -> list[Effect]:
        ours = self.ours[result.commitment.code]
        corrections = {
            Cause(cause): correction_of(found.stated[found.cause == cause], ours[found.cause == cause])
            for cause in np.unique(found.cause[found.cause != ""]).tolist()
        }
        again = [worth for _, worth in self._repeats.get(result.commitment.code, ())]
        if found.left_out or again:
            known = corrections.get(Cause.OMITTED, Correction(0, 0))
            more = found.left_out + len(again)
            corrections[Cause.OMITTED] = Correction(known.met + again.count(MET), known.counted + more)
        declared = _declared(result) or tally(found.stated)
        recomputed = Rate(result.met, result.counted)
        gap = gap_of(result)
        if gap is None or not declared.total:
            unknown = [Effect(Cause.UNEXPLAINED, gap, Correction(0, 0))] if gap else []
            return [*(Effect(cause, Fraction(0), one) for cause, one in corrections.items()), *unknown]
        return effects_of(declared, recomputed, corrections, result.declared_rate)

    def _entry(self, result: CommitmentMonth, found: Found, effect: Effect) -> dict[str, Any]:
        references = sorted(self.context.judged.references[found.cause == effect.cause].tolist())
        if effect.cause == Cause.OMITTED:
            again = [row for row, _ in self._repeats.get(result.commitment.code, ())]
            references = sorted({*references, *self.context.judged.references[again].tolist()})
        count = len(references)
        if effect.cause == Cause.OMITTED and found.left_out:
            count += found.left_out
            references += self._likely_left_out(result, found.left_out)
        if effect.cause == Cause.UNEXPLAINED and found.candidates:
            references = sorted(self.context.judged.references[list(found.candidates)].tolist())
            count = max(abs(effect.correction.met), abs(effect.correction.counted))
        return {
            "cause": effect.cause.value,
            "tickets": references,
            "count": count,
            "effect": str(effect.points),
            "met": effect.correction.met,
            "counted": effect.correction.counted,
            "basis": found.basis,
        }

    def _likely_left_out(self, result: CommitmentMonth, left_out: int) -> list[str]:
        """Late tickets that may be those left out: absent from the files first, then still open, then any.

        There may be more of them than were left out: which ones, only the provider can say.
        """
        count = self.context.counts.get(result.commitment.code, TicketCount())
        references = self.context.judged.references
        late = [str(references[row]) for row, *_ in count.late]
        still_open = {str(references[row]) for row in count.late_open}
        gone = [reference for reference in late if reference in self.vanished]
        for candidates in (gone, [r for r in late if r in self.vanished or r in still_open]):
            if len(candidates) >= left_out:
                return sorted(candidates)
        return sorted(late)


def _declared(result: CommitmentMonth) -> Rate | None:
    """The declared counts; None where only a rate is declared, or nothing."""
    return Rate(result.declared_met or 0, result.declared_counted) if result.declared_counted else None
