"""The drawings of an exit: its phases on the calendar, its cost under the cap."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from contracts.engine.dates import add_months
from core.engine import formats
from core.svg import span, timeline
from core.svg.drawing import Figure, figure
from reversibility.engine.costs import Cost
from reversibility.engine.phases import Planned
from reversibility.engine.simulator import Exit
from reversibility.models.exit_clause import OWNERS
from reversibility.selectors.readiness import ExitPlan, PlanLine

WIDE, COLUMN = 794, 456
OWNER_WORDS = dict(OWNERS)
ONE_DAY = timedelta(days=1)
SHORTEST_WAIT = 7
"""Days between two phases under which months of unequal lengths are no wait."""


def timeline_figure(found: Exit, plan: ExitPlan, today: date, title: str) -> Figure:
    """The phases; solid where every deliverable is proven, hatched past the end of the contract."""
    rows = [_row(planned, found, plan) for planned in found.phases]
    left = (found.notice - today).days
    notice = timeline.Pin(
        found.notice,
        f"Préavis reçu le {formats.date_short(found.notice)}",
        strong=True,
        note=f"dans {formats.count(left, 'jour')}" if left > 0 else "",
    )
    pins = [notice] if today == found.notice else [timeline.Pin(today, "Aujourd’hui"), notice]
    return figure(timeline.draw, timeline.Timeline(title, rows, pins, ("Porteur", "Preuves à jour")), WIDE)


def _row(planned: Planned, found: Exit, plan: ExitPlan) -> timeline.Row:
    phase = planned.phase
    wanted = wanted_of(planned, plan)
    proven = sum(line.proven for line in wanted)
    past = planned.first > found.contract_end
    kind: timeline.Kind = "done" if wanted and proven == len(wanted) else "forecast" if past else "planned"
    told = f"{formats.number(proven)} sur {formats.number(len(wanted))}" if wanted else ""
    return timeline.Row(
        phase.name,
        planned.first,
        planned.last,
        kind,
        _tag(planned, found.notice),
        found.take_over if planned.last == found.last_day else None,
        (OWNER_WORDS[phase.owner_side], told),
    )


def _tag(planned: Planned, notice: date) -> str:
    """« M2–M4 » for a phase that falls in those months of the notice; the months themselves for one that waits."""
    if (planned.first - add_months(notice, planned.phase.starts)).days < SHORTEST_WAIT:
        return planned.phase.label
    names = dict.fromkeys(formats.month_short(day) for day in (planned.first, planned.last))
    return "–".join(names)


def wait_words(found: Exit) -> str:
    """Between which days the exit waits for the end of the contract; empty where its phases follow one another."""
    for one, after in pairwise(found.phases):
        first, last = one.last + ONE_DAY, after.first - ONE_DAY
        if (after.first - first).days >= SHORTEST_WAIT:
            return (
                f"Du {formats.date_short(first)} au {formats.date_short(last)}, rien n’est prévu\u00a0: la suite se compte "
                f"à rebours depuis la reprise, le {formats.date_short(found.take_over)}."
            )
    return ""


def wanted_of(planned: Planned, plan: ExitPlan) -> list[PlanLine]:
    """The deliverables that a phase must yield."""
    return [line for line in plan.lines if line.row.family in planned.phase.families]


def cost_figure(cost: Cost) -> Figure:
    """From nothing to what is due, then to the high reference."""
    high = max(cost.high + cost.units_high, cost.due_high)
    data = span.Span(
        cost_title(cost),
        firm=cost.due_high if cost.is_capped or cost.fixed else cost.due_low,
        low=cost.low,
        high=high,
        high_words=f"{'convenu' if cost.fixed else 'repère'} {formats.money(high)}",
        rows=(("À prévoir au moins", formats.money(cost.due_low)), ("Au plus", formats.money(cost.due_high))),
        limit=cost.cap,
        limit_name="plafond du contrat",
        limit_note=fees_words(cost, cost.cap) if cost.cap is not None else "",
    )
    return figure(span.draw, data, COLUMN)


def fees_words(cost: Cost, amount: Decimal) -> str:
    """« 74 000 €, 4 forfaits »."""
    fees, words = cost.in_fees(amount), formats.money(amount)
    return words if fees is None else f"{words}, {formats.count(fees, 'forfait')}"


def cost_title(cost: Cost) -> str:
    """« Coût plafonné à 74 000 € », « Coût de 74 000 € à 129 500 € »."""
    if cost.is_capped and cost.due_low == cost.due_high:
        return f"Coût plafonné à {formats.money(cost.due_high)}"
    if cost.due_low == cost.due_high:
        return f"Coût de {formats.money(cost.due_high)}"
    return f"Coût de {formats.money(cost.due_low)} à {formats.money(cost.due_high)}"
