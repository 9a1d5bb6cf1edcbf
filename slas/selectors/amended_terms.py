"""What an amendment changes of the terms and of unit prices, field by field, and what it leaves to look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from contracts.engine.dates import add_months
from contracts.engine.reading import Entry
from contracts.engine.revision_base import old_base
from contracts.engine.revision_file import read_revision
from contracts.models import Amendment, Contract
from contracts.selectors.revision_page import revision_page
from contracts.selectors.terms_to_come import terms_to_come
from core.engine import formats
from core.scope import Side, current
from slas.engine.amending import FEE, RESERVED, TERMS, Difference, compare_tables
from slas.engine.candidate import Candidate, parse_candidate


def terms_compared(contract: Contract, candidate: Candidate) -> Iterator[Difference]:
    """The terms as amendments approved before leave them, against the candidate's (5 queries where it has some)."""
    known = terms_to_come(contract).then if candidate.terms else {}
    for name, after in candidate.terms.items():
        part, labels = TERMS[name]
        before = known.get(name, {})
        yield from compare_tables(part, before, after, labels)
        if name == "contrat" and contract.extended_months and before["fin"] != after["fin"]:
            ends = [
                formats.date_short(add_months(one["fin"], contract.extended_months))
                for one in (before, after)
            ]
            yield Difference(part, "Fin, options levées comprises", *ends)
    for price in candidate.unit_prices:
        level = f", niveau {price.level}" if price.level else ""
        field = f"Prix HT{level}, dès le {formats.date_short(price.effective_on)}"
        was = formats.ABSENT if price.before is None else formats.money(price.before, 2)
        yield Difference(f"Unité d’œuvre {price.code}", field, was, formats.money(price.amount, 2))


def shown_difference(contract: Contract, amendment: Amendment) -> list[Mapping[str, str]]:
    """What is kept of the difference, without what the client alone reads for the other side."""
    found: list[Mapping[str, str]] = amendment.difference
    if current().side_of(contract.pk) is Side.CLIENT:
        return found
    return [one for one in found if one["part"] != RESERVED]


def kept_warning(contract: Contract, amendment: Amendment) -> str:
    """The warning of the fee for an amendment that waits or is approved (up to 5 queries)."""
    if amendment.state not in {Amendment.State.PROPOSED, Amendment.State.APPROVED}:
        return ""
    moves = any(one["field"] == FEE for one in amendment.difference)
    return fee_warning(contract, amendment.change, amendment.effective_on, moves)


def fee_warning(contract: Contract, change: str, day: date, fee_moves: bool) -> str:
    """Whether the fee that a change states will be revised from an older index; empty otherwise (up to 5 queries)."""
    if not fee_moves:
        return ""
    said: Any = parse_candidate(change).get("revision") or terms_to_come(contract).then.get("revision")
    return old_base(day, read_revision(Entry({"revision": said} if said else {}, "", [])))


def terms_effects(contract: Contract, amendment: Amendment, candidate: Candidate, today: date) -> list[str]:
    """What the approval entails for the terms, and what is to do before their day."""
    day, told = amendment.effective_on, []
    if candidate.terms and day > today:
        names = ", ".join(TERMS[name][0].lower() for name in candidate.terms)
        told.append(
            f"{names[0].upper()}{names[1:]} : les nouveaux termes valent le {formats.date_short(day)}, pas avant."
        )
    if "revision" in candidate.terms:
        told += _left_behind(contract, day)
    fee = candidate.monthly_fee is not None and any(one["field"] == FEE for one in amendment.difference)
    warning = fee_warning(contract, amendment.change, day, fee)
    return [*told, warning] if warning else told


def _left_behind(contract: Contract, day: date) -> list[str]:
    """Revisions of the clause of now that nobody applied: from the day on, the new clause is the only one (4 queries)."""
    lines = revision_page(contract, day - timedelta(days=1)).lines
    return [
        f"La révision du {formats.date_short(line.effective_on)} n’est pas appliquée : appliquez-la avant le"
        f" {formats.date_short(day)}, ses termes ne vaudront plus ensuite."
        for line in lines
        if line.applied is None and line.effective_on < day
    ]
