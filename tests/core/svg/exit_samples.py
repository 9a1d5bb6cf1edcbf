"""Timelines and ranges as the pages of an exit draw them, and at their worst."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from core.svg import span, timeline
from core.svg.drawing import Drawing

LONG = "Double exploitation et transfert des compétences"
EXIT = timeline.Timeline(
    "Préavis reçu le 30/06/2026 : reprise le 01/01/2027",
    [
        timeline.Row(
            "Préparation", date(2026, 6, 30), date(2026, 7, 29), tag="M1", cells=("Les deux", "2/5")
        ),
        timeline.Row(
            "Transfert", date(2026, 7, 30), date(2026, 10, 31), "done", "M2–M4", cells=("Client", "")
        ),
        timeline.Row("Double exploitation", date(2026, 11, 1), date(2026, 11, 30), tag="M5", cells=("", "")),
        timeline.Row(
            "Bascule", date(2026, 12, 1), date(2026, 12, 31), tag="M6", mark=date(2027, 1, 1), cells=("", "")
        ),
        timeline.Row("Garantie", date(2027, 1, 1), date(2027, 2, 28), "forecast", "M7–M8", cells=("", "")),
    ],
    [
        timeline.Pin(date(2026, 4, 10), "Aujourd’hui"),
        timeline.Pin(date(2026, 6, 30), "Préavis reçu au plus tard le 30/06/2026", True, "81 jours"),
    ],
    ("Porteur", "Preuves"),
)
EDGES = timeline.Timeline(
    "Une phase vide, une autre d’un jour, un repère au dernier jour",
    [
        timeline.Row("Vide", date(2026, 2, 1), date(2026, 1, 31)),
        timeline.Row(LONG, date(2026, 1, 31), date(2026, 1, 31), tag="M1", mark=date(2026, 2, 1)),
        timeline.Row("Longue", date(2024, 1, 1), date(2028, 12, 31), tag="M1–M60", mark=date(2028, 12, 31)),
    ],
    [timeline.Pin(date(2028, 12, 31), "Un repère au bout du calendrier, dont les mots sont longs", True)],
)
CAPPED = span.Span(
    "Coût plafonné à 74\u202f000\u00a0€",
    74000,
    74000,
    129500,
    "repère 7 forfaits, 129\u202f500\u00a0€",
    74000,
    "plafond",
    "74\u202f000\u00a0€",
)
FREE = span.Span(
    "Coût de 74 000 à 129\u202f500\u00a0€", 74000, 74000, 129500, "7 forfaits, 129\u202f500\u00a0€"
)
FIXED = span.Span(
    "Coût fixe de 180\u202f000\u00a0€", 180000, 180000, 180000, "180\u202f000\u00a0€", 12, "plafond bas"
)
NOTHING = span.Span("Sortie gratuite", 0, 0, 0, "0\u00a0€")

EXIT_CHARTS: dict[str, tuple[Callable[..., Drawing], object, tuple[int, ...]]] = {
    "timeline": (timeline.draw, EXIT, (794, 640, 328)),
    "timeline-edges": (timeline.draw, EDGES, (794, 328)),
    "timeline-none": (timeline.draw, timeline.Timeline("Aucune phase", []), (560, 328)),
    "span-capped": (span.draw, CAPPED, (456, 328)),
    "span-free": (span.draw, FREE, (456, 328)),
    "span-fixed": (span.draw, FIXED, (456, 328)),
    "span-nothing": (span.draw, NOTHING, (456, 328)),
}
