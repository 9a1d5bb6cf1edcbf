"""Writing what the contract file says of dates."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from contracts.engine.terms import ContractTerms
from contracts.models import Contract, DatedTerm, ExtensionOption
from contracts.services.rows import Counts, replace_rows


def load_notice(*, contract: Contract, terms: ContractTerms) -> Counts:
    """Notices, conventions and the months that options added, on the contract's own row."""
    said = terms.dates
    values: dict[str, Any] = asdict(said.notice) | {"extended_months": said.extended_months}
    values["reminder_days"] = list(said.notice.reminder_days)
    if all(getattr(contract, name) == value for name, value in values.items()):
        return Counts()  # the row is already counted with the identity
    for name, value in values.items():
        setattr(contract, name, value)
    contract.save(update_fields=list(values))
    return Counts(updated=1)


def load_options(*, contract: Contract, terms: ContractTerms) -> Counts:
    """Extension options; those that the file no longer names are removed."""
    rows = [asdict(one) for one in terms.dates.options]
    return replace_rows(model=ExtensionOption, within={"contract": contract}, key=("number",), rows=rows)


def load_dated_terms(*, contract: Contract, terms: ContractTerms) -> Counts:
    """Dates that the contract names; those that the file no longer names are removed."""
    rows = [asdict(one) | {"reminder_days": list(one.reminder_days)} for one in terms.dates.terms]
    return replace_rows(model=DatedTerm, within={"contract": contract}, key=("number",), rows=rows)
