"""The registered letter that ends a contract: the day it takes effect, and the end that it brings. No clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from contracts.engine.dates import Clause, term
from core.engine import formats

Effect = Literal["receipt", "first_presentation", "sending"]


class LetterRefused(ValueError):
    """The days of the letter cannot be right; the message is in French, with the remedy."""


@dataclass(frozen=True)
class Letter:
    """The three days of a registered letter; those that have not come yet are None."""

    sent_on: date
    presented_on: date | None = None
    received_on: date | None = None

    def effective_on(self, rule: Effect) -> date | None:
        """The day that counts against the notice under the contract's rule; None while it has not come.

        A letter handed over at once has no presentation of its own: its reception stands for it.
        """
        if rule == "sending":
            return self.sent_on
        return self.received_on if rule == "receipt" else self.presented_on or self.received_on


def check_letter(letter: Letter, today: date, starts_on: date, clause: Clause) -> None:
    """Raises LetterRefused for days to come, out of order, before the contract or once it is over."""
    named = [
        ("d’envoi", letter.sent_on), ("de première présentation", letter.presented_on),
        ("de réception", letter.received_on),
    ]  # fmt: skip
    known = [(name, day) for name, day in named if day is not None]
    for name, day in known:
        if day > today:
            raise LetterRefused(
                f"La date {name} ({formats.date_short(day)}) est à venir. Saisissez-la le jour venu."
            )
    for (first, before), (second, after) in pairwise(known):
        if after < before:
            raise LetterRefused(f"La date {second} précède la date {first}. Corrigez l’une des deux dates.")
    if letter.sent_on < starts_on:
        raise LetterRefused(
            f"La lettre est envoyée avant la prise d’effet du contrat. Écrivez le {formats.date_short(starts_on)} ou après."
        )
    standing = term(clause, letter.sent_on)
    if standing.expired:
        raise LetterRefused(
            f"La lettre est envoyée le {formats.date_short(letter.sent_on)}, et le contrat a pris fin le"
            f" {formats.date_short(standing.current_end)} : il n’y a plus rien à dénoncer. Corrigez la date d’envoi."
        )


def end_after(clause: Clause, effective_on: date) -> date:
    """Last day of the contract once a notice took effect on a day: too late, it brings the end after the next one."""
    return term(clause, effective_on).committed_until
