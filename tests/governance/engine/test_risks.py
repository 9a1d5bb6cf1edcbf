"""Risks: bands of criticality, the order and the matrix in which they are read, what cannot be said of one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from governance.engine.risks import RiskSaid, band, matrix, order, risk_faults

TODAY = date(2026, 4, 1)
SAID = RiskSaid(
    cause="Départ du N3", effect="ERP sans exploitant", likelihood=3, impact=4, treatment="reduce",
    owner="Référent IT", owner_side="client", review_on=date(2026, 6, 1), audience="both",
)  # fmt: skip


@pytest.mark.parametrize(
    ("criticality", "word", "look"),
    [
        (1, "faible", "met"),
        (4, "faible", "met"),
        (6, "moyenne", "watch"),
        (9, "moyenne", "watch"),
        (12, "forte", "breached"),
        (16, "forte", "breached"),
    ],
)
def test_each_product_has_its_band(criticality: int, word: str, look: str) -> None:
    assert (band(criticality).word, band(criticality).look) == (word, look)


def test_the_most_critical_comes_first_then_the_gravest_then_the_oldest() -> None:
    told = {1: (2, 2), 2: (4, 3), 3: (3, 4), 4: (3, 4), 5: (4, 4)}
    said = {
        number: replace(SAID, likelihood=weights[0], impact=weights[1]) for number, weights in told.items()
    }
    assert sorted(told, key=lambda number: order(said[number], number)) == [5, 3, 4, 2, 1]


def test_the_matrix_counts_each_place() -> None:
    rows = matrix([(3, 4), (3, 4), (1, 1)])
    assert [row.word for row in rows] == ["4, quasi certaine", "3, probable", "2, possible", "1, rare"]
    assert [cell.count for cell in rows[1].cells] == [0, 0, 0, 2]
    assert [cell.count for cell in rows[3].cells] == [1, 0, 0, 0]
    grave = rows[1].cells[3]
    assert (grave.place, grave.shown, grave.band.word) == ("3x4", "2", "forte")
    assert grave.about.replace("\u00a0", " ") == "2 risques, vraisemblance probable, impact grave"
    assert rows[0].cells[0].about == "aucun risque, vraisemblance quasi certaine, impact mineur"


def faults(said: RiskSaid, before: RiskSaid | None = None) -> list[tuple[str, str]]:
    return [(fault.field, str(fault)) for fault in risk_faults(said, before, TODAY)]


def test_a_risk_is_reviewed_later() -> None:
    late = replace(SAID, review_on=date(2026, 3, 31))
    assert faults(SAID) == []
    assert faults(replace(SAID, review_on=TODAY)) == []
    assert faults(late) == [("review_on", "Cette date de revue est passée. Datez la prochaine revue.")]
    assert faults(replace(late, cause="Autre"), late) == []


@pytest.mark.parametrize(
    ("values", "field"), [((2, None), "residual_impact"), ((None, 2), "residual_likelihood")]
)
def test_what_remains_has_both_its_weights(values: tuple[int | None, int | None], field: str) -> None:
    said = replace(SAID, residual_likelihood=values[0], residual_impact=values[1])
    words = "Le risque résiduel se dit en vraisemblance et en impact. Choisissez les deux, ou aucun des deux."
    assert (faults(said), said.residual) == ([(field, words)], None)


def test_a_treatment_makes_nothing_worse() -> None:
    same = replace(SAID, residual_likelihood=4, residual_impact=3)
    assert (same.residual, faults(same)) == (12, [])
    worse = replace(SAID, residual_likelihood=4, residual_impact=4)
    assert faults(worse) == [
        (
            "residual_likelihood",
            "La criticité résiduelle (16) dépasse celle d’avant traitement (12). Corrigez l’une des deux.",
        )
    ]
