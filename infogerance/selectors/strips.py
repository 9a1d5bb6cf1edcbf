"""The twelve squares of a contract, drawn from its heat map."""

from core.engine.formats import count
from core.svg import strip
from core.svg.drawing import Drawing
from slas.engine.verdicts import Verdict
from slas.selectors.results import HeatMap


def strip_of(heat: HeatMap, name: str = "") -> Drawing:
    """One square per month: the worst verdict of the contract's commitments."""
    squares = [strip.Square(cell.month, cell.look or Verdict.PENDING) for cell in heat.strip]
    missed = sum(cell.look == Verdict.BREACHED for cell in heat.strip)
    words = count(missed, "mois non respecté|mois non respectés")
    title = f"{name}\u00a0: {words} sur {len(squares)}" if name else f"{words} sur {len(squares)}"
    return strip.draw(strip.Strip(title, squares))
