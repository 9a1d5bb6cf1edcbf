"""What waits for a person, on every contract of the visitor, by date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from accounts.capabilities import Capability
from accounts.models import Membership
from accounts.selectors import may
from core.engine import formats
from core.engine.months import Month
from core.models import Job
from core.scope import current
from governance.models import Committee
from governance.selectors.unsettled import left_by
from infogerance.selectors.jobs import CLIENT_ONLY, DIGEST
from infogerance.selectors.todo_amendments import amendment_lines
from infogerance.selectors.todo_closings import closing_lines
from infogerance.selectors.todo_committees import action_lines, decision_lines
from infogerance.selectors.todo_dates import date_lines
from infogerance.selectors.todo_escalations import escalation_lines
from infogerance.selectors.todo_exit import exit_lines
from infogerance.selectors.todo_indicators import indicator_lines
from infogerance.selectors.todo_line import Todo
from infogerance.selectors.todo_minutes import minutes_lines
from infogerance.selectors.todo_months import month_lines
from infogerance.selectors.todo_open import OpenMonths
from infogerance.selectors.todo_outlooks import outlook_lines
from infogerance.selectors.todo_packs import pack_lines
from infogerance.selectors.todo_penalties import penalty_lines
from infogerance.selectors.todo_risks import risk_lines
from infogerance.selectors.todo_setup import setup_lines
from infogerance.selectors.todo_waiting import Waiting
from kpis.models import IndicatorSetting
from reports.models import Delivery
from slas.models import Dispute, MonthRecord
from slas.selectors.disputes import awaiting_answer

RECENT_DAYS = 45


def committees_of(memberships: Mapping[int, Membership]) -> list[Committee]:
    """Every committee of some contracts, by date, each knowing whether an indicator is shown to it for nothing (1 query)."""
    idle = IndicatorSetting.objects.filter(contract=OuterRef("contract"), in_committee=True).exclude(
        idle_since=None
    )
    held = Committee.objects.filter(contract_id__in=list(memberships)).select_related("contract")
    rows = held.annotate(idle=Exists(idle))
    return list(rows.order_by("held_on", "pk"))


def todo_for(
    today: date, memberships: Mapping[int, Membership], committees: Sequence[Committee] | None = None
) -> list[Todo]:
    """Every line that the visitor may act upon, the earliest date first; lines without a date come last.

    `memberships`: the visitor's, by contract; what their role may do decides which lines are theirs.
    `committees`: those of these contracts, where they were read already.
    """
    able = _able(memberships)
    every = committees_of(memberships) if committees is None else committees
    near = open_committees(today, every)
    waiting = Waiting.of(today, memberships)
    opened = OpenMonths.of(memberships, every)
    files, corrected = _files(able[Capability.UPLOAD_REPORT])
    held = left_by({*able[Capability.DECIDE], *able[Capability.READ_MINUTES]})
    lines = [
        *month_lines(near, opened, able),
        *penalty_lines(waiting.claims, today, opened, able),
        *closing_lines(today, opened, able[Capability.CLOSE_MONTH]),
        *date_lines(today, [memberships[key].contract for key in able[Capability.DECIDE]]),
        *amendment_lines(waiting.amendments, today, memberships, able[Capability.DECIDE]),
        *_reports(waiting.reports, today, able[Capability.UPLOAD_REPORT], corrected),
        *files,
        *decision_lines(waiting.decisions, near, every, memberships, able, held),
        *minutes_lines(able, waiting.terms, held),
        *indicator_lines(every, able[Capability.PREPARE_COMMITTEE]),
        *pack_lines(memberships, able[Capability.PREPARE_COMMITTEE]),
        *action_lines(waiting.actions, able[Capability.UPDATE_ACTION]),
        *outlook_lines(timezone.now(), able[Capability.UPDATE_ACTION]),
        *risk_lines(waiting.risks, able[Capability.PREPARE_COMMITTEE]),
        *escalation_lines(timezone.now(), able[Capability.UPDATE_ACTION]),
        *_disputes(able),
        *exit_lines(able),
        *setup_lines(today, [memberships[key].contract for key in able[Capability.EDIT_CONTRACT]]),
        *_failures(waiting.failures, able[Capability.COMPUTE] + able[Capability.UPLOAD_REPORT]),
    ]
    ordered = sorted(lines, key=lambda line: (line.due is None, line.due or today, line.title))
    return [_dated(line, today) for line in ordered]


def _able(memberships: Mapping[int, Membership]) -> dict[Capability, list[int]]:
    """Capability -> keys of the contracts where the visitor has it."""
    return {
        capability: [key for key, found in memberships.items() if may(found, capability)]
        for capability in Capability
    }


def _dated(line: Todo, today: date) -> Todo:
    """The line with its date in words, and how far it is."""
    if line.due is None:
        return line
    days = (line.due - today).days
    note = f"en retard de {-days}\u00a0j" if days < 0 else f"dans {days}\u00a0j" if days else "aujourd’hui"
    return replace(line, late=days < 0, due_words=formats.date_short(line.due), due_note=note)


def groups_of(lines: list[Todo]) -> list[tuple[str, str, list[Todo]]]:
    """Late, dated, without date: the groups that hold something."""
    groups = [
        ("En retard", "retard", [line for line in lines if line.late]),
        ("À venir", "a-venir", [line for line in lines if line.due and not line.late]),
        ("Sans échéance", "sans-echeance", [line for line in lines if line.due is None]),
    ]
    return [group for group in groups if group[2]]


def open_committees(today: date, every: Sequence[Committee]) -> list[Committee]:
    """Committees to come that read a month, and the last one of each kind: its questions remain until answered."""
    since = today - timedelta(days=RECENT_DAYS)
    found = [row for row in every if row.has_pack and row.held_on >= since]
    last = {(row.contract_id, row.kind): row.pk for row in found}
    return [row for row in found if row.held_on >= today or last[row.contract_id, row.kind] == row.pk]


def _reports(
    rows: Sequence[MonthRecord], today: date, depositors: list[int], corrected: set[tuple[int, Month]]
) -> list[Todo]:
    """Reports to come; one that was deposited and is to be corrected has its own line."""
    provider = current().provider
    return [
        Todo(
            icon="clock",
            title=f"Rapport {formats.month_of(row.month)} {'en retard' if row.due_on < today else 'attendu'}",
            detail=row.contract.reference,
            due=row.due_on,
            url=f"{reverse('reports:deposit', args=[row.contract.slug])}?mois={row.month}"
            if row.contract_id in provider
            else reverse("reports:list", args=[row.contract.slug]),
            action="Déposer" if row.contract_id in provider else "Voir",
        )
        for row in rows
        if row.contract_id in depositors and (row.contract_id, row.month) not in corrected
    ]


def _files(depositors: list[int]) -> tuple[list[Todo], set[tuple[int, Month]]]:
    """The latest version of each month, where it is the one to correct or to answer; and those months."""
    rows = Delivery.objects.filter(contract_id__in=depositors, is_draft=False).filter(
        Q(state__in=[Delivery.State.WAITING, Delivery.State.REFUSED]) | Q(is_current=True)
    )
    found = list(rows.select_related("contract").order_by("version"))
    settled = {(row.contract_id, row.month) for row in found if row.is_current}
    latest = {(row.contract_id, row.month): row for row in found}
    waiting = {key: row for key, row in latest.items() if key not in settled}
    if not waiting:
        return [], set()
    records = MonthRecord.objects.filter(contract_id__in={contract for contract, _ in waiting})
    due = {(row.contract_id, row.month): row.due_on for row in records}
    return [_file(row, due.get(key)) for key, row in waiting.items()], set(waiting)


def _file(row: Delivery, due: date | None) -> Todo:
    """Questions to settle, or points to correct, by the day the report is due."""
    asked = row.state == Delivery.State.WAITING
    ending = "\u00a0: questions à régler" if asked else " à corriger"
    return Todo(
        icon="doc",
        title=f"Dépôt {formats.month_of(row.month)}{ending}",
        detail=f"{row.contract.reference}, version {row.version}"
        + ("" if asked else f", {formats.count(row.finding_count, 'constat')}"),
        due=due,
        url=reverse("reports:check", args=[row.contract.slug, str(row.month), row.version]),
        action="Répondre" if asked else "Corriger",
    )


def _disputes(able: Mapping[Capability, list[int]]) -> list[Todo]:
    """Disputes that await an answer of the visitor's side, or what the committee decided."""
    provided = current().provider & set(able[Capability.CONTEST])
    return [
        Todo(
            icon="diamond",
            title=f"{row.title} sur {row.commitment_code}{f', {row.subject}' if row.ticket else ''}",
            detail=f"{row.contract.reference}, {formats.month_long(row.month)}"
            + (", décision du comité à consigner" if row.state == Dispute.State.COMMITTEE else ""),
            due=row.answer_due_on if row.state == Dispute.State.OPEN else None,
            url=reverse("slas:dispute", args=[row.contract.slug, row.number]),
            action="Répondre",
        )
        for row in awaiting_answer(able[Capability.SETTLE], provided)
    ]


def _failures(rows: Sequence[Job], contracts: list[int]) -> list[Todo]:
    """Jobs that stopped, those of the client's own work to the client alone."""
    able, client = set(contracts), current().client
    return [
        Todo(
            icon="breached",
            title="Un courriel n’est pas parti" if row.kind == DIGEST else "Une tâche s’est arrêtée",
            detail=f"{row.contract.reference}\u00a0: {row.error}",
            due=None,
            url=reverse("job", args=[row.pk]),
            action="Voir",
        )
        for row in rows
        if row.contract_id in able and (row.contract_id in client or row.kind not in CLIENT_ONLY)
    ]
