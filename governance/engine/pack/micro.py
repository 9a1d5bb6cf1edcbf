"""The micro charts of page 1 that only a pack needs: an interval on 0–100 %, and blocks that count proofs."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from contracts.engine.budget import Landing
from core.engine import formats
from core.svg.drawing import Drawing, Table
from core.svg.marks import Dot, Line, Mark, Rect
from core.svg.shapes import hatch
from governance.engine.facts import Answers, Forecast, PenaltyFacts
from slas.engine.penalties.standing import standing

WIDTH, HEIGHT = 150.0, 14.0


def interval(answers: Answers, target: Decimal) -> Drawing:
    """Share of satisfied users with its 95 % interval and the target, from 0 to 100 %."""

    def x(percent: float | Decimal) -> float:
        return 1 + float(percent) / 100 * (WIDTH - 2)

    share = answers.percent or 0
    marks: tuple[Mark, ...] = (
        Rect(0, HEIGHT / 2 - 3, WIDTH, 6, "none-fill"),
        Rect(x(answers.low), HEIGHT / 2 - 3, x(answers.high) - x(answers.low), 6, "hatch"),
        Line(x(target), 0, x(target), HEIGHT, "text", 1.6),
        Dot(x(float(share)), HEIGHT / 2, 4, "breached" if share < target else "met"),
    )
    shown = formats.percent(share, 0)
    rows = (
        ("Satisfaits", shown),
        ("Intervalle à 95 %", f"{formats.number(answers.low, 1)} à {formats.percent(answers.high, 1)}"),
        ("Cible", formats.percent(target)),
    )
    reading = f"Échelle de 0 à 100 %. Trait épais : intervalle. Point : valeur. Trait vertical : cible {formats.percent(target)}."
    title = f"Satisfaits : {shown} pour {formats.percent(target)}"
    return Drawing("interval", WIDTH, HEIGHT, marks, title, reading, Table(("Figure", "Valeur"), rows))


def landing(forecast: Forecast, title: str) -> Drawing:
    """Where the year lands, from the cheapest to the dearest pace, and the budget it is held against."""
    found, budget = forecast.landing or Landing(Fraction(0), Fraction(0), Fraction(0)), forecast.budget or 0
    reach = max(found.high, Fraction(budget)) or Fraction(1)

    def x(amount: Fraction | Decimal | int) -> float:
        return 1 + float(Fraction(amount) / reach) * (WIDTH - 2)

    look = "breached" if found.likely > budget else "met"
    low, high = x(found.low), x(found.high)
    marks: tuple[Mark, ...] = (
        Rect(0, HEIGHT / 2 - 3, WIDTH, 6, "none-fill"),
        Rect(low, HEIGHT / 2 - 3, max(high - low, 0.8), 6, "hatch"),
        Line(x(budget), 0, x(budget), HEIGHT, "text", 1.6),
        Dot(x(found.likely), HEIGHT / 2, 4, look),
    )
    rows = (
        ("Atterrissage", formats.money(found.likely, 0)),
        ("Fourchette", f"{formats.money(found.low, 0)} à {formats.money(found.high, 0)}"),
        ("Budget", formats.money(budget, 0)),
    )
    reading = "Point : atterrissage. Trait épais : fourchette. Trait vertical : budget."
    return Drawing("landing", WIDTH, HEIGHT, marks, title, reading, Table(("Figure", "Valeur"), rows))


def blocks(done: int, total: int, title: str) -> Drawing:
    """One block per item, full when done."""
    gap = 1.5
    side = (WIDTH - gap * (total - 1)) / max(total, 1)
    marks: list[Mark] = []
    for rank in range(total):
        x = rank * (side + gap)
        full = Rect(x, 1, side, HEIGHT - 2, "met")
        marks.append(
            full if rank < done else Rect(x + 0.4, 1.4, side - 0.8, HEIGHT - 2.8, "page", "line", 0.8)
        )
    rows = (("Faits", formats.number(done)), ("En tout", formats.number(total)))
    reading = f"{formats.number(done)} blocs pleins sur {formats.number(total)}."
    return Drawing("blocks", WIDTH, HEIGHT, tuple(marks), title, reading, Table(("Figure", "Valeur"), rows))


def share(penalty: PenaltyFacts, cap: Decimal, title: str) -> Drawing:
    """What is left of a penalty inside its cap: hatched until it is held."""
    amount, word = penalty.left, standing(penalty.state)
    reach = max(amount, cap) or Decimal(1)
    width = float(amount / reach) * (WIDTH - 2)
    inner = (1.0, HEIGHT / 2 - 3, width, 6.0)
    marks: list[Mark] = [Rect(1, HEIGHT / 2 - 3, float(cap / reach) * (WIDTH - 2), 6, "page", "line", 0.8)]
    if amount:
        filled = Rect(*inner, fill="breached") if penalty.held else hatch(inner, "breached", 4, 1)
        marks += [filled, Rect(*inner, stroke="breached", stroke_width=0.8)]
    rows = ((f"Pénalité {word}", formats.money(amount)), ("Plafond", formats.money(cap)))
    reading = f"{'Plein' if penalty.held else 'Hachures'} : pénalité {word}. Contour : plafond."
    return Drawing("share", WIDTH, HEIGHT, tuple(marks), title, reading, Table(("Figure", "Valeur"), rows))
