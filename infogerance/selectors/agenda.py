"""The next dates of the visitor's contracts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from core.engine import formats
from governance.models import Committee
from infogerance.selectors.portfolio import PortfolioRow

SHOWN = 6


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


def agenda_for(rows: list[PortfolioRow], today: date) -> list[AgendaLine]:
    """Committees and last days of notice, the earliest first."""
    committees = Committee.objects.filter(held_on__gte=today).select_related("contract")
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
            f"{row.contract.reference}, sinon engagé jusqu’au {formats.date_short(row.term.committed_until)}",
            reverse("contracts:dates", args=[row.contract.slug]),
        )
        for row in rows
        if row.days_to_notice >= 0
    ]
    return sorted(lines, key=lambda line: line.day)[:SHOWN]
