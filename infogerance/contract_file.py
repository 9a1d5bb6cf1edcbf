"""A whole contract as one TOML file: checked whole, written in one transaction, given back alike."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

import contracts.selectors
import contracts.services
import governance.services
import kpis.selectors
import kpis.services
import reversibility.selectors
import reversibility.services
import slas.selectors
import slas.services
from contracts.engine.contract_file import read_contract
from contracts.engine.money_file import MoneyTerms, read_money
from contracts.engine.papers_file import SaidPapers, read_papers
from contracts.engine.people_file import PeopleTerms, read_people
from contracts.engine.reading import Entry, FileRefused, Problem
from contracts.engine.registers_file import EntrySaid, read_registers
from contracts.engine.terms import ContractTerms
from contracts.engine.work_unit_file import UnitLine, read_work_units
from contracts.engine.writing import write_toml
from contracts.models import Contract
from contracts.models.calendars import HOLIDAY_ZONES
from contracts.services import Counts
from core.scope import for_contract
from governance.engine.committees_file import CommitteeSaid, read_committees
from governance.selectors.committee_terms import export_committees
from journal.services import record
from kpis.engine.settings_file import Followed, read_indicators
from reversibility.engine.access_file import read_accesses
from reversibility.engine.accesses import Access
from reversibility.engine.deliverables_file import ExitLine, read_deliverables
from reversibility.engine.drills_file import DrillLine, read_drills
from reversibility.engine.exit_clause_file import ExitClauseFile, read_exit_clause
from slas.engine.terms import Promise, read_commitments

MAX_BYTES = 4_000_000
"""Some ten thousand lines of scope."""


@dataclass(frozen=True)
class WholeContract:
    """Everything the file says, checked."""

    terms: ContractTerms
    units: tuple[UnitLine, ...]
    promises: tuple[Promise, ...]
    followed: tuple[Followed, ...]
    exit_lines: tuple[ExitLine, ...]
    drills: tuple[DrillLine, ...]
    money: MoneyTerms
    exit_clause: ExitClauseFile
    people: PeopleTerms
    committees: tuple[CommitteeSaid, ...]
    accesses: tuple[Access, ...]
    papers: SaidPapers
    register_entries: tuple[EntrySaid, ...]


@dataclass(frozen=True)
class LoadReport:
    """The contract, and what the loading changed, section by section."""

    contract: Contract
    sections: Mapping[str, Counts]

    @property
    def total(self) -> Counts:
        return sum(self.sections.values(), Counts())


def read_contract_file(content: bytes) -> WholeContract:
    """Check a file as a whole. Raises FileRefused with every problem found, none of them written anywhere."""
    problems: list[Problem] = []
    root = Entry(_parse(content), "", problems)
    terms = read_contract(root, frozenset(code for code, _ in HOLIDAY_ZONES))
    exit_lines = read_deliverables(root)
    papers = read_papers(root)
    whole = WholeContract(
        terms=terms,
        units=read_work_units(root, terms.scope),
        promises=read_commitments(
            root,
            calendars=terms.calendar_codes,
            priorities=terms.priorities,
            starts_on=terms.identity.starts_on,
        ),
        followed=read_indicators(root),
        exit_lines=exit_lines,
        drills=read_drills(root, {line.number for line in exit_lines}),
        money=read_money(root),
        exit_clause=read_exit_clause(root),
        people=read_people(root),
        committees=read_committees(root),
        accesses=read_accesses(root),
        papers=papers,
        register_entries=read_registers(root, papers.clause_codes),
    )
    root.place = "fichier"
    root.close()
    if problems:
        raise FileRefused(problems)
    return whole


def _parse(content: bytes) -> dict[str, Any]:
    if len(content) > MAX_BYTES:
        raise FileRefused(
            [Problem("fichier", "il dépasse 4 Mo.", "Un contrat tient en quelques centaines de ko.")]
        )
    try:
        return tomllib.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError as error:
        raise FileRefused(
            [Problem("fichier", "il n’est pas en UTF-8.", "Enregistrez-le en UTF-8.")]
        ) from error
    except (ValueError, RecursionError) as error:
        spot = re.search(r"line (\d+), column (\d+)", str(error))
        place = f"fichier, ligne {spot[1]}, colonne {spot[2]}" if spot else "fichier"
        raise FileRefused(
            [
                Problem(
                    place,
                    "ce n’est pas du TOML lisible.",
                    "Vérifiez les guillemets, crochets et signes « = ».",
                )
            ]
        ) from error


@transaction.atomic
def load_contract(content: bytes, *, is_demo: bool = False, actor: Any = None) -> LoadReport:
    """Read a contract file and bring the database to it. Loading twice changes nothing.

    Raises FileRefused, and writes nothing, when anything in the file is wrong.
    """
    whole = read_contract_file(content)
    terms = whole.terms
    contract, identity = contracts.services.load_identity(identity=terms.identity, is_demo=is_demo)
    with for_contract(contract.pk):
        sections = {
            "contrat": identity,
            "version": contracts.services.load_versions(contract=contract, terms=terms),
            "plage": contracts.services.load_hours(contract=contract, terms=terms),
            "site": contracts.services.load_places(contract=contract, terms=terms),
            "perimetre": contracts.services.load_scope(contract=contract, terms=terms),
            "unite_oeuvre": contracts.services.load_work_units(contract=contract, lines=whole.units),
            "preavis": contracts.services.load_notice(contract=contract, terms=terms),
            "option": contracts.services.load_options(contract=contract, terms=terms),
            "echeance": contracts.services.load_dated_terms(contract=contract, terms=terms),
            "engagement": slas.services.load_commitments(contract=contract, promises=whole.promises),
            "indicateur": kpis.services.load_indicators(contract=contract, followed=whole.followed),
            "comite": governance.services.load_committees(contract=contract, said=whole.committees),
            "livrable": reversibility.services.load_deliverables(contract=contract, lines=whole.exit_lines),
            "exercice": reversibility.services.load_drills(contract=contract, lines=whole.drills),
            **contracts.services.load_money(contract=contract, money=whole.money),
            "sortie": reversibility.services.load_exit_clause(contract=contract, told=whole.exit_clause),
            **contracts.services.load_people(contract=contract, people=whole.people),
            "acces": reversibility.services.load_accesses(contract=contract, lines=whole.accesses),
            **contracts.services.load_papers(
                contract=contract, papers=whole.papers, entries=whole.register_entries
            ),
        }
        sections["plage"] += contracts.services.prune_hours(contract=contract, terms=terms)
        report = LoadReport(contract, sections)
        if report.total.changed:
            record(
                contract_id=contract.pk,
                action="contract_loaded",
                subject=contract.reference,
                actor=actor,
                details={name: vars(counts) for name, counts in sections.items()}
                | {"promises": slas.services.promises_digest(contract)},
            )
    return report


def export_contract(contract: Contract, *, with_accesses: bool = True) -> str:
    """The contract as the text of a file that `load_contract` reads back without changing anything.

    Without the access register, for a reader who has no right to it, loading it would empty the register.
    """
    tables = contract_tables(contract)
    return write_toml(tables if with_accesses else {n: t for n, t in tables.items() if n != "acces"})


def contract_tables(contract: Contract) -> dict[str, Any]:
    """The tables of the contract's file, in its order, without those that say nothing."""
    with for_contract(contract.pk):
        scope = contracts.selectors.export_scope(contract)
        tables: dict[str, Any] = {
            "contrat": contracts.selectors.export_identity(contract),
            "preavis": contracts.selectors.export_notice(contract),
            "option": contracts.selectors.export_options(contract),
            "echeance": contracts.selectors.export_dated_terms(contract),
            "version": contracts.selectors.export_versions(contract),
            "plage": contracts.selectors.export_hours(contract),
            "site": contracts.selectors.export_places(contract),
            "fermeture": contracts.selectors.export_closures(contract),
            "engagement": slas.selectors.export_commitments(contract),
            **scope,
            "unite_oeuvre": contracts.selectors.export_work_units(contract),
            "indicateur": kpis.selectors.export_indicators(contract),
            "comite": export_committees(contract),
            "livrable": reversibility.selectors.export_deliverables(contract),
            "exercice": reversibility.selectors.export_drills(contract),
            **contracts.selectors.export_money(contract),
            "sortie": reversibility.selectors.export_exit_clause(contract),
            **contracts.selectors.export_people(contract),
            "acces": reversibility.selectors.export_accesses(contract),
            **contracts.selectors.export_papers(contract),
        }
    return {name: table for name, table in tables.items() if table}
