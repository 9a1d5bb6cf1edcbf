"""Indicators that a contract makes for itself beside the catalogue: their codes, their kinds, what they rest on."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping

from kpis.engine.catalogue import CATALOGUE, Definition
from kpis.engine.catalogue.definition import POSITIVE
from kpis.engine.formulas import Formula, FormulaRefused, read_formula

CATALOGUE_CODE = re.compile(r"K\d\d")
OWN = re.compile(r"C(0[1-9]|[1-9]\d)")
FORMULA, DECLARED, ENTERED = "formula", "declared", "entered"
SOURCES = {
    FORMULA: "formule sur les faits du mois",
    DECLARED: "déclaration du prestataire",
    ENTERED: "saisie du référent",
}
NO_ENTRY = {
    DECLARED: "Non mesuré : ce mois n’est ni déclaré ni saisi.",
    ENTERED: "Non mesuré : aucune valeur saisie pour ce mois.",
}
LARGEST = 10**10
TOO_LARGE = "Non mesuré : le résultat dépasse ce que le portail retient, dix milliards."
NO_DECISION = "Dites la décision que l’indicateur sert : une mesure sans décision ne se crée pas."


def is_own(code: str) -> bool:
    """Whether a code is one of the contract's own, C01 to C99."""
    return OWN.fullmatch(code) is not None


def next_code(taken: Container[str]) -> str:
    """The first free code; empty when all ninety-nine are taken."""
    return next((code for rank in range(1, 100) if (code := f"C{rank:02d}") not in taken), "")


def checked_formula(text: str, kinds: Mapping[str, str]) -> Formula:
    """The formula, each of its indicators known and measured; `kinds`: own codes with their kind. Raises FormulaRefused."""
    formula = read_formula(text)
    for code in formula.codes:
        if code not in CATALOGUE and CATALOGUE_CODE.fullmatch(code):
            raise FormulaRefused(f"{code} n’est pas au catalogue, de K01 à K28 : nommez un autre indicateur.")
        if is_own(code) and code not in kinds:
            raise FormulaRefused(f"Indicateur inconnu : « {code} ». Créez-le d’abord, ou nommez-en un autre.")
        if kinds.get(code) == FORMULA:
            raise FormulaRefused(
                f"{code} est lui-même une formule : écrivez les mesures dont il est fait, pas son code."
            )
    return formula


def own_definition(
    code: str, *, kind: str, name: str, unit: str, sense: str, view: str, timing: str, formula: str, decision: str
) -> Definition:  # fmt: skip
    """What an indicator of the contract's own says of itself, as the catalogue says it of the others."""
    told = {
        FORMULA: f"Calculé : {formula}.",
        DECLARED: "Déclaré chaque mois par le prestataire.",
        ENTERED: "Saisi chaque mois par le référent.",
    }
    return Definition(
        code,
        name,
        unit,
        "up" if sense == "up" else "down",
        "perceived" if view == "perceived" else "technical",
        "leading" if timing == "leading" else "lagging",
        told[kind],
        decision,
        source=SOURCES[kind],
        computed=True,
        minimum=0,
        bounds=(None, None) if kind == FORMULA or unit != "%" else (POSITIVE[0], None),
    )
