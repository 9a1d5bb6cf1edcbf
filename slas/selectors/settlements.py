"""The verdicts that the parties decided, and the fingerprint of all that results rest on."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from contracts.models import Amendment, Contract, PriceRevision
from core.engine.months import Month
from reports import selectors as reports
from slas.engine.settlements import EVERY_LIFE, Decided, Settlements
from slas.models import Dispute, MonthRecord


def decided_for(contract: Contract) -> list[Decided]:
    """Accepted disputes that put a verdict in place of the one computed, oldest decision first (1 query)."""
    rows = Dispute.objects.filter(contract=contract, state=Dispute.State.ACCEPTED).exclude(effect="")
    fields = rows.order_by("settled_at", "number").values_list(
        "pk", "commitment_code", "month", "ticket_id", "effect", "life"
    )
    return [
        Decided(pk, code, str(month), ticket, state, life or EVERY_LIFE)
        for pk, code, month, ticket, state, life in fields
    ]


def settlements_of(contract: Contract) -> Settlements:
    """The same, as the engine lays them over verdicts."""
    return Settlements.of(decided_for(contract))


def results_digest(contract: Contract) -> str:
    """A fingerprint of the facts in force and of what was decided: results computed from another one are stale.

    It is the facts' own while nothing was decided.
    """
    facts, decided = reports.facts_digest(contract), decided_for(contract)
    if not decided:
        return facts
    lines = [f"{one.code} {one.month} {one.ticket} {one.life} {one.state} {one.dispute}" for one in decided]
    return hashlib.sha256("\n".join([facts, *lines]).encode()).hexdigest()


def month_digests(contract: Contract, months: Iterable[Month]) -> dict[Month, str]:
    """What the results of each month would be computed from today: facts and decisions, then what applies to it alone.

    A price revision or an approved amendment asks for the months from its effect on, and for no earlier one.

    An open dispute moves a part of the price from firm to contested, and a referred one is put to the committee,
    so each of its states asks for the month, and for no other, to be computed again. States only go forward:
    a month never comes back to a digest it had.
    """
    wanted, lines = list(months), defaultdict(list)
    rows = Dispute.objects.filter(contract=contract, month__in=[str(month) for month in wanted])
    for month, number, state in rows.order_by("number").values_list("month", "number", "state"):
        lines[month].append(f"{number} {state}")
    for effect, line in _changes_of(contract):
        for month in wanted:
            if month.last_day >= effect:
                lines[month].append(line)
    base = results_digest(contract)
    return {month: _with_lines(base, lines[month]) for month in wanted}


def _changes_of(contract: Contract) -> list[tuple[date, str]]:
    """Day of effect and name of every price revision and approved amendment, in order (2 queries)."""
    revisions = PriceRevision.objects.filter(contract=contract).values_list("effective_on", "price")
    approved = Amendment.objects.filter(contract=contract, state=Amendment.State.APPROVED)
    found = [(day, f"revision {day} {price}") for day, price in revisions]
    found += [(day, f"avenant {number}") for day, number in approved.values_list("effective_on", "number")]
    return sorted(found)


def month_digest(contract: Contract, month: Month) -> str:
    """The same for one month."""
    return month_digests(contract, [month])[month]


def stale_among(contract: Contract, months: Iterable[Month]) -> list[Month]:
    """Those of some months that are not closed and whose results were computed from something else (7 queries)."""
    asked = list(months)
    rows = MonthRecord.objects.filter(contract=contract, month__in=[str(month) for month in asked])
    known = {
        month: (state, digest) for month, state, digest in rows.values_list("month", "state", "facts_digest")
    }
    open_ones = [month for month in asked if known.get(month, ("",))[0] != MonthRecord.State.CLOSED]
    if not open_ones:
        return []
    digests = month_digests(contract, open_ones)
    return [month for month in open_ones if month not in known or known[month][1] != digests[month]]


def _with_lines(base: str, lines: list[str]) -> str:
    return hashlib.sha256("\n".join([base, *lines]).encode()).hexdigest() if lines else base
