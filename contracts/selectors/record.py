"""What the record of a contract shows: parties, term, versions with their rules in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.engine.dates import Term, send_by, term
from contracts.engine.matrix import Grid, grid_of
from contracts.engine.terms import TIMEZONE
from contracts.engine.unsaid import UNSAID, kept, kept_convention, kept_effect, kept_renewal
from contracts.engine.wording import Group, stated_groups
from contracts.models import Contract, ContractVersion
from core.engine import formats
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
    notice: str
    end: str
    effect: str
    timezone: str
    versions: list[VersionCard]
    unsaid: str = UNSAID

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
        notice=notice_words(contract),
        end=end_words(contract),
        effect=effect_words(contract),
        timezone=timezone_words(contract),
        versions=[
            VersionCard(row, stated_groups(row.rules, row.settings.keys()), row == in_force) for row in rows
        ],
    )


def timezone_words(contract: Contract) -> str:
    """« Europe/Paris, fuseau retenu faute d’un autre au contrat »: the file says no more for the usual one."""
    usual = contract.timezone == TIMEZONE
    return f"{contract.timezone}, fuseau retenu faute d’un autre au contrat" if usual else contract.timezone


def notice_words(contract: Contract) -> str:
    """« 6 mois », « 45 jours »."""
    if contract.notice_days:
        return formats.count(contract.notice_days, "jour")
    return f"{formats.number(contract.notice_months)} mois" if contract.notice_months else "non dit"


def end_words(contract: Contract) -> str:
    """« La fin s’entend dernier jour, inclus »."""
    convention = Contract.EndConvention(kept_convention(contract.end_convention))
    words = (
        "comme le dernier jour, inclus"
        if convention == Contract.EndConvention.LAST_DAY
        else "à la date anniversaire"
    )
    return f"La fin s’entend {kept(words, said=bool(contract.end_convention))}"


def effect_words(contract: Contract) -> str:
    """« Le préavis compte à la réception de la lettre »."""
    effect = Contract.NoticeEffect(kept_effect(contract.notice_effective_on))
    words = kept(str(effect.label), said=bool(contract.notice_effective_on))
    return f"Le préavis compte {words}"


def renewal_kind(contract: Contract) -> str:
    """« Tacite reconduction »."""
    label = Contract.Renewal(kept_renewal(contract.renewal)).label
    return kept(str(label), said=bool(contract.renewal))


def renewal_words(contract: Contract) -> str:
    """« Tacite reconduction, 2 fois 12 mois »."""
    words = renewal_kind(contract)
    if kept_renewal(contract.renewal) == "none":
        return words
    times = f"{contract.max_renewals} fois " if contract.max_renewals else ""
    return f"{words}, {times}{contract.renewal_months} mois"
