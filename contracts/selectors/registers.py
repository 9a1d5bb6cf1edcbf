"""The optional registers of the client: answers, facts, what deserves a second look, the DORA line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.engine.register_shape import Fact, Question, Register
from contracts.engine.registers import ANSWERS, REGISTERS, Alert, Facts, alerts
from contracts.engine.scope_words import labels
from contracts.models import Clause, Contract, RegisterEntry
from core.engine import formats
from core.exports import Sheet

LOOKS = {"yes": "met", "no": "watch", "not_applicable": "not_applicable", "to_confirm": "pending"}
WORDS = labels(ANSWERS)


@dataclass(frozen=True)
class QuestionLine:
    """One question, with its answer if there is one."""

    question: Question
    entry: RegisterEntry | None
    clause: Clause | None

    @property
    def state(self) -> str:
        return LOOKS[self.entry.answer] if self.entry else ""

    @property
    def word(self) -> str:
        return WORDS[self.entry.answer] if self.entry else ""


@dataclass(frozen=True)
class RegisterTab:
    """One register in the row of registers: its name, how many of its questions are answered."""

    code: str
    name: str
    answered: int
    total: int


@dataclass(frozen=True)
class RegistersPage:
    """One register open, the others as tabs, the alerts of all."""

    register: Register
    lines: list[QuestionLine]
    facts: list[tuple[Fact, str]]
    tabs: list[RegisterTab]
    alerts: list[Alert]

    @property
    def answered(self) -> int:
        return sum(line.entry is not None for line in self.lines)


def registers_page(contract: Contract, code: str) -> RegistersPage:
    """One register and the counts of all (2 queries). Raises KeyError for a register that is none."""
    register, rows = REGISTERS[code], rows_of(contract)
    clauses = {row.pk: row for row in Clause.objects.filter(contract=contract)}
    facts = facts_of(rows)
    return RegistersPage(
        register=register,
        lines=[
            QuestionLine(question, entry, clauses.get(entry.clause_id or 0) if entry else None)
            for question in register.questions
            for entry in (rows.get((register.code, question.code)),)
        ],
        facts=[(fact, shown(fact, facts.get((register.code, fact.code), ""))) for fact in register.facts],
        tabs=[
            RegisterTab(
                one.code, one.name, sum((one.code, q.code) in rows for q in one.questions), len(one.questions)
            )
            for one in REGISTERS.values()
        ],
        alerts=alerts(facts, contract.notice_months, contract.notice_days),
    )


def kept_facts(contract: Contract, register: Register) -> dict[str, str]:
    """The facts of a register as they are kept (1 query)."""
    rows = RegisterEntry.objects.filter(contract=contract, register=register.code, answer="")
    return dict(rows.values_list("item", "value"))


def register_entry(contract: Contract, register: Register, question: Question) -> RegisterEntry | None:
    """The present answer to a question (1 query)."""
    return RegisterEntry.objects.filter(contract=contract, register=register.code, item=question.code).first()


def shown(fact: Fact, kept: str) -> str:
    """A kept fact as a person reads it."""
    if not kept:
        return formats.ABSENT
    if fact.kind == "day":
        return formats.date_short(date.fromisoformat(kept))
    if fact.kind == "whole":
        return formats.number(int(kept))
    if fact.kind == "word":
        return dict(fact.options).get(kept, kept)
    return kept.capitalize() if fact.kind == "flag" else kept


def register_sheet(page: RegistersPage) -> Sheet:
    """One line per fact, then one per question."""
    head = ("Registre", "Source", "Question", "Réponse", "Clause", "Preuve", "Réponse du")
    facts = [(page.register.name, None, fact.label, value, None, None, None) for fact, value in page.facts]
    answers = [
        (
            page.register.name, line.question.source, line.question.text, line.word or None,
            line.clause.code if line.clause else None, line.entry.proof or None if line.entry else None,
            line.entry.answered_on if line.entry else None,
        )
        for line in page.lines
    ]  # fmt: skip
    return Sheet(head, [*facts, *answers])


def facts_of(rows: dict[tuple[str, str], RegisterEntry]) -> Facts:
    """The plain facts among the entries."""
    return {key: row.value for key, row in rows.items() if row.value}


def rows_of(contract: Contract) -> dict[tuple[str, str], RegisterEntry]:
    return {(row.register, row.item): row for row in RegisterEntry.objects.filter(contract=contract)}
