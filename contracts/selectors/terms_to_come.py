"""The terms as approved amendments will leave them, each on its day: end, renewal, notices, revision, exit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contracts.engine.contract_file import clause_of, read_identity
from contracts.engine.dates import Clause
from contracts.engine.problems import FileRefused
from contracts.engine.reading import Entry
from contracts.engine.terms_amending import KnownTerms, read_terms_to_come
from contracts.models import Contract, TermsToCome
from contracts.selectors.coming import Coming
from contracts.selectors.contract_file import export_identity, waiting_terms
from contracts.selectors.dates_file import export_notice, export_options
from contracts.selectors.exit_terms import exit_terms
from contracts.selectors.money_file import export_revision

ComingTerms = Coming[TermsToCome, Mapping[str, Any]]


@dataclass(frozen=True)
class TermsToday:
    """The terms of now, what waits in the order of its days, and the terms once all of it is laid."""

    now: Mapping[str, Any]
    waiting: tuple[ComingTerms, ...]
    then: Mapping[str, Any]


def terms_to_come(contract: Contract) -> TermsToday:
    """The terms of now and of later (4 queries)."""
    now = {
        "contrat": export_identity(contract),
        "preavis": export_notice(contract),
        "option": export_options(contract),
        "revision": export_revision(contract),
        "sortie": exit_terms().export(contract),
    }
    now = {name: table for name, table in now.items() if table}
    then, waiting = dict(now), list[ComingTerms]()
    for row in waiting_terms(contract):
        known = KnownTerms(then, row.version.effective_on, exit_terms().read)
        try:
            changes = read_terms_to_come(row.change, known, f"avenant {row.version.number}")
        except FileRefused as refusal:
            waiting.append(Coming(row, {}, tuple(map(str, refusal.problems))))
            continue
        waiting.append(Coming(row, changes))
        then = {**then, **changes}
    return TermsToday(now, tuple(waiting), then)


def clause_then(contract: Contract) -> Clause:
    """The end of the contract as approved amendments will leave it (1 query where none waits, 5 otherwise)."""
    if not waiting_terms(contract):
        return contract.clause
    identity = read_identity(Entry({"contrat": terms_to_come(contract).then["contrat"]}, "", []))
    return clause_of(identity, extended_months=contract.extended_months, ended_on=contract.ended_on)


def coming_terms_of(contract: Contract, number: int) -> ComingTerms | None:
    """What a version still has to change of the terms; None once it has, or where it changes none (1 to 5 queries)."""
    if all(row.version.number != number for row in waiting_terms(contract)):
        return None
    return next(one for one in terms_to_come(contract).waiting if one.number == number)
