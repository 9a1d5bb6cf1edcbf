"""The last months under a candidate amendment: rates, penalties and flipped tickets, before and after.

The facts are read once and judged twice; nothing is written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contracts.engine.problems import FileRefused
from contracts.models import Contract
from core.engine.months import Month, month_range
from core.engine.ratios import round_half_up
from core.jobs import JobRefused, enqueue, report_progress
from core.models import Job
from reports import selectors as reports
from slas.engine.penalties import Before
from slas.selectors.commitments import export_commitments
from slas.selectors.figures import percent_of, tidy
from slas.services.counting.results import results_of
from slas.services.ground.contexts import Ground, MonthContext, MonthFacts
from slas.services.ground.facts import Facts
from slas.services.ground.judging import Judged, judge_facts
from slas.services.ground.promising import PromiseBook
from slas.services.prices.claims import before_month
from slas.services.prices.penalising import penalise
from slas.services.prices.replaying import amended_book, candidate_for

KIND = "backtest"
SHOWN = 500
"""Most flipped tickets named for a month; all are counted."""


class NothingToReplay(Exception):
    """The contract has no delivered month."""


@dataclass(frozen=True)
class Side:
    """One commitment over one month under one set of rules: percent to four decimals, verdict, price."""

    rate: str | None
    required: str
    verdict: str
    penalty: str


@dataclass(frozen=True)
class Flip:
    """A ticket whose verdict changes; a side is empty where the commitment does not cover it."""

    reference: str
    code: str
    before: str
    after: str


Book = dict[str, Any]


def backtest(*, contract: Contract, change: str, months: int = 12) -> Book:
    """Replay the last delivered months under the candidate `change` (TOML). Writes nothing.

    Returns plain values: for each month the commitments (before, after), what is due (before, after), how many
    tickets flip and which. Raises FileRefused for a wrong candidate, NothingToReplay.
    """
    delivered = reports.delivered_months(contract)
    if not delivered:
        raise NothingToReplay("Aucun mois déposé à rejouer.")
    book = PromiseBook.of(contract)
    candidate = candidate_for(contract, book, change)
    last = delivered[-1]
    span = [month for month in month_range(last.shift(1 - months), last) if month in set(delivered)]
    facts = Facts.of(contract)
    grounds = [
        Ground(facts, one, judge_facts(facts, one, last))
        for one in (book, amended_book(contract, book, candidate))
    ]
    flips = flipped_tickets(grounds[0], grounds[1])
    stated = {month: MonthFacts.of(contract, month) for month in span}
    start = before_month(contract, span[0])
    runs = [replay(contract, ground, stated, start) for ground in grounds]
    lines = [_month(month, runs, flips.get(str(month), [])) for month in span]
    return {"contract": contract.reference, "months": lines, "totals": _totals(lines)}


def replay(
    contract: Contract, ground: Ground, stated: dict[Month, MonthFacts], start: Before
) -> dict[Month, dict[str, Any]]:
    """Count and price each month in order, the caps and points of one going into the next."""
    found, before = {}, start
    for month, facts in stated.items():
        if month.number == contract.starts_on.month:
            before = Before(Decimal(0), before.ccag_total, before.points)
        context = MonthContext(month, ground, facts)
        results = results_of(context)
        bill = penalise(context, results, before).bill
        before = Before(before.due_this_year + bill.due, before.ccag_total + bill.ccag, bill.points_left)
        sides = {
            result.commitment.code: (result.commitment.name, Side(
                rate=None if (rate := percent_of(result)) is None else str(round_half_up(rate, 4)),
                required=str(tidy(result.commitment.required_rate)),
                verdict=str(result.verdict),
                penalty=str(result.penalty or Decimal("0.00")),
            ))
            for result in results
        }  # fmt: skip
        found[month] = {"sides": sides, "due": bill.due}
    return found


def _month(month: Month, runs: list[dict[Month, dict[str, Any]]], flips: list[Flip]) -> Book:
    before, after = (run[month] for run in runs)
    return {
        "month": str(month),
        "due_before": str(before["due"]),
        "due_after": str(after["due"]),
        "commitments": [
            {"code": code, "name": name, "before": asdict(side), "after": asdict(after["sides"][code][1])}
            for code, (name, side) in before["sides"].items()
        ],
        "flipped": len(flips),
        "tickets": [asdict(flip) for flip in flips[:SHOWN]],
    }


def _totals(lines: list[Book]) -> Book:
    def due(name: str) -> str:
        return str(sum((Decimal(line[name]) for line in lines), Decimal("0.00")))

    def missed(side: str) -> int:
        return sum(one[side]["verdict"] == "breached" for line in lines for one in line["commitments"])

    return {
        "due_before": due("due_before"),
        "due_after": due("due_after"),
        "missed_before": missed("before"),
        "missed_after": missed("after"),
        "flipped": sum(line["flipped"] for line in lines),
    }


def flipped_tickets(before: Ground, after: Ground) -> dict[str, list[Flip]]:
    """Tickets whose verdict changes, by the month it belonged to (or will); by commitment then reference."""
    codes = {row.pk: row.code for row in before.book.commitments}
    found: dict[str, list[Flip]] = {}
    references = before.judged.references
    for key, code in codes.items():
        was, month = states_of(before.judged, key)
        then, later = states_of(after.judged, key)
        for row in np.flatnonzero(was != then).tolist():
            place = str(month[row] if not np.isnat(month[row]) else later[row])
            found.setdefault(place, []).append(
                Flip(str(references[row]), code, str(was[row]), str(then[row]))
            )
    return {
        month: sorted(flips, key=lambda flip: (flip.code, flip.reference)) for month, flips in found.items()
    }


def states_of(judged: Judged, key: int) -> tuple[NDArray[np.str_], NDArray[np.datetime64]]:
    """The verdict and month of every ticket under a commitment; empty and NaT where it does not cover it."""
    size = len(judged.tickets)
    states, months = np.zeros(size, dtype="U14"), np.full(size, np.datetime64("NaT", "M"))
    part = judged.by_commitment.get(key)
    if part is not None:
        states[part[0].rows], months[part[0].rows] = part[0].judgement.state, part[1]
    return states, months


def ask_backtest(*, contract: Contract, change: str, picked: Mapping[str, str] | None = None) -> Job:
    """Queue a replay; the same candidate on the same facts and contract is asked once. Raises FileRefused.

    `picked`: what the form was filled with, where the change was picked from lists, to show it again.
    """
    book = PromiseBook.of(contract)
    candidate_for(contract, book, change)
    stands = [str(version.settings) + str(version.monthly_fee) for version in book.versions]
    seed = [change, reports.facts_digest(contract), *stands, str(export_commitments(contract))]
    key = hashlib.sha256("\n".join(seed).encode()).hexdigest()
    return enqueue(
        contract_id=contract.pk, kind=KIND, key=key, payload={"change": change, "picked": dict(picked or {})}
    )


def run_backtest(job: Job) -> Book:
    """The job of kind `backtest`: its result is what the page shows."""
    contract = Contract.objects.get(pk=job.contract_id)
    report_progress(job, "rejeu des mois")
    try:
        return backtest(contract=contract, change=job.payload["change"])
    except FileRefused as refusal:
        raise JobRefused(str(refusal)) from refusal
    except NothingToReplay as refusal:
        raise JobRefused(str(refusal)) from refusal
