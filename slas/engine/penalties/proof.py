"""An amount and the lines that prove it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from core.engine.ratios import round_half_up

Exact = Fraction | Decimal | int


@dataclass(frozen=True)
class ProofLine:
    """One step of a calculation: a stable name and its exact value (points, steps, hours, days or euros)."""

    step: str
    value: Fraction


@dataclass(frozen=True)
class Penalty:
    """An exact amount in euros excluding tax, with the lines that prove it; a bonus has the same shape."""

    amount: Fraction
    proof: tuple[ProofLine, ...]

    @property
    def euros(self) -> Decimal:
        """The amount to the cent."""
        return round_half_up(self.amount, 2)


NOTHING = Penalty(Fraction(0), ())


def proved(**steps: Exact) -> Penalty:
    """A penalty whose last step is its amount."""
    lines = tuple(ProofLine(step, Fraction(value)) for step, value in steps.items())
    return Penalty(lines[-1].value, lines)


def summed(penalties: list[Penalty]) -> Penalty:
    """Several incidents under one rule: their lines one after the other."""
    lines = tuple(line for penalty in penalties for line in penalty.proof)
    return Penalty(sum((penalty.amount for penalty in penalties), Fraction(0)), lines)
