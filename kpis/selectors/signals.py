"""Signals of a month as lines to read and to answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month, month_range
from core.svg.drawing import Drawing
from kpis.engine import signals as engine
from kpis.engine.episodes import STRENGTH, WORDS
from kpis.models import Signal
from kpis.selectors.conclusions import signal_detail, signal_title
from kpis.selectors.drawings import sparkline
from kpis.selectors.following import Following, followed_by
from kpis.selectors.readings import values_by_code

TO_WATCH = "À surveiller"


@dataclass(frozen=True)
class SignalLine:
    """One signal. `before` is the explanation given to the same episode in an earlier month; `alarm`: it is
    confirmed, and asks for an explanation; `pk` is None for a signal that is not stored."""

    code: str
    name: str
    month: Month
    kind: str
    direction: str
    title: str
    detail: str
    pk: int | None = None
    drawing: Drawing | None = None
    answer: str = ""
    answered_at: datetime | None = None
    before: str = ""
    alarm: bool = False

    @property
    def phrase(self) -> str:
        """The title after a colon."""
        return self.title[:1].lower() + self.title[1:]

    @property
    def level(self) -> str:
        """« Alarme », « À surveiller », « Amélioration »."""
        if self.direction == "better":
            return WORDS["better"]
        return "Alarme" if self.alarm else TO_WATCH

    @property
    def fold_label(self) -> str:
        """What opens the form."""
        return "Modifier l’explication" if self.answer else "Expliquer"

    @property
    def waits(self) -> bool:
        """An alarm that nobody explained, in this month or earlier in the same episode."""
        return self.alarm and not self.answer and not self.before


def signals_for(
    contract: Contract, month: Month, followed: Iterable[Following] | None = None
) -> list[SignalLine]:
    """The stored signals of a month, alarms first, then what is to watch, by indicator and strength (3 queries, 2 with
    `followed`)."""
    known = {following.code: following for following in followed or followed_by(contract)}
    rows = list(Signal.objects.filter(contract=contract, month=month, code__in=list(known)))
    answers = _earlier_answers(contract, month, rows)
    lines = [_line(known[row.code], row, answers) for row in rows]
    return sorted(lines, key=_order)


def drawn(contract: Contract, lines: list[SignalLine], month: Month) -> list[SignalLine]:
    """The same lines with the last twelve months of their indicator (2 queries)."""
    if not lines:
        return lines
    known = {following.code: following for following in followed_by(contract)}
    values, span = values_by_code(contract, month, known), month_range(month.shift(-11), month)
    return [
        replace(line, drawing=sparkline(known[line.code], values[line.code], span, line.direction))
        for line in lines
    ]


def computed_signals(following: Following, reading: engine.Reading, month: Month) -> list[SignalLine]:
    """The same lines from a reading that is not stored, such as that of one priority."""
    found = []
    for signal in reading.at(month):
        facts = dict(signal.evidence) | {"since": str(signal.since)}
        found.append(
            SignalLine(
                code=signal.code,
                name=following.name,
                month=month,
                kind=signal.kind,
                direction=signal.direction,
                title=signal_title(following, signal.kind, facts),
                detail=signal_detail(following, signal.kind, month, facts),
                alarm=signal.alarm,
            )
        )
    return sorted(found, key=_order)


def signal_of(contract: Contract, pk: int) -> Signal | None:
    """One signal of the contract."""
    return Signal.objects.filter(contract=contract, pk=pk).first()


def waiting_words(lines: Iterable[SignalLine]) -> str:
    """« 2 à expliquer »."""
    return f"{formats.number(sum(line.waits for line in lines))} à expliquer"


def signals_title(lines: list[SignalLine], month: Month) -> str:
    """The message of the page of signals."""
    if not lines:
        return f"Aucun signal en {formats.month_long(month)}"
    waiting = sum(line.waits for line in lines)
    if waiting:
        return f"{formats.count(waiting, 'alarme')} à expliquer en {formats.month_long(month)}"
    if any(line.alarm for line in lines):
        return f"Les alarmes {formats.month_of(month)} sont expliquées"
    watched = sum(line.direction == "worse" for line in lines)
    if watched:
        return f"{formats.count(watched, 'signal|signaux')} à surveiller en {formats.month_long(month)}, aucune alarme"
    return (
        f"{formats.count(len(lines), 'signal favorable|signaux favorables')} en {formats.month_long(month)}"
    )


def _order(line: SignalLine) -> tuple[bool, bool, str, int]:
    return not line.alarm, line.direction != "worse", line.code, STRENGTH.index(line.kind)


def _line(following: Following, row: Signal, answers: Mapping[Any, str]) -> SignalLine:
    return SignalLine(
        code=row.code,
        name=following.name,
        month=row.month,
        kind=row.kind,
        direction=row.direction,
        title=signal_title(following, row.kind, row.evidence),
        detail=signal_detail(following, row.kind, row.month, row.evidence),
        pk=row.pk,
        answer=row.answer,
        answered_at=row.answered_at,
        alarm=row.alarm,
        before=answers.get((row.code, row.kind, row.direction, row.evidence.get("since")), ""),
    )


def _earlier_answers(contract: Contract, month: Month, rows: list[Signal]) -> dict[Any, str]:
    """The last explanation of each episode, by what identifies it: it began in the same month."""
    if not rows:
        return {}
    earlier = Signal.objects.filter(contract=contract, month__lt=str(month), code__in={r.code for r in rows})
    return {
        (row.code, row.kind, row.direction, row.evidence.get("since")): row.answer
        for row in earlier.exclude(answer="").order_by("month")
    }
