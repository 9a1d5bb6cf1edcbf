"""What waits for a person, on every contract of the visitor, by date."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse

from core.engine import formats
from core.models import Job
from core.scope import current
from governance.models import ActionItem, Committee, Decision
from reports.models import Delivery
from slas.models import CommitmentMonth, MonthRecord
from slas.selectors.figures import flips, shown_gap


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


def todo_for(today: date) -> list[Todo]:
    """Every line of the visitor's open scope, the earliest date first; lines without a date come last."""
    lines = [*_gaps(today), *_reports(today), *_files(), *_committees(today), *_actions(today), *_failures()]
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


def _gaps(today: date) -> list[Todo]:
    """One line per contract and month, named after its widest gap, for months not closed."""
    dates = {
        (c.contract_id, c.month): c for c in Committee.objects.filter(held_on__gte=today).order_by("-held_on")
    }
    rows = CommitmentMonth.objects.filter(
        gap_status=CommitmentMonth.GapStatus.TO_JUSTIFY, month__in=[str(month) for _, month in dates]
    ).select_related("commitment", "contract")
    widest: dict[tuple[int, object], CommitmentMonth] = {}
    for row in sorted(rows, key=flips, reverse=True):
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
                title=f"Écart de {shown[2]} à trancher sur {row.commitment.name}",
                detail=f"{row.contract.reference}, {formats.month_long(row.month)}{word}",
                due=dates[key].held_on,
                url=reverse("slas:reconciliation", args=[row.contract.slug, str(row.month)]),
                action="Ouvrir",
            )
        )
    return lines


def _reports(today: date) -> list[Todo]:
    rows = MonthRecord.objects.filter(state=MonthRecord.State.EXPECTED, delivery=None).select_related(
        "contract"
    )
    return [
        Todo(
            icon="clock",
            title=f"Rapport {formats.month_of(row.month)} {'en retard' if row.due_on < today else 'attendu'}",
            detail=row.contract.reference,
            due=row.due_on,
            url=f"{reverse('reports:deposit', args=[row.contract.slug])}?mois={row.month}"
            if row.contract_id in current().provider
            else reverse("reports:list", args=[row.contract.slug]),
            action="Déposer" if row.contract_id in current().provider else "Voir",
        )
        for row in rows
    ]


def _files() -> list[Todo]:
    rows = Delivery.objects.filter(state__in=[Delivery.State.WAITING, Delivery.State.REFUSED])
    published = Delivery.objects.filter(is_current=True).values_list("contract_id", "month")
    settled = set(published)
    return [
        Todo(
            icon="doc",
            title=f"Dépôt {formats.month_of(row.month)} à corriger",
            detail=f"{row.contract.reference}, {formats.count(row.finding_count, 'constat')}",
            due=None,
            url=reverse("reports:check", args=[row.contract.slug, str(row.month), row.version]),
            action="Corriger",
        )
        for row in rows.select_related("contract")
        if (row.contract_id, row.month) not in settled
    ]


def _committees(today: date) -> list[Todo]:
    rows = (
        Committee.objects.filter(contract_id__in=current().client, held_on__gte=today)
        .annotate(asked=Count("decisions", filter=Q(decisions__state=Decision.State.ASKED)))
        .filter(asked__gt=0)
        .select_related("contract")
    )
    return [
        Todo(
            icon="calendar",
            title=f"{formats.count(row.asked, 'décision demandée|décisions demandées')} "
            f"au {row.get_kind_display()} du {formats.date_short(row.held_on)}",
            detail=row.contract.reference,
            due=row.held_on,
            url=reverse("governance:committee", args=[row.contract.slug, row.slug]),
            action="Préparer",
        )
        for row in rows
    ]


def _actions(today: date) -> list[Todo]:
    scope = current()
    mine = Q(contract_id__in=scope.client, owner_side="client") | Q(
        contract_id__in=scope.provider, owner_side="provider"
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


def _failures() -> list[Todo]:
    rows = Job.objects.filter(state=Job.State.FAILED).select_related("contract")
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
