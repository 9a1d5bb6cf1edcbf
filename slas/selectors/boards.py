"""All the commitments of one month, as printed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from contracts.models import Contract
from core.engine.months import Month
from slas.models import CommitmentMonth, MonthRecord
from slas.selectors.conclusions import month_title
from slas.selectors.figures import (
    flips,
    look_of,
    shown_declared,
    shown_gap,
    shown_margin,
    shown_rate,
    shown_target,
    word_of,
)
from slas.selectors.months import record_for
from slas.selectors.results import board_for, contested_for
from slas.selectors.revisions import Revision, revisions_for


@dataclass(frozen=True)
class BoardLine:
    """One commitment of the month's board."""

    result: CommitmentMonth
    rate: str
    target: str
    declared: str
    gap: str
    margin: str
    flipped: bool
    look: str
    word: str
    contested: bool = False


@dataclass(frozen=True)
class BoardPage:
    title: str
    record: MonthRecord
    lines: list[BoardLine]
    revisions: list[Revision]


def board_page(contract: Contract, month: Month) -> BoardPage | None:
    """The board of a month, None before its first result."""
    record, results = record_for(contract, month), board_for(contract, month)
    if record is None or not results:
        return None
    contested = contested_for(contract, [month])
    lines = [
        replace(board_line(result), contested=(result.commitment.code, month) in contested)
        for result in results
    ]
    revisions = revisions_for(contract, month) if record.revision else []
    return BoardPage(month_title(results), record, lines, revisions)


def board_line(result: CommitmentMonth) -> BoardLine:
    """The figures of one commitment as printed."""
    return BoardLine(
        result=result,
        rate=shown_rate(result),
        target=shown_target(result.commitment),
        declared=shown_declared(result),
        gap=shown_gap(result),
        margin=shown_margin(result),
        flipped=flips(result),
        look=look_of(result),
        word=word_of(result),
    )
