"""The credit notes on the invoices: each is recognised on the one that bears it, by its reference, else by its amount."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.engine.invoices import CREDIT, Billed, plain
from core.engine.months import Month

Place = tuple[int, int]
"""Rank of an invoice, rank of a line on it."""


@dataclass(frozen=True)
class Sent:
    """One invoice as it came."""

    number: str
    month: Month
    issued_on: date
    lines: tuple[Billed, ...]


@dataclass(frozen=True)
class Credit:
    """A credit note that some invoice is to bear from its day `on`; `month` is that of the penalty."""

    month: Month
    reference: str
    on: date
    line: Billed


def bearers(invoices: Iterable[Sent], credits: Sequence[Credit]) -> dict[str, str]:
    """By reference of a credit note, the number of the first invoice that bears it; absent while none does."""
    sent = sorted(invoices, key=lambda one: one.issued_on)
    return {
        credit.reference: sent[min(places)[0]].number
        for credit, places in zip(credits, borne_at(sent, credits), strict=True)
        if places
    }


def borne_at(sent: Sequence[Sent], credits: Sequence[Credit]) -> list[list[Place]]:
    """For every credit note, the lines that bear it, on whichever of the invoices, read by their date."""
    places: list[list[Place]] = [[] for _ in credits]
    unnamed = []
    for rank, one in enumerate(sent):
        for place, line in enumerate(one.lines):
            if line.kind == CREDIT:
                named = _named(credits, line.label)
                if named is None:
                    unnamed.append((rank, place, line))
                else:
                    places[named].append((rank, place))
    for rank, place, line in unnamed:
        for credit, borne in zip(credits, places, strict=True):
            due = credit.month <= sent[rank].month
            if due and not borne and credit.line.amount == line.amount:
                borne.append((rank, place))
                break
    return places


def _named(credits: Sequence[Credit], label: str) -> int | None:
    """The credit note whose reference the label bears, the longest one; else the one of that very label."""
    words = plain(label)
    held = [
        (len(credit.reference), rank)
        for rank, credit in enumerate(credits)
        if plain(credit.line.label) == words
        or (credit.reference and re.search(rf"(?<!\w){re.escape(plain(credit.reference))}(?!\w)", words))
    ]
    return max(held)[1] if held else None


def first_month(sent: Sequence[Sent], day: date) -> Month | None:
    """The month of the first invoice that could bear a credit of that day."""
    return next((one.month for one in sent if one.issued_on >= day), None)
