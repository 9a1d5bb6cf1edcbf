"""The history of a closed month: each revision, and what it changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from core.engine.ratios import Rate, display_percent
from slas.models import MonthSnapshot
from slas.selectors.figures import tidy

NAMED = 20
"""Tickets named in a list; beyond, they are counted."""


@dataclass(frozen=True)
class Change:
    """One commitment that a revision changed: both figures, both verdicts, the tickets whose verdict flipped."""

    code: str
    before: str
    after: str
    verdict_before: str
    verdict_after: str
    flipped: list[str]

    @property
    def words(self) -> str:
        return f"{self.code}, {self.before} → {self.after}"

    @property
    def shown_tickets(self) -> str:
        """« INC-12, INC-40 »; the first ones, then how many more."""
        more = len(self.flipped) - NAMED
        return ", ".join(self.flipped[:NAMED]) + (f" et {more} de plus" if more > 0 else "")


@dataclass(frozen=True)
class Revision:
    """One snapshot, in words, with what it changed (nothing for the closing)."""

    snapshot: MonthSnapshot
    title: str
    changes: list[Change]


@dataclass(frozen=True)
class Figure:
    """One commitment as the last revision keeps it."""

    code: str
    rate: str
    target: str
    state: str


def revisions_for(contract: Contract, month: Month) -> list[Revision]:
    """Every snapshot of a month, oldest first, each with what it changed (1 query)."""
    rows = MonthSnapshot.objects.filter(contract=contract, month=month).select_related("author")
    found: list[Revision] = []
    former: Mapping[str, Any] | None = None
    for snapshot in rows.order_by("revision"):
        content = json.loads(snapshot.content)
        changes = list(changes_between(former, content)) if former else []
        found.append(Revision(snapshot, title_of(contract, snapshot, changes), changes))
        former = content
    return found


def title_of(contract: Contract, snapshot: MonthSnapshot, changes: list[Change]) -> str:
    """« Clos le 16/04/2026 », « Révision 2 du 20/05/2026 : E06, 85,1 % → 85,6 % »."""
    day = formats.date_short(snapshot.at, contract.timezone)
    if snapshot.revision == 1:
        return f"Clos le {day}"
    figures = "\u202f; ".join(change.words for change in changes)
    head = f"Révision {snapshot.revision} du {day}"
    return f"{head}\u00a0: {figures}" if figures else head


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    """Commitments whose figure, verdict or tickets differ between two contents of a month."""
    old, new = ({line["code"]: line for line in content["results"]} for content in (before, after))
    flips = flipped_between(before, after)
    for code in sorted({*old, *new}):
        was, now = old.get(code), new.get(code)
        tickets = flips.get(code, [])
        same = was is not None and now is not None and _counts(was) == _counts(now)
        if not same or tickets:
            yield Change(code, shown_line(was), shown_line(now), _verdict(was), _verdict(now), tickets)


def flipped_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[str]]:
    """References whose verdict differs, came or went, by commitment code."""
    old, new = (
        {tuple(row[:4]): row[4] for row in content["verdicts"]["rows"]} for content in (before, after)
    )
    found: dict[str, list[str]] = {}
    for key in sorted({*old, *new}):
        if old.get(key) != new.get(key):
            found.setdefault(key[0], []).append(key[2])
    return found


def figures_of(snapshot: MonthSnapshot) -> list[Figure]:
    """Every commitment of a closed month, as closed, by code."""
    return [
        Figure(
            line["code"],
            shown_line(line),
            f"≥\u00a0{formats.percent(tidy(Decimal(line['required_rate'])))}",
            line["verdict"],
        )
        for line in json.loads(snapshot.content)["results"]
    ]


def shown_line(line: Mapping[str, Any] | None) -> str:
    """« 85,1 % », never rounded across the target; the word of the verdict where nothing was counted."""
    if line is None:
        return formats.ABSENT
    exact = Rate(line["met"], line["counted"]).percent
    if exact is None:
        return formats.verdict(line["verdict"])
    return formats.percent(display_percent(exact, Decimal(line["required_rate"])))


def _counts(line: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(line[name] for name in ("met", "counted", "verdict", "pending", "excluded"))


def _verdict(line: Mapping[str, Any] | None) -> str:
    return line["verdict"] if line else ""
