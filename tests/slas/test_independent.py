"""500 contract-months judged twice: by the services, and by a re-implementation that shares no code with them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import numpy as np
import pandas as pd
import pytest

from contracts.models import ContractVersion, Site
from core.engine.months import Month
from reports.models import Delivery
from slas.engine.promises import Delay, Promise
from slas.models import Commitment
from slas.selectors.hours import HoursBook
from slas.services.counting.results import results_of
from slas.services.ground.contexts import Ground, MonthContext, MonthFacts
from slas.services.ground.facts import Facts, local_midnight
from slas.services.ground.judging import judge_facts
from slas.services.ground.promising import PromiseBook
from tests.slas.independent import drawing, months
from tests.slas.independent import terms as told

TEXTS = {
    "reference": "reference", "type": "kind", "priority": "priority", "initial_priority": "first_priority",
    "site": "site", "parent_reference": "parent", "pause_reason": "pause_reason", "duplicate_of": "duplicate_of",
    "cancelled_by": "cancelled_by", "cancel_reason": "cancel_reason", "status": "status",
    "first_priority": "told_first",
}  # fmt: skip
INSTANTS = {
    "opened": "opened", "picked_up": "picked_up", "resolved": "resolved", "closed": "closed",
    "priority_changed": "changed", "assigned": "assigned", "restored": "restored",
    "told_opened": "told_opened", "told_resolved": "told_resolved", "first_changed": "told_changed",
}  # fmt: skip
CODES = {"ho": 1, "lunch": 2, "night": 3, "always": 4}
UNTIL = np.datetime64("NaT", "s")


def instants(values):
    return pd.Series(np.array(["NaT" if v is None else np.datetime64(v, "s") for v in values], "M8[s]"))


def facts_of(tickets: list[told.Ticket]) -> Facts:
    """What the services read, from the same tickets."""
    frame = pd.DataFrame(
        {
            "id": np.arange(len(tickets), dtype=np.int64) + 1,
            **{
                name: pd.Series([getattr(t, own) for t in tickets], dtype="object")
                for name, own in TEXTS.items()
            },
            **{name: instants(getattr(t, own) for t in tickets) for name, own in INSTANTS.items()},
            "changed_after": instants(t.moved_in and t.moved_in[0] for t in tickets),
            "changed_by": instants(t.moved_in and t.moved_in[1] for t in tickets),
            "declared_pause_seconds": np.array([t.declared_pause for t in tickets], dtype=np.int64),
            "last_delivery_id": 1,
            "lowering_approved": pd.Series([t.approved for t in tickets], dtype="object"),
            "cancelled": [t.cancelled for t in tickets],
            "pickup_untold": [t.pickup_untold for t in tickets],
        }
    )
    waits = [(n, *pause) for n, t in enumerate(tickets, 1) for pause in t.pauses]
    moves = [(n, *move) for n, t in enumerate(tickets, 1) for move in t.moves]
    return Facts(
        frame,
        pd.DataFrame(
            {
                "ticket_id": pd.Series([w[0] for w in waits], dtype="int64"),
                "started": instants(w[1] for w in waits),
                "ended": instants(w[2] for w in waits),
                "reason": pd.Series([w[3] for w in waits], dtype="object"),
            }
        ),
        pd.DataFrame(
            {
                "ticket_id": pd.Series([m[0] for m in moves], dtype="int64"),
                "resolved": instants(m[1] for m in moves),
                "reopened": instants(m[2] for m in moves),
            }
        ),
        {1: Month(2026, 1)},
    )


def book_of(terms: told.Contract) -> PromiseBook:
    """The same promises as the services hold them; no row is stored."""
    zone = terms.zone.key
    rows = [
        Commitment(
            pk=row.key, code=row.code, name=row.code, kind=row.kind, calendar_id=CODES[row.calendar],
            gtr_kind="restore" if row.restore else "", required_rate=Decimal(row.required),
            min_volume=row.min_volume, effective_from=row.since, effective_to=row.until,
        )
        for row in terms.commitments
    ]  # fmt: skip
    promises = [
        Promise(
            row.key, row.kind, CODES[row.calendar], local_midnight(zone, row.since),
            UNTIL if row.until is None else local_midnight(zone, row.until + timedelta(days=1)),
            tuple(Delay(*delay) for delay in row.delays), row.restore,
        )
        for row in terms.commitments
    ]  # fmt: skip
    versions = [
        ContractVersion(number=n, effective_on=since, settings=settings, monthly_fee=1)
        for n, (since, settings) in enumerate(terms.versions)
    ]
    return PromiseBook(
        zone, date(2024, 1, 1), date(2026, 12, 31), versions, rows, promises, {}, calendars_of(terms)
    )


def calendars_of(terms: told.Contract) -> HoursBook:
    east = terms.sites["strasbourg"]
    sites = {
        "siège": Site(pk=1, code="siege", name="Siège"),
        "strasbourg": Site(
            pk=2, code="sxb", name="Strasbourg", holiday_zone="alsace-moselle", whit_monday_worked=east.whit_worked,
            calendar_id=CODES.get(east.calendar),
        ),
    }  # fmt: skip
    windows = {
        CODES[name]: {day: [(clock(a), clock(b)) for a, b in spans] for day, spans in week.items()}
        for name, week in terms.calendars.items()
        if week is not None
    }
    closures = {None: terms.sites[""].own, 2: east.own}
    return HoursBook(terms.zone.key, windows, frozenset({4}), sites, closures, (2026, 2026), {})


def clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


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


def differences(seed: int) -> list[str]:
    """What the two sides do not tell alike of one contract-month."""
    rng = Random(seed)
    year, month = rng.choice(drawing.MONTHS)
    terms = drawing.contract(rng, year, month)
    tickets = drawing.tickets(rng, terms, year, month)
    later = months.shifted(year, month, rng.choice([0, 0, 1]))
    expected = months.verdicts(terms, tickets, months.after(terms, *later))
    facts, book = facts_of(tickets), book_of(terms)
    judged = judge_facts(facts, book, Month(*later))
    own, other = services_verdicts(judged), plain(expected)
    by_reference = {ticket.reference: ticket for ticket in tickets}
    found = [
        f"seed {seed} {key}: {own.get(key)} instead of {other.get(key)} for {by_reference[key[1]]}"
        for key in sorted(own.keys() | other.keys())
        if own.get(key) != other.get(key)
    ]
    stated = MonthFacts(Delivery(pk=1), {}, [], [], True, None)
    context = MonthContext(Month(year, month), Ground(facts, book, judged), stated)
    results = {r.commitment.code: (r.met, r.counted, str(r.verdict)) for r in results_of(context)}
    counted = months.months_of(terms, expected, year, month)
    return found + [
        f"seed {seed} {code}: {results.get(code)} instead of {counted.get(code)}"
        for code in sorted(results.keys() | counted.keys())
        if results.get(code) != counted.get(code)
    ]


@pytest.mark.parametrize("share", range(10))
def test_500_contract_months_agree(share):
    found = [line for seed in range(share * 50, share * 50 + 50) for line in differences(seed)]
    assert not found, f"{len(found)} differences, the first ones:\n" + "\n".join(found[:5])
