"""The drawings of a pack, from its facts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from core.engine import formats
from core.engine.ratios import display_gap
from core.svg import bars, control, dumbbell, quadrant, strip
from core.svg.drawing import Drawing
from governance.engine.facts import Answers, CommitmentFacts, IndicatorFacts, PackFacts, PenaltyFacts
from kpis.engine.control import xmr
from kpis.engine.trends import theil_sen
from slas.engine.penalties.standing import standing

HALF, CARD, QUADRANT, CAP = 559.0, 326.0, 500.0, 470.0
DRIFT = 12
WORST = ("breached", "watch", "met", "pending", "not_measurable", "not_applicable")


def months_strip(facts: PackFacts) -> Drawing:
    """The contract month by month: the worst verdict of its commitments."""
    squares = []
    for rank, month in enumerate(facts.months):
        looks = {row.cells[rank].look for row in facts.commitments}
        worst = next((look for look in WORST if look in looks), "not_applicable")
        squares.append(strip.Square(month, worst))
    missed = sum(square.state == "breached" for square in squares)
    told = formats.count(missed, "mois non respecté|mois non respectés")
    return strip.draw(strip.Strip(f"Contrat mois par mois : {told} sur {len(squares)}", squares), width=150)


def gaps(rows: Sequence[CommitmentFacts], title: str) -> Drawing:
    """Declared against recomputed, largest gap first."""
    pairs = []
    for row in sorted(rows, key=lambda row: (-abs(row.gap or 0), row.code)):
        if row.declared is None or row.percent is None:
            continue
        shown = display_gap(row.declared, row.percent, row.required, row.decimals)
        pairs.append(
            dumbbell.Pair(
                row.label, shown.declared, shown.recomputed, plain(row.required), shown.gap, row.flipped
            )
        )
    return dumbbell.draw(dumbbell.Dumbbell(title, pairs), width=HALF)


def felt(answers: Sequence[Answers], target: Decimal, title: str) -> Drawing:
    """Commitments met against satisfied users, the last six months with five answers or more."""
    places = [
        quadrant.Place(
            formats.month_short(one.month, year=rank + 1 == len(answers)),
            one.commitments,
            one.percent or 0,
            one.alarm_low,
            one.alarm_high,
            one.answers,
            one.watermelon,
            one.answers < 8,
        )
        for rank, one in enumerate(answers)
        if one.commitments is not None and one.answers >= 5
    ]
    return quadrant.draw(quadrant.Quadrant(title, places, y_target=target, trail=True), width=QUADRANT)


def card(row: IndicatorFacts, title: str) -> Drawing:
    """The chart of an indicator, in the size of a card; a proven drift shows its line, anything else its limits."""
    data = _drift(row, title) if drifts(row) else _limits(row, title)
    return control.draw(data, width=CARD, compact=True)


def drifts(row: IndicatorFacts) -> bool:
    """Whether its card shows the line of a proven drift, in place of its limits."""
    return row.slope is not None and "trend" in row.rules


def _limits(row: IndicatorFacts, title: str) -> control.Control:
    """Limits frozen on the reference months."""
    limits = xmr(row.current, row.baseline)
    crossed = {row.phase + crossing.index for crossing in limits.signals}
    points = [
        control.Point(month, value, _signal(row, value, limits.center) if rank in crossed else "common")
        for rank, (month, value) in enumerate(zip(row.months, row.values, strict=True))
    ]
    known = []
    if limits.center is not None and limits.lcl is not None and limits.ucl is not None:
        known = [control.Limits(limits.center, limits.lcl, limits.ucl, limits.mr_ucl, row.phase)]
    return control.Control(
        title,
        points,
        known,
        unit=row.unit,
        decimals=row.decimals,
        target=("cible", plain(row.target)) if row.target is not None else None,
        baseline=row.baseline if not row.phase and len(row.values) > row.baseline else 0,
        reason="" if known else f"Pas assez de recul ({len(row.current)} mois sur 6).",
        bounds=(
            None if row.bounds[0] is None else float(row.bounds[0]),
            None if row.bounds[1] is None else float(row.bounds[1]),
        ),
    )


def _drift(row: IndicatorFacts, title: str) -> control.Control:
    """The last twelve months, the line of Theil and Sen, and where it leads."""
    values, months = row.values[-DRIFT:], row.months[-DRIFT:]
    line = theil_sen(values)
    ahead = min(row.months_to_threshold or 6, DRIFT)
    points = [control.Point(month, value) for month, value in zip(months, values, strict=True)]
    points[-1] = control.Point(months[-1], values[-1], "worse" if row.direction == "worse" else "better")
    reached = ""
    if row.threshold is not None and row.months_to_threshold is not None:
        reached = row.pace
    return control.Control(
        title,
        points,
        unit=row.unit,
        decimals=row.decimals,
        target=("seuil", plain(row.threshold)) if row.threshold is not None else None,
        projection=[line.value_at(len(values) - 1 + step) for step in range(1, ahead + 1)] if line else (),
        trend=(0, line.intercept) if line else None,
        reached=reached,
    )


def cap_use(penalty: PenaltyFacts, cap: Decimal, month: str) -> Drawing:
    """The month's penalty inside its cap, hatched until it is held."""
    amount = penalty.due
    row = bars.Bar(month, (amount,), cap, formats.money(amount), f"plafond {formats.money(cap)}")
    title = f"Pénalité de {formats.money(amount)} pour un plafond de {formats.money(cap)}"
    fill: bars.Kind = "solid" if penalty.held else "hatched"
    return bars.draw(bars.Bars(title, (row,), ((fill, standing(penalty.state)),), "€", "Mois"), width=CAP)


def _signal(row: IndicatorFacts, value: Decimal | None, center: float | None) -> control.data.Signal:
    above = value is not None and center is not None and float(value) > center
    return "better" if above == row.rising_is_good else "worse"


def plain(value: Decimal) -> Decimal:
    """90.0000 → 90, 99.9000 → 99.9."""
    short = value.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short
