"""What the contract file says in its registers: `[registre.rgpd]`, `[registre.nis2]`, `[registre.dora]`, `[registre.data_act]`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.engine.papers import PROOF
from contracts.engine.papers_file import read_clause_code, read_plain_day
from contracts.engine.reading import Entry
from contracts.engine.register_shape import Fact, FactKind, Register
from contracts.engine.registers import ANSWERS, REGISTERS
from contracts.engine.scope_words import file_words

YES, NO = "oui", "non"
MOST = 9_999


@dataclass(frozen=True)
class EntrySaid:
    """One answer of a register, or one plain fact of it: `answer` is empty for a fact, `value` for an answer."""

    register: str
    item: str
    answer: str = ""
    value: str = ""
    clause: str = ""
    proof: str = ""
    answered_on: date | None = None


def read_registers(root: Entry, clauses: Collection[str]) -> tuple[EntrySaid, ...]:
    """Problems go to `root.problems`; `clauses` are the codes that the file names."""
    told = root.table("registre")
    found: list[EntrySaid] = []
    for register in REGISTERS.values():
        entry = told.table(register.code, f"registre {register.code}")
        found += _read_facts(entry, register)
        found += _read_answers(entry, register, clauses)
        entry.close()
    told.close()
    return tuple(found)


def _read_facts(entry: Entry, register: Register) -> Iterable[EntrySaid]:
    for fact in register.facts:
        value = _read_fact(entry, fact)
        if value:
            yield EntrySaid(register.code, fact.code, value=value)


def _read_fact(entry: Entry, fact: Fact) -> str:
    """The value as it is kept; empty when the file does not say it."""
    if fact.kind == "flag":
        return kept_flag(entry.flag(fact.code)) if entry.has(fact.code) else ""
    if fact.kind == "whole":
        number = entry.whole(fact.code, high=MOST, required=False, default=None)
        return "" if number is None else str(number)
    if fact.kind == "day":
        day = read_plain_day(entry, fact.code)
        return day.isoformat() if day else ""
    if fact.kind == "word":
        return entry.choice(fact.code, {word: word for word, _ in fact.options}, required=False)
    return entry.text(fact.code, limit=PROOF, required=False)


def _read_answers(entry: Entry, register: Register, clauses: Collection[str]) -> Iterable[EntrySaid]:
    for question in register.questions:
        if not entry.has(question.code):
            continue
        place = f"registre {register.code}, {question.code}"
        told = entry.table(question.code, place)
        answer = told.choice("reponse", file_words(ANSWERS))
        said = EntrySaid(
            register.code,
            question.code,
            answer=answer,
            clause=read_clause_code(told, clauses),
            proof=told.text("preuve", limit=PROOF, required=False),
            answered_on=read_plain_day(told, "le"),
        )
        told.close()
        if answer:
            yield said


def kept_flag(value: bool) -> str:
    """« oui » or « non », as a flag is kept."""
    return YES if value else NO


def file_value(kind: FactKind, kept: str) -> Any:
    """A kept value as the contract file writes it."""
    if kind == "flag":
        return kept == YES
    if kind == "whole":
        return int(kept)
    return date.fromisoformat(kept) if kind == "day" else kept
