"""The title proposed for an action says what is to be done."""

from __future__ import annotations

import pytest

from governance.engine.tasks import task


@pytest.mark.parametrize(
    ("question", "chosen", "title"),
    [
        ("Que faire de la dérive de l’indicateur « Encours » ?", "Renforcer", "Renforcer : dérive de l’indicateur « Encours »"),
        ("Quelle suite donner au contrat après le 30/06/2026 ?", "Renégocier", "Renégocier : contrat après le 30/06/2026"),
        ("Quelle suite donner à GTR P3, sous l’engagement\u202f?", "Agir", "Agir : GTR P3, sous l’engagement"),
        ("Exiger un plan d’action sur l’ERP ?", "Exiger le plan", "Exiger un plan d’action sur l’ERP"),
        ("Que faire de la panne ?", "", "Que faire de la panne"),
        (f"Que faire de {'x' * 187} ?", "Remplacer le lien", "Remplacer le lien"),
    ],
)  # fmt: skip
def test_an_action_is_titled_by_what_is_done(question: str, chosen: str, title: str) -> None:
    assert task(question, chosen) == title
