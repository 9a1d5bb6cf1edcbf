"""Where some commitments may end, for tests and proof sheet."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from core.svg import reach

D = Decimal
LONG = "Disponibilité de la messagerie et de la téléphonie des quatre sites, hors maintenances"

ENDS = reach.Reaches(
    "Où peut finir chaque engagement d’avril 2026",
    [
        reach.Reach("E06 GTR P3", D("61.2"), D("82.4"), D("87.1"), D(90), "breached", "Déjà perdu"),
        reach.Reach("E05 GTR P2", D("87.5"), D("95.0"), D("95.8"), D(95), "watch", "Se joue"),
        reach.Reach("E02 GTI P2", D("97.0"), None, D("100.0"), D(95), "met", "Tenu quoi qu’il arrive"),
        reach.Reach(
            LONG,
            D("91.0"),
            D("99.0"),
            D("100.0"),
            D(90),
            "met",
            "Tenu quoi qu’il arrive",
        ),
    ],
    D(70),
)
NO_END = reach.Reaches("Rien à prévoir", [])
REACH_CHARTS: dict[str, Any] = {
    "reach": (reach.draw, ENDS, (794, 328)),
    "reach-none": (reach.draw, NO_END, (794, 328)),
}
