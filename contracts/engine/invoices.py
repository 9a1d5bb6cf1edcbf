"""A provider's invoice against what is owed: fee revised, units accepted, bands, less the penalties applied.

Lines are paired by post and label. What was billed and not owed, owed and not billed, or billed at another
quantity or price, is listed with its difference; the differences sum to that of the totals.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal
from unicodedata import combining, normalize

Finding = Literal["same", "quantity", "price", "amount", "not_owed", "not_billed"]


@dataclass(frozen=True)
class Billed:
    """One line, of an invoice or of what is owed; euros excluding VAT, a credit is negative."""

    kind: str
    label: str
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal


@dataclass(frozen=True)
class CheckedLine:
    """A line of the invoice beside the one that is owed; one of them may lack."""

    billed: Billed | None
    owed: Billed | None
    finding: Finding

    @property
    def kind(self) -> str:
        return self._shown.kind

    @property
    def label(self) -> str:
        return self._shown.label

    @property
    def difference(self) -> Decimal:
        """Billed less owed: positive where too much is billed."""
        billed = self.billed.amount if self.billed else Decimal(0)
        return billed - (self.owed.amount if self.owed else Decimal(0))

    @property
    def billed_amount(self) -> Decimal | None:
        return self.billed.amount if self.billed else None

    @property
    def owed_amount(self) -> Decimal | None:
        return self.owed.amount if self.owed else None

    @property
    def _shown(self) -> Billed:
        line = self.billed or self.owed
        if line is None:
            raise ValueError("a checked line has at least one side")
        return line


@dataclass(frozen=True)
class InvoiceCheck:
    """The whole invoice."""

    lines: tuple[CheckedLine, ...]

    @property
    def billed(self) -> Decimal:
        return sum((line.billed.amount for line in self.lines if line.billed), Decimal(0))

    @property
    def owed(self) -> Decimal:
        return sum((line.owed.amount for line in self.lines if line.owed), Decimal(0))

    @property
    def difference(self) -> Decimal:
        return self.billed - self.owed

    @property
    def findings(self) -> int:
        """Lines that do not agree."""
        return sum(line.finding != "same" for line in self.lines)


def check_invoice(billed: Iterable[Billed], owed: Iterable[Billed]) -> InvoiceCheck:
    """Pair the lines in the order of the invoice, then what it left out. A kind with one line on both sides pairs
    whatever its label: a fee is a fee."""
    waiting = list(owed)
    invoice = list(billed)
    lines = []
    for line in invoice:
        found = _partner(line, waiting, invoice)
        if found is not None:
            waiting.remove(found)
        lines.append(CheckedLine(line, found, _finding(line, found)))
    return InvoiceCheck((*lines, *(CheckedLine(None, line, "not_billed") for line in waiting)))


def _partner(line: Billed, waiting: list[Billed], invoice: list[Billed]) -> Billed | None:
    alike = [other for other in waiting if other.kind == line.kind]
    named = [other for other in alike if plain(other.label) == plain(line.label)]
    alone = len(alike) == 1 and sum(other.kind == line.kind for other in invoice) == 1
    return named[0] if named else alike[0] if alone and line.kind in {"fee", "credit"} else None


def _finding(billed: Billed, owed: Billed | None) -> Finding:
    if owed is None:
        return "not_owed"
    if billed.amount == owed.amount:
        return "same"
    if billed.quantity != owed.quantity and billed.unit_price == owed.unit_price:
        return "quantity"
    return "price" if billed.quantity == owed.quantity else "amount"


def plain(label: str) -> str:
    """A label for comparison: no accent, no case, one space between words."""
    letters = "".join(c for c in normalize("NFD", label.casefold()) if not combining(c))
    return " ".join(letters.split())
