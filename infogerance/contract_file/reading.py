"""A contract file checked as a whole, before anything is written."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from contracts.engine.contract_file import read_contract
from contracts.engine.money_file import MoneyTerms, read_money
from contracts.engine.papers import SaidPapers
from contracts.engine.papers_file import read_papers
from contracts.engine.people_file import PeopleTerms, read_people
from contracts.engine.problems import FileRefused, Problem
from contracts.engine.reading import Entry
from contracts.engine.registers_file import EntrySaid, read_registers
from contracts.engine.terms import ContractTerms
from contracts.engine.terms_amending import check_terms_coming
from contracts.engine.work_unit_file import UnitLine, read_work_units
from contracts.models.calendars import HOLIDAY_ZONES
from governance.engine.committees_file import read_committees
from governance.engine.terms import CommitteeSaid
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
    """Everything the file says, checked. `sections`: the tables it has, be they empty."""

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
    sections: frozenset[str] = frozenset()

    def speaks_of(self, *sections: str) -> bool:
        """Whether the file has one of these tables; one that has none leaves what the portal keeps of them."""
        return not self.sections.isdisjoint(sections)


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
        sections=frozenset(root.values),
    )
    root.place = "fichier"
    root.close()
    if not problems:
        problems += check_terms_coming(terms.versions, root.values, read_exit_clause)
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
