"""500 contract-months judged twice: by the services, and by a re-implementation that shares no code with them."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Self
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from core.engine.months import Month
from slas.models import Commitment, CommitmentMonth
from slas.services.counting.results import results_of
from slas.services.ground.contexts import Ground, MonthContext
from slas.services.ground.judging import judge_facts
from tests.slas.engine.golden_clock import cases
from tests.slas.independent import availability, drawing, months, stops
from tests.slas.independent import terms as told
from tests.slas.independent.clock import Clock, holidays
from tests.slas.unsaved import book_of, facts_of, stated_of


def services_verdicts(judged) -> months.Verdicts:
    """Verdicts of the services in the words of the other side."""
    found: months.Verdicts = {}
    for key, (result, belongs) in judged.by_commitment.items():
        own = result.judgement
        for place, row in enumerate(result.rows.tolist()):
            state, at = str(own.state[place]), own.verdict_at[place]
            measured = state in ("met", "breached", "pending")
            found.setdefault((key, str(judged.references[row])), []).append(
                told.Found(
                    int(result.life[place]),
                    state,
                    int(own.elapsed[place]) if measured else None,
                    int(result.target[place]),
                    None if np.isnat(at) else int(at.astype(np.int64)),
                    None if np.isnat(belongs[place]) else str(belongs[place]),
                )
            )
    return found


def plain(found: months.Verdicts) -> months.Verdicts:
    """Time counted is compared where it bears on the verdict: not for a ticket without object."""
    return {
        key: [
            told.Found(
                v.life, v.state, v.elapsed if v.state in ("met", "breached", "pending") else None, v.target, v.at,
                v.month,
            )
            for v in verdicts
        ]
        for key, verdicts in found.items()
    }  # fmt: skip


@dataclass(frozen=True)
class Drawn:
    """A contract-month, and the month at the end of which its tickets are judged."""

    month: tuple[int, int]
    later: tuple[int, int]
    terms: told.Contract
    tickets: list[told.Ticket]
    said: availability.Statement

    @classmethod
    def from_seed(cls, seed: int) -> Self:
        rng = Random(seed)
        month = rng.choice(drawing.MONTHS)
        terms = drawing.contract(rng, *month)
        tickets = drawing.tickets(rng, terms, *month)
        later = months.shifted(*month, rng.choice([0, 0, 1]))
        stops.promise(rng, terms, *month)
        return cls(month, later, terms, tickets, stops.statement(rng, terms, *month))


def differences(seed: int) -> list[str]:
    """What the two sides do not tell alike of one contract-month."""
    drawn = Drawn.from_seed(seed)
    terms, tickets = drawn.terms, drawn.tickets
    expected = months.verdicts(terms, tickets, months.after(terms, *drawn.later))
    facts, book = facts_of(tickets), book_of(terms)
    judged = judge_facts(facts, book, Month(*drawn.later))
    own, other = services_verdicts(judged), plain(expected)
    by_reference = {ticket.reference: ticket for ticket in tickets}
    found = [
        f"seed {seed} {key}: {own.get(key)} instead of {other.get(key)} for {by_reference[key[1]]}"
        for key in sorted(own.keys() | other.keys())
        if own.get(key) != other.get(key)
    ]
    context = MonthContext(Month(*drawn.month), Ground(facts, book, judged), stated_of(drawn.said))
    results = {r.commitment.code: figures_of(r) for r in results_of(context)}
    counted = {
        **months.months_of(terms, expected, *drawn.month),
        **availability.results(terms, drawn.said, *drawn.month),
    }
    return found + [
        f"seed {seed} {code}: {results.get(code)} instead of {counted.get(code)} for {drawn.said}"
        for code in sorted(results.keys() | counted.keys())
        if results.get(code) != counted.get(code)
    ]


def figures_of(row: CommitmentMonth) -> tuple[int, int, str] | availability.Result:
    """A result of the services in the words of the other side."""
    if row.commitment.kind != Commitment.Kind.AVAILABILITY:
        return row.met, row.counted, str(row.verdict)
    on_word = row.source == "sur déclaration du prestataire"
    return availability.Result(row.met, row.counted, str(row.verdict), row.margin, on_word)


@pytest.mark.parametrize("share", range(10))
def test_500_contract_months_agree(share):
    found = [line for seed in range(share * 50, share * 50 + 50) for line in differences(seed)]
    assert not found, f"{len(found)} differences, the first ones:\n" + "\n".join(found[:5])


def test_months_drawn_meet_every_verdict_on_availability_and_none_without_a_file_nor_a_word():
    found: set[tuple[bool, str]] = set()
    for seed in range(500):
        drawn = Drawn.from_seed(seed)
        untold = not (drawn.said.has_file or drawn.said.says_none)
        results = availability.results(drawn.terms, drawn.said, *drawn.month).values()
        found |= {(untold, one.verdict) for one in results}
    assert found == {
        (True, "not_measurable"), (False, "met"), (False, "breached"), (False, "not_applicable"),
    }  # fmt: skip


PARIS = ZoneInfo("Europe/Paris")
CLOCKS = {
    "HO_8_18_LV": Clock(
        PARIS, drawing.CALENDARS["ho"] or {}, frozenset(holidays(2026, "metropole", whit_worked=False))
    ),
    "24x7": Clock(PARIS, {day: told.WHOLE for day in range(7)}),
}


@pytest.mark.parametrize("case", cases("availability", "intervals", "minutes_instant"), ids=lambda c: c["id"])
def test_the_other_side_finds_the_worked_cases_of_availability(case):
    given, expected = case["input"], case["expected"]
    start, end = (second(text) for text in given["period"])
    outages = [
        availability.Outage(
            "", second(o["start"]), second(o["end"]), "provider" if o.get("imputable", True) else "client"
        )
        for o in given["outages"]
    ]
    windows = [(second(m["start"]), second(m["end"]), m["notified"]) for m in given.get("maintenance", [])]
    quota = given.get("quota_min")
    spent = availability.times(
        CLOCKS[given["calendar"]],
        (start, end),
        outages,
        windows,
        end - start if quota is None else quota * 60,
    )
    minutes = (expected["service_min"], expected.get("maintenance_min", 0), expected["outage_min"])
    assert (spent["service"], spent["maintenance"], spent["down"]) == tuple(60 * n for n in minutes)


def second(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def test_the_other_side_shares_no_code():
    for file in (Path(__file__).parent / "independent").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            own = [n for n in names if not n.startswith("tests.slas.independent")]
            assert {n.split(".")[0] for n in own} <= sys.stdlib_module_names, (file.name, own)
