"""What an approved amendment changes of the terms waits for its day; on that day they are brought to it, once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from django.db import transaction

from contracts.engine.contract_file import clause_of, read_identity
from contracts.engine.dates_file import read_dates
from contracts.engine.price_amending import PriceChange
from contracts.engine.reading import Entry
from contracts.engine.revision_file import read_revision
from contracts.engine.terms_to_come import terms_part
from contracts.models import Contract, ContractVersion, NoticeLetter, TermsToCome, WorkUnit, WorkUnitPrice
from contracts.selectors.exit_terms import exit_terms
from contracts.selectors.promises import told_promises
from contracts.selectors.terms_to_come import terms_to_come
from contracts.services.money_file import load_clause
from contracts.services.rows import upsert_row
from journal.services import record

END = ("ends_on", "renewal", "renewal_months", "max_renewals", "notice_months")
NOTICE = (
    "end_convention", "notice_days", "provider_notice_months", "provider_notice_days", "notice_effective_on",
    "notice_means",
)  # fmt: skip


def keep_terms(*, version: ContractVersion, tables: Mapping[str, Any]) -> None:
    """Keep what a version will change of the terms. Whoever approves it opens the transaction and writes the journal."""
    if change := terms_part(tables):
        TermsToCome.objects.create(contract_id=version.contract_id, version=version, change=change)


def write_prices(*, contract: Contract, changes: Iterable[PriceChange]) -> None:
    """Prices join the list of their unit at once: each bears the day from which it is due."""
    units = {unit.code: unit for unit in WorkUnit.objects.filter(contract=contract)}
    for one in changes:
        key = {"unit": units[one.code], "level": one.level, "effective_on": one.effective_on}
        upsert_row(model=WorkUnitPrice, key={"contract": contract, **key}, values={"amount": one.amount})


@transaction.atomic
def apply_due_terms(*, contract: Contract, today: date) -> int:
    """Bring the terms to every version whose day has come; returns how many. Twice is as once.

    One that the terms no longer admit keeps waiting, and those after it with it: its page says why.
    """
    held = (
        Contract.objects.select_for_update(of=("self",))
        .select_related("client", "provider")
        .get(pk=contract.pk)
    )
    terms, applied = terms_to_come(held), 0
    laid = dict(terms.now)
    for coming in terms.waiting:
        if coming.day > today or coming.why:
            break
        former = laid["contrat"]["fin"]
        laid |= coming.changes
        _write(held, laid, coming.changes)
        if laid["contrat"]["fin"] != former:
            _put_off(held)
        coming.row.delete()
        record(
            contract_id=contract.pk, action="amendment.applied", subject=f"avenant {coming.number}",
            details={"effect_on": str(coming.day), "fields": ", ".join(coming.changes)} | told_promises(held),
        )  # fmt: skip
        applied += 1
    if applied:
        contract.refresh_from_db(fields=[*END, *NOTICE, "ended_on"])
    return applied


def _put_off(contract: Contract) -> None:
    """An end agreed after a notice, and later than it, takes the place of the one that the notice had fixed.

    The notice still bars renewals: the contract ends on the day agreed.
    """
    agreed = replace(contract.clause, ended_on=None).end(0)
    if contract.ended_on and contract.ended_on < agreed:
        contract.ended_on = agreed
        contract.save(update_fields=["ended_on"])
        NoticeLetter.objects.filter(contract=contract).update(ends_on=agreed)


def _write(contract: Contract, laid: Mapping[str, Any], changed: Mapping[str, Any]) -> None:
    root = Entry(laid, "", [])
    if {"contrat", "preavis"} & set(changed):
        identity = read_identity(root)
        dates = read_dates(root, identity.starts_on, clause_of(identity))
        values = {name: getattr(identity, name) for name in END}
        values |= {name: value for name, value in asdict(dates.notice).items() if name in NOTICE}
        for name, value in values.items():
            setattr(contract, name, value)
        contract.save(update_fields=list(values))
    if "revision" in changed:
        load_clause(contract=contract, terms=read_revision(root))
    if "sortie" in changed:
        exit_terms().write(contract, root)
