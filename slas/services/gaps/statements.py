"""What a provider declares ticket by ticket: the export's own « délai tenu », on the resolution commitments.

A ticket is declared under the priority it ended with, the only one a tool knows, and in the month it ended.
Whether a declared base follows the contract's months, holds cancelled tickets or children, the declared counts
tell: of the bases that a tool may use, the one nearest to them is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.engine.ratios import Rate
from slas.engine.attribution import local_months
from slas.engine.causes import MET, MISSED, OUT, Standing, tally
from slas.engine.promises import RESOLUTION, covering_delays
from slas.services.ground.contexts import MonthContext

Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Statement:
    """The declared verdict of each ticket in force: OUT where the export says nothing, and where it may count.

    `ended_here`: it ended in the month, or the month's files tell it still open. `told_here`: it ended by then.
    """

    verdict: Standing
    ended_here: Flags
    told_here: Flags
    cancelled: Flags
    linked: Flags
    covered: dict[str, Flags]

    def bases(self, code: str, ours: Standing, ever: Standing) -> Iterator[Standing]:
        """Every base a tool may use, the plainest first. `ever`: our standing in whatever month."""
        by_contract = np.where(ever != OUT, (ours != OUT) & self.told_here, self.ended_here)
        for months in (self.ended_here, by_contract):
            for less in (
                np.zeros_like(self.cancelled),
                self.cancelled,
                self.linked,
                self.cancelled | self.linked,
            ):
                kept = self.covered[code] & months & ~less
                yield np.where(kept, self.verdict, OUT).astype(np.int8)


def nearest_base(bases: Iterable[Standing], declared: Rate) -> Standing:
    """The base whose counts are nearest to the declared ones."""

    def distance(base: Standing) -> int:
        own = tally(base)
        return abs(own.met - declared.met) + abs(own.total - declared.total)

    return min(bases, key=distance)


def statement_of(context: MonthContext) -> Statement | None:
    """What the export declares of the tickets; None where it declares nothing of this month's."""
    frame, tickets = context.judged.frame, context.judged.tickets
    verdict = np.array([_worth(flag) for flag in frame["declared_met"].tolist()], dtype=np.int8)
    delivered = context.ground.facts.delivered
    month = np.datetime64(str(context.month), "M")
    told_in = np.array(
        [str(delivered[key]) for key in frame["last_delivery_id"].tolist()], dtype="datetime64[M]"
    )
    resolved = frame["told_resolved"].to_numpy().astype("datetime64[s]")
    ended = local_months(np.where(np.isnat(resolved), tickets.closed, resolved), context.timezone)
    over = ~np.isnat(ended) & (ended <= told_in)
    here = np.where(over, ended, told_in) == month
    if not (here & (verdict != OUT)).any():
        return None
    return Statement(
        verdict=verdict,
        ended_here=here,
        told_here=(over & (ended <= month)) | (told_in == month),
        cancelled=tickets.cancelled,
        linked=_linked(context),
        covered=_covered(context),
    )


def _worth(flag: bool | None) -> int:
    return OUT if flag is None else MET if flag else MISSED


def _linked(context: MonthContext) -> Flags:
    frame = context.judged.frame
    return ((frame["parent_reference"] != "") | (frame["duplicate_of"] != "")).to_numpy()


def _covered(context: MonthContext) -> dict[str, Flags]:
    """The tickets each resolution commitment covers under the priority they ended with."""
    tickets, codes = context.judged.tickets, {row.pk: row.code for row in context.ground.book.commitments}
    found: dict[str, Flags] = {}
    for promise in context.ground.book.promises:
        if promise.kind == RESOLUTION:
            covers = covering_delays(tickets, tickets.priority, promise) >= 0
            found[codes[promise.key]] = found.get(codes[promise.key], False) | covers
    return found
