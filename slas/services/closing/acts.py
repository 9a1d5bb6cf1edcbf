"""Closing a month for good, and revising it beside what it was."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from contracts.models import Contract
from core import jobs
from core.engine.dates import month_of
from core.engine.months import Month
from journal import services as journal
from journal.engine.chain import GENESIS, canonical, sha256
from journal.models import Anchor
from reports.selectors import withdrawals_under_way
from reports.services import seal_month
from slas.models import MonthRecord, MonthSnapshot
from slas.selectors.closing import UNDOING, Check, checks_for
from slas.services.closing.snapshots import content_of, held_elsewhere, penalties_of, snapshot_digest
from slas.services.closing.tickets import tickets_of
from slas.services.months import count_month, draft_of, ensure_record, ground_of, keep_month
from slas.services.verdicts import closed_months, store_verdicts

LEAST_REASON = 10
"""Characters: enough to say why."""


class MonthClosed(Exception):
    """The month is closed already: what was asked can only be a revision."""

    def __init__(self, month: Month) -> None:
        super().__init__(
            f"Le mois {month_of(month)} est déjà clos\u00a0: une correction passe par une révision."
        )


class MonthOpen(Exception):
    """The month is not closed: there is nothing to revise."""

    def __init__(self, month: Month) -> None:
        super().__init__(f"Le mois {month_of(month)} n’est pas clos\u00a0: il n’y a rien à réviser.")


class ClosingRefused(Exception):
    """The month cannot be closed or revised as asked; the message says why and what to do, in French."""

    def __init__(self, message: str, checks: Sequence[Check] = ()) -> None:
        self.checks = list(checks)
        super().__init__(message)


@dataclass(frozen=True)
class Act:
    """Who closes or revises, in which role, and why."""

    user: Any = None
    role: str = ""
    reason: str = ""


def close_month(
    *, contract: Contract, month: Month, user: Any = None, role: str = "", reason: str = ""
) -> MonthSnapshot:
    """Compute the month a last time and freeze it as revision 1.

    Raises MonthClosed where someone was first, ClosingRefused where a check stops it, or where one is not met
    and no reason says why the month is closed all the same.
    """
    act = Act(user, role, reason.strip())
    with transaction.atomic():
        record = _locked(contract, month)
        if record.state == MonthRecord.State.CLOSED:
            raise MonthClosed(month)
        _refuse(checks_for(contract, month), act.reason)
        return _freeze(contract, record, act)


def revise_month(
    *, contract: Contract, month: Month, reason: str, user: Any = None, role: str = ""
) -> MonthSnapshot:
    """Compute a closed month with today's facts and write it as revision n+1; the former ones stay.

    Raises MonthOpen before the closing, ClosingRefused without a reason, where nothing would change, or while the
    facts of a withdrawn version are being undone.
    """
    act = Act(user, role, reason.strip())
    with transaction.atomic():
        record = _locked(contract, month)
        if record.state != MonthRecord.State.CLOSED:
            raise MonthOpen(month)
        if len(act.reason) < LEAST_REASON:
            raise ClosingRefused(f"Une révision se motive, en {LEAST_REASON} caractères au moins.")
        if withdrawals_under_way(contract):
            raise ClosingRefused(UNDOING)
        return _freeze(contract, record, act)


def _locked(contract: Contract, month: Month) -> MonthRecord:
    """The month's record, alone with it until the end of the transaction."""
    Contract.objects.select_for_update(no_key=True).get(pk=contract.pk)
    return ensure_record(contract=contract, month=month)


def _refuse(checks: Sequence[Check], reason: str) -> None:
    stopping = [check for check in checks if check.stops]
    if stopping:
        raise ClosingRefused(" ".join(check.text for check in stopping), checks)
    if any(not check.passed for check in checks) and len(reason) < LEAST_REASON:
        message = f"Des points restent ouverts\u00a0: donnez le motif de la clôture, en {LEAST_REASON} caractères au moins."
        raise ClosingRefused(message, checks)


