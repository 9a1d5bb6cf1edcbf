"""The drawings of the exit plan: what lacks by family, readiness month by month, exercises against their promise."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from core.engine import formats
from core.engine.months import Month
from core.svg import bars, trend
from core.svg.drawing import Figure, figure
from reversibility.selectors.readiness import ExitPlan

COLUMN = 560


def gap_figure(plan: ExitPlan) -> Figure:
    """Per family, the weight that is proven, out of date, absent; the heaviest lack first."""
    families = sorted(
        plan.families, key=lambda one: (one.proven_weight - one.weight, one.lines[0].row.number)
    )
    lacking = plan.readiness.total - plan.readiness.proven
    rows = [
        bars.Bar(
            family.name,
            (family.proven_weight, family.weight_of("obsolete"), family.weight_of("absent")),
        )
        for family in families
    ]
    total = formats.number(plan.readiness.total)
    data = bars.Bars(
        f"{formats.count(lacking, 'point manque|points manquent')} sur {total}",
        rows,
        (("dark", "prouvé"), ("mid", "périmé"), ("light", "absent")),
        head="Famille",
    )
    return figure(bars.draw, data, COLUMN)


def evolution_figure(months: Sequence[tuple[Month, Fraction | None]]) -> Figure:
    """Readiness at the end of each month, in percent."""
    points = [trend.Point(month, None if score is None else 100 * score) for month, score in months]
    first, last = points[0].value, points[-1].value
    title = f"De {formats.percent(first, 0)} à {formats.percent(last, 0)} en {formats.number(len(points) - 1)} mois"
    return figure(trend.draw, trend.Trend(title, points, head="Préparation"), COLUMN)
