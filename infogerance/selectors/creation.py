"""The guided form as far as it is filled: its steps, and the contract that they compose."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.urls import reverse

from contracts.engine.problems import FileRefused, Problem
from contracts.engine.writing import write_toml
from contracts.models import ContractDraft
from core.engine import formats
from infogerance.contract_file import read_contract_file
from infogerance.engine.creation.answers import Answers, Copied
from infogerance.engine.creation.composing import compose
from infogerance.forms.creation.desk import Desk, Filled
from infogerance.forms.creation.steps import STEPS, Step, step_of
from infogerance.selectors.contract_models import ContractModel, model_named


@dataclass(frozen=True)
class StepLine:
    """One step in the head of the pages."""

    label: str
    note: str
    url: str
    state: str


@dataclass(frozen=True)
class PlacedProblem:
    """What the file's reader refuses, with the step where it is corrected."""

    problem: Problem
    step: Step

    @property
    def url(self) -> str:
        return reverse("contracts:create_step", args=[self.step.code])


@dataclass(frozen=True)
class Creation:
    """A draft, read with its model."""

    draft: ContractDraft
    model: ContractModel
    filled: Mapping[str, Filled]

    @cached_property
    def done(self) -> frozenset[str]:
        """Codes of the steps that were typed and are right."""
        return frozenset(
            code for code, filled in self.filled.items() if code in self.draft.answers and filled.is_valid()
        )

    @property
    def missing(self) -> list[Step]:
        return [step for step in STEPS if step.code not in self.done]

    @property
    def progress(self) -> str:
        """« 4 étapes sur 6 »: the last one is to check and create."""
        return f"{formats.count(len(self.done), 'étape')} sur {len(STEPS) + 1}"

    def lines(self, here: str, *, linked: bool = False) -> list[StepLine]:
        """The steps and the last page; linked where leaving the page loses nothing that was typed."""
        found = [
            StepLine(
                step.title,
                formats.count(step.minutes, "minute"),
                reverse("contracts:create_step", args=[step.code]) if linked else "",
                "current" if step.code == here else "done" if step.code in self.done else "todo",
            )
            for step in STEPS
        ]
        state = "current" if here == "verifier" else "todo"
        return [*found, StepLine("Vérifier et créer", formats.count(1, "minute"), "", state)]

    def tables(self) -> dict[str, Any]:
        """The tables of the contract file, once no step is missing."""
        answers = Answers(*(self.filled[step.code].answer() for step in STEPS))
        return compose(self.model.tables, copied_in(self.draft), answers)

    def content(self) -> bytes:
        """The contract file that the answers come to."""
        return write_toml(self.tables()).encode()


def creation_of(draft: ContractDraft, clients: tuple[str, ...]) -> Creation:
    """The draft with every step filled as far as it was typed."""
    model = model_named(draft.model)
    desk = Desk(model.tables, clients, copied_in(draft))
    first = STEPS[0].build(draft.answers.get(STEPS[0].code), desk)
    if STEPS[0].code in draft.answers and first.is_valid():
        desk = replace(desk, users=first.answer().users)
    filled = {step.code: step.build(draft.answers.get(step.code), desk) for step in STEPS}
    return Creation(draft, model, filled)


def copied_in(draft: ContractDraft) -> Copied:
    """The sites and hours that the draft took from another contract."""
    tables = tomllib.loads(draft.content, parse_float=Decimal)
    return Copied(
        hours=tuple(tables.get("plage", ())),
        sites=tuple(tables.get("site", ())),
        closures=tuple(tables.get("fermeture", ())),
        source=draft.source,
    )


def place_problems(problems: tuple[Problem, ...]) -> list[PlacedProblem]:
    """Each problem with its step."""
    by_code = {step.code: step for step in STEPS}
    return [PlacedProblem(problem, by_code[step_of(problem.place)]) for problem in problems]


def problems_of(content: bytes) -> tuple[Problem, ...]:
    """What the reader of contract files refuses; nothing is written."""
    try:
        read_contract_file(content)
    except FileRefused as refused:
        return refused.problems
    return ()
