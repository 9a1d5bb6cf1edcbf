"""What a committee still lacks a few days before it sits, as one side may know it."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from contracts.engine.letters import Line
from core.engine import formats
from core.scope import Side
from governance.engine.wording import count_of, listing
from governance.models import Committee, Decision
from governance.selectors.committees import actions_for, decisions_of
from slas.models import MonthRecord


def missing_for(committee: Committee, side: Side) -> list[Line]:
    """The report, the decisions without options, the actions late on its day; inside an open scope of that side (3 queries).

    Decisions are prepared by the client: the provider is told of its report and of its own actions.
    """
    late = [line for line in actions_for(committee.contract, committee.held_on) if line.late and line.mine]
    found = [_report(committee, side)]
    if side is Side.CLIENT:
        found.append(_bare(committee))
    if late:
        numbers = listing([f"A-{line.row.number}" for line in late])
        found.append(
            _line(
                committee,
                f"{count_of(len(late), 'action')} en retard au jour du comité, {numbers}",
                "governance:actions",
            )
        )
    return [line for line in found if line]


def _report(committee: Committee, side: Side) -> Line | None:
    record = MonthRecord.objects.filter(contract=committee.contract, month=committee.month).first()
    if record is not None and record.delivery_id is not None:
        return None
    page = "reports:deposit" if side is Side.PROVIDER else "reports:list"
    return _line(committee, f"Le rapport {formats.month_of(committee.month)} n’est pas déposé", page)


def _bare(committee: Committee) -> Line | None:
    asked = [row for row in decisions_of(committee) if row.state == Decision.State.ASKED]
    bare = [row.label for row in asked if not row.options or not row.decider]
    if not bare:
        return None
    return _line(
        committee, f"Sans option ni décideur, {listing(bare)}", "governance:committee", committee.slug
    )


def _line(committee: Committee, text: str, page: str, *args: str) -> Line:
    return Line(text, f"{settings.PORTAL_URL}{reverse(page, args=[committee.contract.slug, *args])}")
