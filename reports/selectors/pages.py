"""What the pages of a delivery show, ready to be written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse

from contracts.models import Contract
from contracts.selectors.lifetime import local_today, reportable_months
from core.engine import formats
from core.engine.months import Month, month_range
from core.scope import current
from reports.models import Delivery, DeliveryFile, Finding
from reports.selectors.deliveries import delivered_months, deliveries_for, findings_for
from reports.selectors.leftout import SETTLED, in_force
from reports.selectors.originals import unopened_reason

SHOWN = 100
STOPS = (Finding.Severity.ERROR, Finding.Severity.QUESTION)
CHECKED = {*SETTLED, Delivery.State.DRAFT}
OUTCOME_STATES = {"ACCEPT": "met", "WARN": "watch", "ASK": "watch", "REJECT": "breached", "": "pending"}


@dataclass(frozen=True)
class WarningKind:
    """Warnings of one kind: how many, from which line, what the portal did."""

    message: str
    column: str
    count: int
    line: int | None
    remedy: str

    @property
    def others(self) -> int:
        """Warnings of the same kind beside the first, whose words are shown."""
        return self.count - 1


@dataclass(frozen=True)
class Check:
    """The reading of a delivery as its control page shows it."""

    stops: Sequence[Finding]
    stop_count: int
    unmapped: Sequence[Finding]
    unmapped_count: int
    asked_count: int
    warnings: Sequence[WarningKind]
    warning_count: int
    good_rows: int

    @property
    def hidden_stops(self) -> int:
        """Points to correct that the page does not list."""
        return self.stop_count - len(self.stops)

    @property
    def hidden_unmapped(self) -> int:
        """Values to associate that the page does not list."""
        return self.unmapped_count - len(self.unmapped)

    @property
    def question_count(self) -> int:
        """What only a person can settle: by an answer on the page, or by a correspondence."""
        return self.asked_count + self.unmapped_count

    @property
    def leads_to_mapping(self) -> bool:
        """Whether the way out is the page of correspondences: the file itself has nothing to correct."""
        return bool(self.unmapped) and not self.stop_count

    @property
    def summary(self) -> list[tuple[str, str]]:
        """The first points to correct, with their anchor."""
        return [(place_of(f), f"#constat-{f.pk}") for f in self.stops[:5]]


def place_of(finding: Finding) -> str:
    """« Ligne 118, « Résolu le » : date impossible »."""
    line = f"Ligne {finding.line}" if finding.line else finding.file
    column = f", «\u00a0{finding.column}\u00a0»" if finding.column else ""
    return f"{line}{column}\u00a0: {finding.message}" if line else finding.message


def check_of(delivery: Delivery) -> Check:
    """Findings of a delivery: errors, questions that a correspondence answers, each with the first 100 and the total;
    questions that the page puts with their options, counted; warnings by kind (8 queries).
    """
    all_stops = findings_for(delivery).filter(severity__in=STOPS)
    stops = all_stops.filter(severity=Finding.Severity.ERROR)
    unmapped = all_stops.filter(severity=Finding.Severity.QUESTION, key="")
    asked = all_stops.filter(severity=Finding.Severity.QUESTION, key__gt="")
    warnings = Finding.objects.filter(delivery=delivery, severity=Finding.Severity.WARNING)
    kinds = warnings.values("code", "column").annotate(count=Count("pk"), first=Min("pk")).order_by("first")
    firsts = {f.pk: f for f in Finding.objects.filter(pk__in=[kind["first"] for kind in kinds])}
    return Check(
        stops=list(stops[:SHOWN]),
        stop_count=stops.count(),
        unmapped=list(unmapped[:SHOWN]),
        unmapped_count=unmapped.count(),
        asked_count=asked.values("key").distinct().count(),
        warnings=[_kind(firsts[kind["first"]], kind["count"]) for kind in kinds],
        warning_count=warnings.count(),
        good_rows=max(delivery.row_count - _wrong_lines(delivery, stops), 0),
    )


def _wrong_lines(delivery: Delivery, errors: Any) -> int:
    """Lines of tickets that hold something to correct. A warning may stand for many lines: they are not counted."""
    names = delivery.files.filter(kind=DeliveryFile.Kind.TICKETS).values("name")
    placed = errors.filter(line__gt=1, file__in=names).order_by()
    return int(placed.values("file", "sheet", "line").distinct().count())


def _kind(first: Finding, count: int) -> WarningKind:
    return WarningKind(first.message, first.column, count, first.line, first.remedy)


def wizard_of(delivery: Delivery | None, contract: Contract) -> list[dict[str, str]]:
    """Where the deposit stands: files, control, published."""
    if delivery is None:
        return [
            {"label": "Fichiers", "state": "current"},
            {"label": "Contrôle", "state": "todo"},
            {"label": "Publication", "state": "todo"},
        ]
    args = [contract.slug, str(delivery.month), delivery.version]
    files = delivery.files.count()
    published = delivery.state in CHECKED
    over = delivery.state not in {Delivery.State.RECEIVED, Delivery.State.READING}
    checked = {
        "label": "Contrôle",
        "note": delivery.get_outcome_display(),
        "url": reverse("reports:check", args=args),
    }
    return [
        {
            "label": "Fichiers",
            "state": "done",
            "note": f"{files} fichier{'s' if files > 1 else ''}",
            "url": reverse("reports:version", args=args),
        },
        checked | {"state": "done" if published else "current"}
        if over
        else {"label": "Contrôle", "state": "current"},
        _last_step(delivery, args),
    ]


def _last_step(delivery: Delivery, args: list[Any]) -> dict[str, str]:
    if delivery.state == Delivery.State.DRAFT:
        return {"label": "Envoyer", "state": "current", "url": reverse("reports:submit", args=args)}
    published = delivery.state in SETTLED
    return {"label": "Publication", "state": "done" if published else "todo"}


@dataclass(frozen=True)
class MonthLine:
    """One month in the list: its version in force, or that it is awaited."""

    month: Month
    latest: Delivery | None
    current: Delivery | None
    versions: int


def month_lines(contract: Contract) -> list[MonthLine]:
    """Every month over since the first delivery, last first; none before the contract begins (2 queries)."""
    by_month: dict[Month, list[Delivery]] = {}
    for delivery in deliveries_for(contract):
        by_month.setdefault(delivery.month, []).append(delivery)
    begun, over = reportable_months(contract, local_today(contract))
    last = max([over, *by_month])
    first = min([*by_month, max(begun, last.shift(-1))])
    months = list(reversed(month_range(first, last)))
    return [
        MonthLine(
            month,
            latest=next(iter(by_month.get(month, [])), None),
            current=next((d for d in by_month.get(month, []) if d.is_current), None),
            versions=len(by_month.get(month, [])),
        )
        for month in months
    ]


def list_of(contract: Contract) -> dict[str, Any]:
    """The list of months, or why it is still empty (2 queries)."""
    return {"lines": month_lines(contract), "too_early": too_early(contract, local_today(contract))}


def already_there(delivery: Delivery) -> str:
    """« Ces fichiers sont déjà déposés… », said when the same ones come again: nothing changed."""
    when = formats.date_short(delivery.received_at, delivery.contract.timezone)
    rest = "" if delivery.is_current else ", qui n’est pas en vigueur"
    return f"Ces fichiers sont déjà déposés\u00a0: version {delivery.version}{rest}, reçue le {when}. Rien n’a changé."


def too_early(contract: Contract, today: date) -> str:
    """Why there is nothing to deposit yet, and from when there is; empty once a month of the contract is over."""
    first, last = reportable_months(contract, today)
    if first <= last:
        return ""
    begins = "commence" if contract.starts_on > today else "a commencé"
    return (
        f"Le contrat {begins} le {formats.date_short(contract.starts_on)}\u00a0: aucun rapport n’est attendu avant."
        f" Celui {formats.month_of(first)} se dépose à partir du {formats.date_short(first.shift(1).first_day)}."
    )


def awaited_month(contract: Contract) -> Month:
    """The month to deposit next: the one after the last delivered, or the month before today's."""
    first, last = reportable_months(contract, local_today(contract))
    delivered = delivered_months(contract)
    return max(first, min(delivered[-1].shift(1), last) if delivered else last)


@dataclass(frozen=True)
class Acts:
    """What may be done to a version: send a draft, answer its questions, withdraw it, download it annotated; and the
    number of the version in force, if any.
    """

    submit: bool
    answer: bool
    withdraw: bool
    annotated: bool
    unopened: str
    in_force: int | None


def acts_of(delivery: Delivery) -> Acts:
    """What the state of a version allows, whoever asks (4 queries)."""
    reason = unopened_reason(delivery)
    own = current().side_of(delivery.contract_id) == delivery.side
    return Acts(
        submit=delivery.state == Delivery.State.DRAFT and not delivery.is_sealed,
        answer=delivery.state == Delivery.State.WAITING and not delivery.is_sealed,
        withdraw=delivery.is_current and not delivery.is_sealed and own,
        annotated=bool(delivery.finding_count) and not reason,
        unopened=reason,
        in_force=in_force(delivery.contract, delivery.month).values_list("version", flat=True).first(),
    )
