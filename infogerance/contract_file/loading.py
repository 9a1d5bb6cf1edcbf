"""A contract file brought to the database in one transaction; loading twice changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

import contracts.services
import governance.services
import kpis.services
import reversibility.services
import slas.services
from contracts.engine.problems import FileRefused, Problem
from contracts.engine.terms import ContractTerms
from contracts.models import Contract
from contracts.selectors.closed_months import closed_months_of
from contracts.selectors.lookup import contract_of_file
from contracts.services import Counts
from core.scope import for_contract
from infogerance.contract_file.agreed import restated
from infogerance.contract_file.closed import PROMISED, rewritten
from infogerance.contract_file.early import told_too_early
from infogerance.contract_file.exporting import Tables, contract_tables
from infogerance.contract_file.reading import WholeContract, read_contract_file
from journal.services import record


@dataclass(frozen=True)
class LoadReport:
    """The contract, and what the loading changed, section by section."""

    contract: Contract
    sections: Mapping[str, Counts]

    @property
    def total(self) -> Counts:
        return sum(self.sections.values(), Counts())


@transaction.atomic
def load_contract(content: bytes, *, is_demo: bool = False, actor: Any = None, role: str = "") -> LoadReport:
    """Read a contract file and bring the database to it. Loading twice changes nothing.

    Raises FileRefused, and writes nothing, when anything in the file is wrong, or would rewrite a closed month.
    """
    whole = read_contract_file(content)
    if early := told_too_early(whole, timezone.localdate(timezone=ZoneInfo(whole.terms.identity.timezone))):
        raise FileRefused(early)
    terms = whole.terms
    settled = _settled(terms)
    contract, identity = contracts.services.load_identity(identity=terms.identity, is_demo=is_demo)
    with for_contract(contract.pk):
        sections = {
            "contrat": identity,
            **_load_terms(contract, terms, whole),
            **_load_above(contract, whole),
        }
        sections["plage"] += contracts.services.prune_hours(contract=contract, terms=terms)
        if settled and (lost := _lost(settled, contract_tables(contract, PROMISED))):
            raise FileRefused(lost)
        report = LoadReport(contract, sections)
        if report.total.changed:
            record(
                contract_id=contract.pk,
                action="contract_loaded",
                subject=contract.reference,
                actor=actor,
                role=role,
                details={name: vars(counts) for name, counts in sections.items()}
                | {"promises": slas.services.promises_digest(contract)},
            )
    return report


@dataclass(frozen=True)
class _Settled:
    """What the contract promised before the file, and the last day of its closed months."""

    tables: Tables
    until: date


def _settled(terms: ContractTerms) -> _Settled | None:
    """None for a new contract, and while no month is closed."""
    contract = contract_of_file(terms.identity.reference, terms.identity.client)
    if contract is None:
        return None
    with for_contract(contract.pk):
        last = max(closed_months_of(contract), default=None)
        return _Settled(contract_tables(contract, PROMISED), last.last_day) if last else None


def _lost(settled: _Settled, after: Tables) -> list[Problem]:
    """What the file would change of closed months, then of what was agreed; one place is told once."""
    found = rewritten(settled.tables, after, settled.until)
    told = {one.place for one in found}
    return [*found, *(one for one in restated(settled.tables, after) if one.place not in told)]


def _load_terms(contract: Contract, terms: ContractTerms, whole: WholeContract) -> dict[str, Counts]:
    """What the contract itself holds; hours and scope come before what rests on them."""
    services = contracts.services
    return {
        "version": services.load_versions(contract=contract, terms=terms),
        "plage": services.load_hours(contract=contract, terms=terms),
        "site": services.load_places(contract=contract, terms=terms),
        "perimetre": services.load_scope(contract=contract, terms=terms),
        "unite_oeuvre": services.load_work_units(contract=contract, lines=whole.units),
        "preavis": services.load_notice(contract=contract, terms=terms),
        "option": services.load_options(contract=contract, terms=terms),
        "lettre_preavis": services.load_letter(contract=contract, terms=terms),
        "echeance": services.load_dated_terms(contract=contract, terms=terms),
        **services.load_money(contract=contract, money=whole.money),
        **_load_people(contract, whole),
        **services.load_papers(
            contract=contract,
            papers=whole.papers,
            entries=whole.register_entries if whole.speaks_of("registre") else None,
        ),
    }


def _load_people(contract: Contract, whole: WholeContract) -> dict[str, Counts]:
    """People, what they answer for and the chain live at the portal: each is left by a file that is silent on it."""
    services = contracts.services
    found: dict[str, Counts] = {}
    if whole.speaks_of("acteur", "raci", "escalade"):
        found |= services.load_people(contract=contract, people=whole.people)
    if whole.speaks_of("sous_traitant"):
        found["sous_traitant"] = services.load_chain(contract=contract, people=whole.people)
    return found


def _load_above(contract: Contract, whole: WholeContract) -> dict[str, Counts]:
    """What the floors above hold of the contract; plan, exercises and accesses as for people."""
    leaving = reversibility.services
    found = {
        "engagement": slas.services.load_commitments(contract=contract, promises=whole.promises),
        "indicateur": kpis.services.load_indicators(contract=contract, followed=whole.followed),
        "comite": governance.services.load_committees(contract=contract, said=whole.committees),
        "sortie": leaving.load_exit_clause(contract=contract, told=whole.exit_clause),
    }
    if whole.speaks_of("livrable"):
        found["livrable"] = leaving.load_deliverables(contract=contract, lines=whole.exit_lines)
    if whole.speaks_of("exercice"):
        found["exercice"] = leaving.load_drills(contract=contract, lines=whole.drills)
    if whole.speaks_of("acces"):
        found["acces"] = leaving.load_accesses(contract=contract, lines=whole.accesses)
    return found
