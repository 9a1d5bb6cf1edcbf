"""What waits for a person, on every contract of the visitor, by date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from django.db.models import Q
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.models import Membership
from accounts.selectors import may
from core.engine import formats
from core.engine.months import Month
from core.models import Job
from core.scope import current
from governance.models import ActionItem, Committee, Decision
from reports.models import Delivery
from slas.models import CommitmentMonth, MonthRecord
from slas.selectors.figures import flips, gap_of, shown_gap

RECENT_DAYS = 45


@dataclass(frozen=True)
class Todo:
    """One line of « À faire »: what, until when, one action."""

    icon: str
    title: str
    detail: str
    due: date | None
    url: str
    action: str
    late: bool = False
    due_words: str = ""
    due_note: str = ""


def todo_for(today: date, memberships: Mapping[int, Membership]) -> list[Todo]:
    """Every line that the visitor may act upon, the earliest date first; lines without a date come last.

    `memberships`: the visitor's, by contract; what their role may do decides which lines are theirs.
    """
    able = {
        capability: [key for key, found in memberships.items() if may(found, capability)]
        for capability in Capability
    }
    lines = [
        *_gaps(today, able[Capability.ANSWER_SIGNAL] + able[Capability.UPLOAD_REPORT]),
        *_reports(today, able[Capability.UPLOAD_REPORT]),
        *_files(able[Capability.UPLOAD_REPORT]),
        *_committees(today, able),
        *_actions(today, able[Capability.UPDATE_ACTION]),
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


def _gaps(today: date, contracts: list[int]) -> list[Todo]:
    """One line per contract and month that a committee will look at, named after its gravest gap."""
    dates = {(row.contract_id, row.month): row for row in _open_committees(today, contracts)}
    rows = CommitmentMonth.objects.filter(
        gap_status=CommitmentMonth.GapStatus.TO_JUSTIFY, month__in=[str(month) for _, month in dates]
    ).select_related("commitment", "contract")
    widest: dict[tuple[int, Month], CommitmentMonth] = {}
    for row in sorted(rows, key=_gravity, reverse=True):
        widest.setdefault((row.contract_id, row.month), row)
    lines = []
    for key, row in widest.items():
        shown = shown_gap(row)
        if key not in dates or shown is None:
            continue
        word = ", verdict inversé par le recalcul" if flips(row) else ""
        lines.append(
            Todo(
                icon="gap",
                title=f"Écart de {shown[2]} à expliquer sur {row.commitment.name}",
                detail=f"{row.contract.reference}, {formats.month_long(row.month)}{word}",
                due=dates[key].held_on,
                url=reverse("slas:reconciliation", args=[row.contract.slug, str(row.month)]),
                action="Ouvrir",
            )
        )
    return lines


def _open_committees(today: date, contracts: Iterable[int]) -> list[Committee]:
    """Committees to come, and the last one of each contract: its questions remain until they are answered."""
    since = today - timedelta(days=RECENT_DAYS)
    rows = Committee.objects.filter(held_on__gte=since, contract_id__in=list(contracts))
    found = list(rows.select_related("contract").order_by("held_on"))
    last = {row.contract_id: row.pk for row in found}
    return [row for row in found if row.held_on >= today or last[row.contract_id] == row.pk]


def _gravity(row: CommitmentMonth) -> tuple[bool, Fraction]:
    return flips(row), abs(gap_of(row) or Fraction(0))


def _reports(today: date, depositors: list[int]) -> list[Todo]:
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
    ]


def _files(depositors: list[int]) -> list[Todo]:
    """The latest version of each month, where it is the one to correct."""
    rows = Delivery.objects.filter(
        state__in=[Delivery.State.WAITING, Delivery.State.REFUSED], contract_id__in=depositors, is_draft=False
    )
    published = Delivery.objects.filter(is_current=True).values_list("contract_id", "month")
    settled = set(published)
    latest = {
        (row.contract_id, row.month): row for row in rows.select_related("contract").order_by("version")
    }
    return [
        Todo(
            icon="doc",
            title=f"Dépôt {formats.month_of(row.month)} à corriger",
            detail=f"{row.contract.reference}, {formats.count(row.finding_count, 'constat')}",
            due=None,
            url=reverse("reports:check", args=[row.contract.slug, str(row.month), row.version]),
            action="Corriger",
        )
        for key, row in latest.items()
        if key not in settled
    ]


def _committees(today: date, able: Mapping[Capability, list[int]]) -> list[Todo]:
    """Decisions that a committee still has to take, for who prepares it and who decides."""
    preparing, deciding = able[Capability.PREPARE_COMMITTEE], able[Capability.DECIDE]
    open_ones = {row.pk: row for row in _open_committees(today, {*preparing, *deciding})}
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
