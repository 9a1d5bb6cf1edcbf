"""What the record of a contract shows: parties, term, versions with their rules in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.engine.dates import Term, send_by, term
from contracts.engine.matrix import Grid, grid_of
from contracts.engine.wording import Group, groups_of
from contracts.models import Contract, ContractVersion
from core.engine.holidays import french


@dataclass(frozen=True)
class VersionCard:
    """One version of the contract, its rules and its matrix; `current` when it is the one in force."""

    version: ContractVersion
    groups: tuple[Group, ...]
    current: bool

    @property
    def matrix(self) -> Grid:
        """Impact × urgency, as this version states it; without a line where it states none."""
        return grid_of(self.version.matrix)


@dataclass(frozen=True)
class ContractRecord:
    """The record on a day."""

    contract: Contract
    term: Term
    days_to_notice: int
    post_by: date
    renewal: str
    versions: list[VersionCard]

    @property
    def current(self) -> VersionCard:
        """The version in force."""
        return next(card for card in self.versions if card.current)


def record_for(contract: Contract, today: date) -> ContractRecord:
    """The record of a contract as it stands today (1 query)."""
    standing = term(contract.clause, today)
    rows = list(ContractVersion.objects.filter(contract=contract).order_by("-number"))
    in_force = next((row for row in rows if row.effective_on <= today), rows[-1])
    safe = standing.next_last_safe_receipt or standing.last_safe_receipt
    holidays = french({safe.year - 1, safe.year})
    margin = contract.posting_margin_days
    return ContractRecord(
        contract=contract,
        term=standing,
        days_to_notice=(safe - today).days,
        post_by=send_by(safe, margin, holidays),
        renewal=renewal_words(contract),
        versions=[VersionCard(row, groups_of(row.rules), row == in_force) for row in rows],
    )


def renewal_words(contract: Contract) -> str:
    """« Tacite reconduction, 2 fois 12 mois »."""
    words = str(Contract.Renewal(contract.renewal).label)
    if contract.renewal == Contract.Renewal.NONE:
        return words
    times = f"{contract.max_renewals} fois " if contract.max_renewals else ""
    return f"{words}, {times}{contract.renewal_months} mois"
