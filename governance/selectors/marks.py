"""Decisions and actions about an indicator, as plain marks for the floor beneath, and what followed them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse

from contracts.models import Contract
from core.engine import formats
from core.engine.months import Month
from governance.models import ActionItem, Decision
from governance.selectors.committees import ActionLine
from kpis.selectors.marks import Followed, Mark, followed_in
from slas.selectors.months import latest_month

EVIDENCE = re.compile(r"indicateurs/([A-Z]\d\d)/")
SIGNAL = "signal:"
"""How the origin of an alarm begins, before the code of its indicator."""
TAKEN = frozenset({Decision.State.ADOPTED, Decision.State.AMENDED})
"""States of a decision that something follows."""


def indicator_of(evidence: str) -> str:
    """The indicator that a decision rests on, by the page it names as evidence; empty for none."""
    found = EVIDENCE.match(evidence)
    return found[1] if found else ""


def marks_on(contract: Contract, code: str) -> list[Mark]:
    """Decisions taken about an indicator, and the actions done since, as the open scope may see them (2 queries)."""
    about = f"indicateurs/{code}/"
    taken = Decision.objects.filter(contract=contract, state__in=list(TAKEN), evidence__startswith=about)
    done = ActionItem.objects.filter(
        Q(decision__evidence__startswith=about) | Q(origin=f"{SIGNAL}{code}"),
        contract=contract,
        state=ActionItem.State.DONE,
    )
    decisions = taken.select_related("committee")
    return [*(_decision(contract, row) for row in decisions), *(_action(contract, row) for row in done)]


def effects_of(contract: Contract, row: Decision) -> list[Followed]:
    """What followed a decision, and the actions that came of it (4 queries; none where no indicator is its evidence)."""
    code, until = indicator_of(row.evidence), latest_month(contract)
    if not code or until is None or row.state not in TAKEN:
        return []
    done = ActionItem.objects.filter(decision=row, state=ActionItem.State.DONE)
    marks = [_decision(contract, row), *(_action(contract, one) for one in done.order_by("number"))]
    return followed_in(contract, {code: marks}, until).get(code, [])


def with_effects(contract: Contract, lines: Iterable[ActionLine]) -> list[ActionLine]:
    """The lines, each action done about an indicator with what followed it (3 queries, none without one)."""
    every = list(lines)
    about: dict[str, list[ActionItem]] = {}
    for line in every:
        code = _indicator(line.row)
        if code and line.row.state == ActionItem.State.DONE:
            about.setdefault(code, []).append(line.row)
    until = latest_month(contract) if about else None
    if until is None:
        return every
    marks = {code: [_action(contract, row) for row in rows] for code, rows in about.items()}
    told = {one.mark.label: one for found in followed_in(contract, marks, until).values() for one in found}
    return [replace(line, followed=told.get(f"Action A-{line.row.number}")) for line in every]


def _indicator(row: ActionItem) -> str:
    """The indicator that an action is about, by what it follows; empty for none."""
    if row.decision:
        return indicator_of(row.decision.evidence)
    return row.origin.removeprefix(SIGNAL) if row.origin.startswith(SIGNAL) else ""


def _decision(contract: Contract, row: Decision) -> Mark:
    day = row.committee.held_on if row.decided_at is None else _local(row.decided_at, contract)
    return Mark(
        Month.of(day),
        f"Décision {row.label}",
        f"{row.question} Prise le {formats.date_short(day)}.",
        reverse("governance:decision", args=[contract.slug, row.pk]),
    )


def _local(at: datetime, contract: Contract) -> date:
    return at.astimezone(ZoneInfo(contract.timezone)).date()


def _action(contract: Contract, row: ActionItem) -> Mark:
    day = row.done_on or row.due_on
    return Mark(
        Month.of(day),
        f"Action A-{row.number}",
        f"{row.title}. Faite le {formats.date_short(day)}.",
        f"{reverse('governance:actions', args=[contract.slug])}#terminees",
    )
