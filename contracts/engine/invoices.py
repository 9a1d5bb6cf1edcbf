"""A provider's invoices against what is owed: fee revised, units accepted, bands, less the penalties applied.

What was billed and not owed, billed twice, or billed at another quantity or price, is listed with its difference; the
differences of an invoice sum to that of its totals. What nobody billed yet is told of the month, not of an invoice.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal
from unicodedata import combining, normalize

Finding = Literal["same", "quantity", "price", "both", "amount", "already", "not_owed"]
FEE, CREDIT = "fee", "credit"
LIKE = {ord("’"): "'", ord("ʼ"): "'", ord("`"): "'", ord("´"): "'", ord("œ"): "oe", ord("æ"): "ae"}


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
    """A line of the invoice beside what is owed of it, None for nothing; `already`: the invoices that billed it before."""

    billed: Billed
    owed: Billed | None
    finding: Finding
    already: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return self.billed.label

    @property
    def difference(self) -> Decimal:
        """Billed less owed: positive where too much is billed."""
        return self.billed.amount - (self.owed.amount if self.owed else Decimal(0))

    @property
    def owed_amount(self) -> Decimal | None:
        return self.owed.amount if self.owed else None


@dataclass(frozen=True)
class InvoiceCheck:
    """The whole invoice."""

    lines: tuple[CheckedLine, ...]

    @property
    def billed(self) -> Decimal:
        return sum((line.billed.amount for line in self.lines), Decimal(0))

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


def plain(label: str) -> str:
    """Words for comparison: no accent, no case, one apostrophe, « oe » in two letters, one space between words."""
    letters = "".join(c for c in normalize("NFD", label.casefold()) if not combining(c))
    return " ".join(letters.translate(LIKE).split())
