"""What waits for a person, on every contract of the visitor, by date."""

from __future__ import annotations

from collections import Counter
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
from governance.models import ActionItem, Committee, Decision
from infogerance.selectors.todo_amendments import amendment_lines
from infogerance.selectors.todo_closings import closing_lines
from infogerance.selectors.todo_dates import date_lines
from infogerance.selectors.todo_escalations import escalation_lines
from infogerance.selectors.todo_exit import exit_lines
from infogerance.selectors.todo_indicators import indicator_lines
from infogerance.selectors.todo_line import Todo
from infogerance.selectors.todo_minutes import minutes_lines
from infogerance.selectors.todo_months import month_lines
from infogerance.selectors.todo_open import OpenMonths
from infogerance.selectors.todo_packs import pack_lines
from infogerance.selectors.todo_penalties import penalty_lines
from infogerance.selectors.todo_risks import risk_lines
from infogerance.selectors.todo_setup import setup_lines
from kpis.models import IndicatorSetting
from reports.models import Delivery
from slas.models import Dispute, MonthRecord
from slas.selectors.disputes import awaiting_answer

RECENT_DAYS = 45


def todo_for(today: date, memberships: Mapping[int, Membership]) -> list[Todo]:
    """Every line that the visitor may act upon, the earliest date first; lines without a date come last.

    `memberships`: the visitor's, by contract; what their role may do decides which lines are theirs.
    """
    able = {
        capability: [key for key, found in memberships.items() if may(found, capability)]
        for capability in Capability
    }
    idle = IndicatorSetting.objects.filter(contract=OuterRef("contract"), in_committee=True).exclude(
        idle_since=None
    )
    held = Committee.objects.filter(contract_id__in=list(memberships)).select_related("contract")
    held = held.annotate(idle=Exists(idle))
    every = list(held.order_by("held_on", "pk"))
    committees = open_committees(today, every)
    opened = OpenMonths.of(memberships, every)
    files, corrected = _files(able[Capability.UPLOAD_REPORT])
    lines = [
        *month_lines(committees, opened, able),
        *penalty_lines(today, opened, able),
        *closing_lines(today, opened, able[Capability.CLOSE_MONTH]),
        *date_lines(today, [memberships[key].contract for key in able[Capability.DECIDE]]),
        *amendment_lines(today, memberships, able[Capability.DECIDE]),
        *_reports(today, able[Capability.UPLOAD_REPORT], corrected),
        *files,
        *_committees(committees, able),
        *minutes_lines(able),
        *indicator_lines(every, able[Capability.PREPARE_COMMITTEE]),
        *pack_lines(memberships, able[Capability.PREPARE_COMMITTEE]),
        *_actions(today, able[Capability.UPDATE_ACTION]),
        *risk_lines(today, able[Capability.PREPARE_COMMITTEE]),
        *escalation_lines(timezone.now(), able[Capability.UPDATE_ACTION]),
        *_disputes(able),
        *exit_lines(able),
        *setup_lines(today, able[Capability.EDIT_CONTRACT]),
        *_failures(able[Capability.COMPUTE] + able[Capability.UPLOAD_REPORT]),
    ]
    ordered = sorted(lines, key=lambda line: (line.due is None, line.due or today, line.title))
    return [_dated(line, today) for line in ordered]


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
    """Committees to come, and the last one of each contract: its questions remain until they are answered."""
    since = today - timedelta(days=RECENT_DAYS)
    found = [row for row in every if row.held_on >= since]
    last = {row.contract_id: row.pk for row in found}
    return [row for row in found if row.held_on >= today or last[row.contract_id] == row.pk]


def _reports(today: date, depositors: list[int], corrected: set[tuple[int, Month]]) -> list[Todo]:
    """Reports to come; one that was deposited and is to be corrected has its own line."""
    rows = MonthRecord.objects.filter(
        state=MonthRecord.State.EXPECTED, delivery=None, contract_id__in=depositors
    ).select_related("contract")
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
        if (row.contract_id, row.month) not in corrected
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


def _committees(committees: list[Committee], able: Mapping[Capability, list[int]]) -> list[Todo]:
    """Decisions that a committee still has to take, for who prepares it and who decides."""
    preparing, deciding = able[Capability.PREPARE_COMMITTEE], able[Capability.DECIDE]
    open_ones = {row.pk: row for row in committees if row.contract_id in {*preparing, *deciding}}
    asked = Counter(
        Decision.objects.filter(committee_id__in=list(open_ones), state=Decision.State.ASKED).values_list(
            "committee_id", flat=True
        )
    )
    rows = [(open_ones[key], count) for key, count in asked.items()]
    return [
        Todo(
            icon="calendar",
            title=f"{formats.count(count, 'décision demandée|décisions demandées')} "
            f"au {row.get_kind_display()} du {formats.date_short(row.held_on)}",
            detail=row.contract.reference,
            due=row.held_on,
            url=reverse("governance:committee", args=[row.contract.slug, row.slug]),
            action="Préparer" if row.contract_id in preparing else "Décider",
        )
        for row, count in rows
    ]


def _actions(today: date, contracts: list[int]) -> list[Todo]:
    """Open actions of the visitor's own side."""
    scope = current()
    mine = Q(contract_id__in=scope.client & set(contracts), owner_side="client") | Q(
        contract_id__in=scope.provider & set(contracts), owner_side="provider"
    )
    open_states = [ActionItem.State.TODO, ActionItem.State.DOING]
    rows = ActionItem.objects.filter(mine, state__in=open_states).select_related("contract")
    return [
        Todo(
            icon="edit",
            title=f"Action A-{row.number}\u00a0: {row.title}",
            detail=f"{row.contract.reference}, {row.owner_role}",
            due=row.due_on,
            url=reverse("governance:actions", args=[row.contract.slug]),
            action="Mettre à jour",
        )
        for row in rows
    ]


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


def _failures(contracts: list[int]) -> list[Todo]:
    rows = Job.objects.filter(state=Job.State.FAILED, contract_id__in=contracts).select_related("contract")
    return [
        Todo(
            icon="breached",
            title="Une tâche s’est arrêtée",
            detail=f"{row.contract.reference}\u00a0: {row.error}",
            due=None,
            url=reverse("job", args=[row.pk]),
            action="Voir",
        )
        for row in rows
    ]
