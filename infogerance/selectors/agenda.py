"""The next dates of the visitor's contracts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef
from django.urls import reverse

from contracts.engine.dates import term
from contracts.models import Contract, ContractVersion, Site
from contracts.selectors.lifetime import outside_month
from contracts.selectors.versions import version_among
from core.engine import formats
from core.engine.months import Month
from core.gathering import gather
from governance.models import Committee
from governance.services.committees import meeting_day
from infogerance.selectors.portfolio import PortfolioRow
from slas.selectors.months import due_day

SHOWN = 6
"""Lines shown at once; those that follow are folded."""


@dataclass(frozen=True)
class AgendaLine:
    """One date to come."""

    day: date
    in_days: int
    title: str
    detail: str
    url: str

    @property
    def iso(self) -> str:
        return self.day.isoformat()


def _end_without_notice(row: PortfolioRow) -> date:
    """The end that the contract runs to when the day passes without a notice."""
    return term(row.contract.clause, row.notice_on + timedelta(days=1)).committed_until


def agenda_for(
    rows: list[PortfolioRow], planned: Sequence[Committee], computed: Mapping[int, Month], today: date
) -> list[AgendaLine]:
    """Reports, committees and last days of notice to come, the earliest first.

    `planned`: the committees of these contracts; `computed`: the latest month that was computed, by the key of its contract.
    """
    committees = [row for row in planned if row.held_on >= today]
    lines = [
        AgendaLine(
            row.held_on,
            (row.held_on - today).days,
            row.get_kind_display(),
            f"{row.contract.reference}, données {formats.month_of(row.month)}",
            reverse("governance:committee", args=[row.contract.slug, row.slug]),
        )
        for row in committees
    ]
    lines += [
        AgendaLine(
            row.notice_on,
            row.days_to_notice,
            "Dernier jour de réception du préavis",
            f"{row.contract.reference}, sinon engagé jusqu’au {formats.date_short(_end_without_notice(row))}",
            reverse("contracts:dates", args=[row.contract.slug]),
        )
        for row in rows
        if row.days_to_notice >= 0
    ]
    steering = Committee.Kind.STEERING
    held = {(row.contract_id, row.month) for row in committees if row.kind == steering}
    lines += _to_come([row.contract for row in rows], computed, held, today)
    return sorted(lines, key=lambda line: (line.day, line.title))


def _to_come(
    contracts: list[Contract], computed: Mapping[int, Month], held: set[tuple[int, Month]], today: date
) -> Iterator[AgendaLine]:
    """What nobody planned: the first day of a contract, its next report, the committee about it (1 query)."""
    versions: dict[int, list[ContractVersion]] = {}
    sites: dict[int, list[Site]] = {}
    rows = ContractVersion.objects.filter(contract__in=contracts).order_by("effective_on")
    for one, of in gather(rows, sites=Site.objects.filter(contract=OuterRef("contract"))):
        versions.setdefault(one.contract_id, []).append(one)
        sites[one.contract_id] = of["sites"]
    for contract in contracts:
        if contract.starts_on > today:
            title = "Le contrat commence"
            yield _line(contract.starts_on, today, title, contract.reference, "contracts:dates", contract)
        coming = _next_month(contract, versions[contract.pk], sites[contract.pk], computed, held, today)
        yield from (line for line in coming if line.day >= today)


def _next_month(
    contract: Contract,
    versions: list[ContractVersion],
    sites: list[Site],
    computed: Mapping[int, Month],
    held: set[tuple[int, Month]],
    today: date,
) -> list[AgendaLine]:
    """The report that comes next, and the committee that will look at it if nobody planned one yet."""
    latest, over = computed.get(contract.pk), Month.of(today).shift(-1)
    month, day = over, _due(versions, over)
    if outside_month(contract, over) or day < today or (latest is not None and latest >= over):
        month = max(over.shift(1), Month.of(contract.starts_on))
        day = _due(versions, month)
    if outside_month(contract, month):
        return []
    name = formats.month_of(month)
    lines = [_line(day, today, f"Rapport {name} attendu", contract.reference, "reports:list", contract)]
    if (contract.pk, month) not in held:
        detail = f"{contract.reference}, données {name}"
        day = meeting_day(month, sites)
        lines.append(_line(day, today, "COPIL prévu", detail, "governance:calendar", contract))
    return lines


def _due(versions: list[ContractVersion], month: Month) -> date:
    return due_day(version_among(versions, month.last_day).rules, month)


def _line(day: date, today: date, title: str, detail: str, page: str, contract: Contract) -> AgendaLine:
    return AgendaLine(day, (day - today).days, title, detail, reverse(page, args=[contract.slug]))
