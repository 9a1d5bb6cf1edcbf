"""Amendments: the list, one of them, and what it changes, field by field, in French."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.engine.rules import Rules
from contracts.engine.scope_amending import told
from contracts.engine.wording import groups_of
from contracts.models import Amendment, Contract, ContractVersion
from contracts.selectors.versions import version_among
from core.engine import formats
from core.exports import Sheet
from slas.engine.amending import FEE, Difference, compare_groups, compare_tables
from slas.engine.candidate import Candidate
from slas.models import MonthRecord
from slas.selectors.amended_terms import terms_compared
from slas.selectors.commitments import export_commitments


@dataclass(frozen=True)
class AmendmentLine:
    """A version in force or to come, or a proposal that gave none."""

    number: int
    title: str
    effective_on: date
    state: str
    current: bool
    linked: bool


@dataclass(frozen=True)
class AmendmentsPage:
    """Every version and proposal, the latest first; `proposed`: whether one is no version yet; how many wait."""

    lines: list[AmendmentLine]
    proposed: bool
    waiting: int
    first_day: date | None


def first_open_day(contract: Contract) -> date | None:
    """First day of the month after the last closed one; None while no month is closed (1 query)."""
    closed = MonthRecord.objects.filter(contract=contract, state=MonthRecord.State.CLOSED)
    last = closed.order_by("-month").values_list("month", flat=True).first()
    return last.shift(1).first_day if last else None


def amendments_page(contract: Contract, today: date) -> AmendmentsPage:
    """The page of versions (3 queries)."""
    versions = list(ContractVersion.objects.filter(contract=contract).order_by("effective_on"))
    proposals = {row.number: row for row in Amendment.objects.filter(contract=contract)}
    current = version_among(versions, today)
    lines = [_version_line(row, row == current, today, row.number in proposals) for row in versions]
    numbers = {row.number for row in versions}
    lines += [
        AmendmentLine(row.number, row.title, row.effective_on, row.get_state_display(), False, True)
        for row in proposals.values()
        if row.number not in numbers
    ]
    waiting = sum(row.state == Amendment.State.PROPOSED for row in proposals.values())
    lines.sort(key=lambda line: -line.number)
    return AmendmentsPage(lines, len(lines) > len(versions), waiting, first_open_day(contract))


def _version_line(row: ContractVersion, current: bool, today: date, linked: bool) -> AmendmentLine:
    """Before a contract starts, its first version is the one that is read, and is not in force yet."""
    coming = row.effective_on > today
    state = "À venir" if coming else "En vigueur" if current else "Remplacée"
    in_force = current and not coming
    return AmendmentLine(row.number, row.title, row.effective_on, state, in_force, linked or row.number > 0)


def amendments_sheet(page: AmendmentsPage) -> Sheet:
    """One line per version or proposal."""
    head = ("Numéro", "Objet", "Prise d’effet", "État")
    return Sheet(head, [(line.number, line.title, line.effective_on, line.state) for line in page.lines])


def amendment_for(contract: Contract, number: int) -> Amendment | None:
    """The proposal of that number, with its persons (1 query)."""
    rows = Amendment.objects.filter(contract=contract, number=number)
    return rows.select_related("proposed_by", "decided_by").first()


def approved_with(contract: Contract, change: str) -> int | None:
    """The number of the approved amendment that holds this very change (1 query)."""
    rows = Amendment.objects.filter(contract=contract, state=Amendment.State.APPROVED)
    # A browser sends the ends of lines in its own way.
    held = {" ".join(text.split()): number for text, number in rows.values_list("change", "number")}
    return held.get(" ".join(change.split()))


def version_difference(contract: Contract, number: int) -> list[dict[str, str]] | None:
    """What a version that came with the file changes to the one before; None for the first or none (1 query)."""
    versions = list(ContractVersion.objects.filter(contract=contract).order_by("effective_on"))
    places = {row.number: rank for rank, row in enumerate(versions)}
    if not places.get(number):
        return None
    before, after = versions[places[number] - 1], versions[places[number]]
    return [vars(one) for one in _versions_compared(before, after.monthly_fee, after.rules)]


def difference_of(contract: Contract, candidate: Candidate, day: date) -> list[dict[str, str]]:
    """What a candidate changes on a day, as it is kept and shown: part, field, before, after (9 queries)."""
    versions = list(ContractVersion.objects.filter(contract=contract).order_by("effective_on"))
    before = version_among(versions, day)
    fee = before.monthly_fee if candidate.monthly_fee is None else candidate.monthly_fee
    rules = Rules.from_mapping(before.settings | candidate.settings)
    found = _versions_compared(before, fee, rules)
    for hours in candidate.hours:
        found.append(
            Difference("Plages de service", hours.name, formats.ABSENT, f"nouvelle plage {hours.code}")
        )
    for old, new in _commitments(contract, candidate, day):
        found += compare_tables(f"Engagement {new['code']}", old, new)
    for change in candidate.scope:
        found += compare_tables(*told(change))
    found += terms_compared(contract, candidate)
    return [vars(one) for one in found]


def _versions_compared(before: ContractVersion, fee: Any, rules: Rules) -> list[Difference]:
    found = []
    if fee != before.monthly_fee:
        words = (formats.money(before.monthly_fee, 2), formats.money(fee, 2))
        found.append(Difference("Prix", FEE, *words))
    return found + compare_groups(groups_of(before.rules), groups_of(rules))


def _commitments(
    contract: Contract, candidate: Candidate, day: date
) -> Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """The tables of each changed commitment in force on the day, before and after."""
    tables = {
        (one["code"], one.get("debut") or contract.starts_on): one for one in export_commitments(contract)
    }
    for promise, changed in zip(candidate.promises, candidate.tables, strict=True):
        if promise.effective_to is None or promise.effective_to >= day:
            yield tables.get((promise.code, promise.effective_from), {}), changed
