"""All the invoices of a contract confronted together with what is owed.

Those of one month share what the month owes. A credit note belongs to no month: some invoice bears it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from contracts.engine.invoice_credits import Credit, Place, Sent, borne_at, first_month
from contracts.engine.invoice_sharing import Told, share_out
from contracts.engine.invoices import CREDIT, FEE, Billed, CheckedLine, InvoiceCheck, plain
from core.engine.months import Month


@dataclass(frozen=True)
class Left:
    """What is owed and on no invoice yet; without a month, it is for the next invoice to come."""

    month: Month | None
    line: Billed


@dataclass(frozen=True)
class Confronted:
    """The check of each invoice by its number, and what none of them bills."""

    checks: Mapping[str, InvoiceCheck]
    left: tuple[Left, ...]

    def left_of(self, month: Month) -> list[Billed]:
        return [one.line for one in self.left if one.month == month]


@dataclass
class _Pile:
    """Something owed and the places of the lines that bill it."""

    owed: Billed
    month: Month | None
    places: list[Place] = field(default_factory=list)


def confront(
    invoices: Iterable[Sent], owed: Mapping[Month, Sequence[Billed]], credits: Sequence[Credit] = ()
) -> Confronted:
    """Every invoice beside what is owed. Invoices are read by their date; what is absent is told once."""
    sent = sorted(invoices, key=lambda one: one.issued_on)
    piles = [
        _Pile(credit.line, first_month(sent, credit.on), places)
        for credit, places in zip(credits, borne_at(sent, credits), strict=True)
    ]
    for month in sorted({one.month for one in sent}):
        piles += _month_piles(sent, month, owed.get(month, ()))
    found: dict[Place, CheckedLine] = {}
    left = []
    for pile in piles:
        told = [Told(sent[rank].number, sent[rank].lines[place]) for rank, place in pile.places]
        lines, rest = share_out(pile.owed, told)
        found |= zip(pile.places, lines, strict=True)
        if rest is not None:
            left.append(Left(pile.month, rest))
    checks = {
        one.number: InvoiceCheck(
            tuple(found.get((rank, place)) or _alone(line) for place, line in enumerate(one.lines))
        )
        for rank, one in enumerate(sent)
    }
    return Confronted(checks, tuple(left))


def _alone(line: Billed) -> CheckedLine:
    """A line that nothing owed answers; one that bills nothing is no gap."""
    return CheckedLine(line, None, "not_owed" if line.amount else "same")


def _month_piles(sent: Sequence[Sent], month: Month, owed: Sequence[Billed]) -> list[_Pile]:
    """Lines pair by post and label, exact ones first; a fee is a fee whatever its label."""
    piles = [_Pile(line, month) for line in owed]
    by_name: dict[tuple[str, str], list[_Pile]] = {}
    for pile in piles:
        by_name.setdefault(_name(pile.owed), []).append(pile)
    others = []
    for place, line in _billed_in(sent, month):
        alike = by_name.get(_name(line), [])
        exact = [one for one in alike if not one.places and _figures(one.owed) == _figures(line)]
        if exact:
            exact[0].places.append(place)
        elif alike:
            others.append((place, line, alike))
    for place, line, alike in others:
        _nearest(alike, line).places.append(place)
    for pile in piles:
        pile.places.sort()
    return piles


def _billed_in(sent: Sequence[Sent], month: Month) -> list[tuple[Place, Billed]]:
    return [
        ((rank, place), line)
        for rank, one in enumerate(sent)
        if one.month == month
        for place, line in enumerate(one.lines)
        if line.kind != CREDIT and line.amount
    ]


def _nearest(piles: Sequence[_Pile], line: Billed) -> _Pile:
    """Of several things owed under one name: one that is not billed yet, at that price, else the first."""
    return min(piles, key=lambda pile: (bool(pile.places), pile.owed.unit_price != line.unit_price))


def _name(line: Billed) -> tuple[str, str]:
    return line.kind, "" if line.kind == FEE else plain(line.label)


def _figures(line: Billed) -> tuple[object, object]:
    return line.quantity, line.unit_price