def _freeze(contract: Contract, record: MonthRecord, act: Act) -> MonthSnapshot:
    """The journal's line first, the snapshot it names, rows after it, the record's own revision last.

    It is the order that the guards let through.
    """
    month, former = record.month, latest_snapshot(contract, record.month)
    ground = ground_of(contract, [month])
    counted = count_month(contract, record, ground)
    draft = draft_of(record, counted, revision=record.revision + 1 if former else 0)
    content = content_of(
        contract, record, counted.results, ground, held_elsewhere(contract, month, closed_months(contract))
    )
    prices = penalties_of(contract, record, counted.results, draft)
    if former and _same(former, content, prices):
        raise ClosingRefused("Rien n’a changé depuis la clôture\u00a0: il n’y a rien à réviser.")
    tickets = canonical(tickets_of(contract, content))
    content["tickets"] = sha256(tickets)
    snapshot = _snapshot(contract, record, act, (canonical(content), canonical(prices), tickets))
    _record(contract, snapshot, former, act)
    snapshot.save(force_insert=True)
    seal_month(contract=contract, month=month)
    store_verdicts(contract=contract, judged=ground.judged, revised=month)
    record.state, record.revision = MonthRecord.State.CLOSED, snapshot.revision
    keep_month(record, counted, draft)
    _follow(contract, snapshot)
    return snapshot


def latest_snapshot(contract: Contract, month: Month) -> MonthSnapshot | None:
    """The month as last closed or revised."""
    rows = MonthSnapshot.objects.filter(contract=contract, month=month)
    return rows.order_by("-revision").first()


def _same(former: MonthSnapshot, content: dict[str, Any], prices: dict[str, Any]) -> bool:
    before, amounts = json.loads(former.content), json.loads(former.penalties)
    figures = ("results", "verdicts")
    return all(before[name] == json.loads(canonical(content[name])) for name in figures) and (
        amounts["totals"],
        amounts["lines"],
    ) == (prices["totals"], json.loads(canonical(prices["lines"])))


def _snapshot(
    contract: Contract, record: MonthRecord, act: Act, texts: tuple[str, str, str]
) -> MonthSnapshot:
    """The month about to be frozen, not saved; `texts`: content, penalties, tickets."""
    last = MonthSnapshot.objects.filter(contract=contract).order_by("-pk").first()
    snapshot = MonthSnapshot(
        contract=contract,
        month=record.month,
        revision=record.revision + 1,
        at=timezone.now().replace(microsecond=0),
        author=act.user,
        reason=act.reason,
        content=texts[0],
        penalties=texts[1],
        tickets=texts[2],
        previous_sha256=last.sha256 if last else GENESIS,
    )
    snapshot.sha256 = snapshot_digest(snapshot)
    return snapshot


def _record(contract: Contract, snapshot: MonthSnapshot, former: MonthSnapshot | None, act: Act) -> None:
    """The journal line that carries the snapshot's digest."""
    journal.record(
        contract_id=contract.pk,
        action="month.revised" if former else "month.closed",
        subject=f"{snapshot.month}",
        actor=act.user,
        role=act.role,
        details={
            "revision": snapshot.revision,
            "sha256": snapshot.sha256,
            "content": sha256(snapshot.content),
            "before": former.sha256 if former else "",
        },
        reason=act.reason,
    )


def _follow(contract: Contract, snapshot: MonthSnapshot) -> None:
    """The head of the journal kept apart, and the work that follows: packs and mails."""
    journal.anchor(contract_id=contract.pk, place=Anchor.Place.CLOSING)
    jobs.enqueue(
        contract_id=contract.pk,
        kind="closing",
        key=f"{snapshot.month}-{snapshot.revision}",
        payload={"month": str(snapshot.month), "revision": snapshot.revision},
    )
