"""Writing what the contract file says of dates."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.utils import timezone

from contracts.engine.letter_file import SECTION
from contracts.engine.problems import FileRefused, Problem
from contracts.engine.terms import ContractTerms
from contracts.models import Contract, DatedTerm, ExtensionOption, NoticeLetter
from contracts.services.rows import Counts, replace_rows
from core.engine import formats


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


def load_letter(*, contract: Contract, terms: ContractTerms) -> Counts:
    """The letter of notice and the end that it fixed; a file that is silent leaves what a person recorded.

    Raises FileRefused when the file says otherwise of a letter that took effect.
    """
    said = terms.dates.letter
    if said is None:
        return Counts()
    values = asdict(said)
    present = NoticeLetter.objects.filter(contract=contract).first()
    changed = present is None or any(getattr(present, name) != value for name, value in values.items())
    if present is not None and present.effective_on and changed:
        raise FileRefused(
            [
                Problem(
                    f"[{SECTION}]",
                    f"le fichier change la lettre qui a pris effet le {formats.date_short(present.effective_on)}.",
                    "Repartez du contrat exporté (export_contract), ou retirez la table : la lettre reste alors.",
                )
            ]
        )
    if not changed:
        return Counts(unchanged=1)
    NoticeLetter.objects.update_or_create(
        contract=contract, defaults=values | {"recorded_by": None, "recorded_at": timezone.now()}
    )
    contract.ended_on = said.ends_on
    contract.save(update_fields=["ended_on"])
    return Counts(created=int(present is None), updated=int(present is not None))


def load_options(*, contract: Contract, terms: ContractTerms) -> Counts:
    """Extension options; those that the file no longer names are removed."""
    rows = [asdict(one) for one in terms.dates.options]
    return replace_rows(model=ExtensionOption, within={"contract": contract}, key=("number",), rows=rows)


def load_dated_terms(*, contract: Contract, terms: ContractTerms) -> Counts:
    """Dates that the contract names; those that the file no longer names are removed."""
    rows = [asdict(one) | {"reminder_days": list(one.reminder_days)} for one in terms.dates.terms]
    return replace_rows(model=DatedTerm, within={"contract": contract}, key=("number",), rows=rows)
