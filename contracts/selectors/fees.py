"""The fee of a contract over time, for the budget, the invoices and the base of penalties."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.engine.fees import Fee, fee_on
from contracts.models import Contract, ContractVersion, PriceRevision
from core.engine.months import Month

Dated = tuple[tuple[date, Decimal], ...]


@dataclass(frozen=True)
class Fees:
    """What was agreed and what was revised, each in time order."""

    agreed: Dated
    revised: Dated

    def on(self, day: date) -> Fee:
        return fee_on(day, self.agreed, self.revised)

    def of(self, month: Month) -> Fee:
        """The fee of a month is the one in force at its end, as the base of its penalties."""
        return self.on(month.last_day)


def fees_of(contract: Contract) -> Fees:
    """Every fee of a contract (2 queries)."""
    agreed = ContractVersion.objects.filter(contract=contract).order_by("effective_on")
    revised = PriceRevision.objects.filter(contract=contract).order_by("effective_on")
    return Fees(
        tuple(agreed.values_list("effective_on", "monthly_fee")),
        tuple(revised.values_list("effective_on", "price")),
    )


def with_revised_fees(contract: Contract, versions: Sequence[ContractVersion]) -> list[ContractVersion]:
    """The versions in time order, those whose penalties rest on the revised fee cut at each revision.

    The copies are not stored: they carry the fee applied in the setting that states it. No query where no
    version asks for the revised fee, one otherwise.
    """
    if not any(version.settings.get("penalty_base") == "revised" for version in versions):
        return list(versions)
    agreed = tuple((version.effective_on, version.monthly_fee) for version in versions)
    revisions = PriceRevision.objects.filter(contract=contract).order_by("effective_on")
    fees = Fees(agreed, tuple(revisions.values_list("effective_on", "price")))
    found = []
    for rank, version in enumerate(versions):
        found.append(_carrying(version, version.effective_on, fees))
        if version.settings.get("penalty_base") == "revised":
            end = versions[rank + 1].effective_on if rank + 1 < len(versions) else date.max
            inside = [on for on, _ in fees.revised if version.effective_on < on < end]
            found += [_carrying(version, on, fees) for on in inside]
    return found


def _carrying(version: ContractVersion, day: date, fees: Fees) -> ContractVersion:
    fee = fees.on(day)
    if version.settings.get("penalty_base") != "revised" or fee.revised_on is None:
        return version
    carried = copy(version)
    carried.effective_on = day
    carried.settings = {**version.settings, "revised_fee": str(fee.revised)}
    return carried
