"""A ticket by its reference, as it is told over the phone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models.functions import Length

from contracts.models import Contract
from core.engine import formats
from core.engine.typography import NBSP
from reports.models import Ticket

SHOWN = 20


@dataclass(frozen=True)
class TicketSearch:
    """The tickets of a contract whose reference holds what was asked: the shortest references first."""

    asked: str
    tickets: list[Ticket]
    total: int

    @property
    def only(self) -> Ticket | None:
        """The one ticket meant: the reference itself, or the only match."""
        exact = [ticket for ticket in self.tickets if _plain(ticket.reference) == _plain(self.asked)]
        return exact[0] if len(exact) == 1 else self.tickets[0] if self.total == 1 else None

    @property
    def title(self) -> str:
        if not self.asked:
            return "Trouver un ticket par sa référence"
        if not self.total:
            return f"Aucun ticket «{NBSP}{self.asked}{NBSP}» dans ce contrat"
        return f"{formats.count(self.total, 'ticket')} pour «{NBSP}{self.asked}{NBSP}»"

    @property
    def more(self) -> str:
        """What the list leaves out."""
        rest = self.total - len(self.tickets)
        return (
            f"{formats.count(rest, 'autre ticket|autres tickets')}{NBSP}: précisez la référence."
            if rest
            else ""
        )


def ticket_search(contract: Contract, text: str) -> TicketSearch:
    """The references that hold every group of letters and of digits asked for, zeros before digits aside (2 queries)."""
    asked = " ".join(text.split())
    groups = [group.lstrip("0") or "0" for group in re.findall(r"[^\W\d_]+|\d+", asked)]
    if not groups:
        return TicketSearch(asked, [], 0)
    rows = Ticket.objects.filter(contract=contract)
    for group in groups:
        rows = rows.filter(reference__icontains=group)
    return TicketSearch(asked, list(rows.order_by(Length("reference"), "reference")[:SHOWN]), rows.count())


def _plain(reference: str) -> str:
    """Letters and digits only, whatever the case."""
    return "".join(character for character in reference.casefold() if character.isalnum())
