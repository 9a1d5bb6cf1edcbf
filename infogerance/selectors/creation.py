"""The guided form as far as it is filled: its steps, and the contract that they compose."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.urls import reverse

from contracts.engine.reading import FileRefused, Problem
from contracts.engine.writing import write_toml
from contracts.models import ContractDraft
from core.engine import formats
from infogerance.contract_file import read_contract_file
from infogerance.engine.creation.answers import Answers, Copied
from infogerance.engine.creation.composing import compose
from infogerance.engine.creation.wording import delay_words, price_words, renewal_words
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
        """« 4 étapes sur 5 »."""
        return f"{formats.count(len(self.done), 'étape')} sur {len(STEPS)}"

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


@dataclass(frozen=True)
class Summary:
    """The contract to come, as a person reads it."""

    facts: list[tuple[str, str]]
    sites: list[tuple[str, str]]
    promises: list[tuple[str, str, str, str]]
    included: list[tuple[str, str]]
    excluded: list[tuple[str, str]]


def summary_of(tables: Mapping[str, Any]) -> Summary:
    """From the tables of the file."""
    hours = {one["code"]: one["libelle"] for one in tables["plage"]}
    return Summary(
        facts=_facts(tables),
        sites=[
            (one["nom"], hours.get(one.get("plage", ""), "horaires des engagements"))
            for one in tables["site"]
        ],
        promises=[
            (
                one["libelle"],
                delay_words(one) or formats.ABSENT,
                formats.percent(one["taux_exige"]),
                price_words(one.get("penalite", [])) or "sans pénalité",
            )
            for one in tables.get("engagement", [])
        ],
        included=[
            (one["element"], f"{formats.number(one.get('volume'))} {one.get('unite', '')}".strip())
            for one in tables.get("perimetre", [])
        ],
        excluded=[(one["element"], _price(one)) for one in tables.get("exclusion", [])],
    )


def _price(line: Mapping[str, Any]) -> str:
    if "prix_uo" not in line:
        return "prix à compléter"
    unit = f" par {line['unite']}" if line.get("unite") else ""
    return f"{formats.money(line['prix_uo'])}{unit}"


def _facts(tables: Mapping[str, Any]) -> list[tuple[str, str]]:
    identity, version = tables["contrat"], tables["version"][0]
    leaving = tables.get("sortie", {})
    notice, budget, cap = (
        identity.get("preavis_mois"),
        identity.get("budget_annuel"),
        leaving.get("plafond_forfaits"),
    )
    rules = version["reglages"]
    return [
        ("Client", identity["client"]),
        ("Prestataire", identity["prestataire"]),
        (
            "Période ferme",
            f"du {formats.date_short(identity['debut'])} au {formats.date_short(identity['fin'])}",
        ),
        ("Reconduction", renewal_words(identity)),
        ("Préavis", f"{formats.number(notice)} mois" if notice else "non précisé"),
        ("Forfait mensuel HT", formats.money(version["forfait_mensuel"])),
        ("Budget annuel HT", formats.money(budget)),
        ("Priorités", ", ".join(rules["priorites"])),
        (
            "Plafond des pénalités",
            f"{_cap(rules['plafond_mois'])} du mois, {_cap(rules['plafond_annee'])} de l’année",
        ),
        ("Rapport attendu", f"{formats.ordinal(rules['rapport_jour_ouvre'])} jour ouvré du mois suivant"),
        ("Transition", f"de {leaving['transition_min_mois']} à {leaving['transition_max_mois']} mois"),
        ("Plafond de la sortie", f"{formats.number(cap)} forfaits mensuels" if cap else "non précisé"),
    ]


def _cap(percent: Any) -> str:
    return formats.percent(percent) if percent else "aucun"
