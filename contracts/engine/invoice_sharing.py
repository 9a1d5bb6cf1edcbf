"""What is owed of one line, shared out between the lines of invoices that bill it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from contracts.engine.invoices import CREDIT, Billed, CheckedLine, Finding


@dataclass(frozen=True)
class Told:
    """A line and the number of its invoice."""

    invoice: str
    line: Billed


def share_out(owed: Billed, told: Sequence[Told]) -> tuple[list[CheckedLine], Billed | None]:
    """Each line beside its share of `owed`, then what nobody billed yet.

    At the price owed, a smaller quantity is a part of it. A lump sum may be billed in several parts. Once all is
    billed, a further line bills it again: the invoices before are named. A line that bills exactly what is owed
    comes first, whatever the order.
    """
    if _in_parts(owed, told):
        rest = owed.amount - sum((one.line.amount for one in told), Decimal(0))
        return [CheckedLine(one.line, one.line, "same") for one in told], _lump(owed, rest)
    left, before = owed, list[str]()
    found: dict[int, CheckedLine] = {}
    for rank in sorted(range(len(told)), key=lambda rank: not _exact(owed, told[rank].line)):
        line = told[rank].line
        if not left.quantity:
            found[rank] = CheckedLine(line, None, "already", tuple(dict.fromkeys(before)))
        elif line.unit_price == owed.unit_price and line.quantity < left.quantity:
            found[rank] = CheckedLine(line, line, "same")
            left = replace(left, quantity=left.quantity - line.quantity, amount=left.amount - line.amount)
        else:
            found[rank] = CheckedLine(line, left, _finding(line, left), tuple(dict.fromkeys(before)))
            left = replace(left, quantity=Decimal(0), amount=Decimal(0))
        before.append(told[rank].invoice)
    return [found[rank] for rank in range(len(told))], left if left.quantity else None


def _in_parts(owed: Billed, told: Sequence[Told]) -> bool:
    """Whether the lines are parts of a lump sum that together do not exceed it."""
    if len(told) < 2 or any(one.line.quantity != owed.quantity or owed.quantity != 1 for one in told):
        return False
    sign = -1 if owed.amount < 0 else 1
    total = sum((one.line.amount for one in told), Decimal(0))
    return all(one.line.amount * sign > 0 for one in told) and total * sign <= owed.amount * sign


def _lump(owed: Billed, amount: Decimal) -> Billed | None:
    return replace(owed, unit_price=amount, amount=amount) if amount else None


def _exact(owed: Billed, line: Billed) -> bool:
    return (line.quantity, line.unit_price) == (owed.quantity, owed.unit_price)


def _finding(billed: Billed, owed: Billed) -> Finding:
    """Quantity and price are compared, not their product: 3 × 200 is not 2 × 300."""
    if _exact(owed, billed):
        return "same"
    if billed.kind == CREDIT:
        return "same" if billed.amount == owed.amount else "amount"
    if billed.unit_price == owed.unit_price:
        return "quantity"
    return "price" if billed.quantity == owed.quantity else "both"
