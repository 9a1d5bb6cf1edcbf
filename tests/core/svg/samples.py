"""One believable drawing of each chart, and its awkward cases, for tests, bench and proof sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

from core.engine.months import Month, month_range
from core.svg import bars, clock, columns, control, dots, dumbbell, quadrant, strip
from core.svg.drawing import Drawing
from tests.core.svg.exit_samples import EXIT_CHARTS
from tests.core.svg.reach_samples import REACH_CHARTS

D = Decimal
LONG = (
    "Disponibilité de la messagerie, des fichiers partagés et de la téléphonie "
    "des quatre sites, hors maintenances planifiées"
)
MONTHS = month_range(Month(2025, 1), Month(2026, 3))
BACKLOG = [46, 48, 45, 47, 49, 46, 48, 49, 51, 53, 54, 57, 59, 61, 63]
RATES = [93.5, 92.7, 94.1, 92.2, 93.3, 93.9, 91.8, 90.4, 93.2, 92.1, 92.8, 89.1, 87.9, 86.3, 85.1]


def verdicts(word: str) -> list[strip.Square]:
    states = {"m": "met", "w": "watch", "b": "breached", "n": "not_applicable", "p": "pending"}
    return [
        strip.Square(month, states[letter], contested=letter == "b" and rank == len(word) - 1)
        for rank, (month, letter) in enumerate(zip(MONTHS[-len(word) :], word, strict=True))
    ]


STRIP = strip.Strip("INF-2024-07 : 4 mois non respectés sur 12", verdicts("mmmmwmmmbbbb"))
STRIP_GAPS = strip.Strip("USI-2023-11 : un mois sans verdict", verdicts("mmmnmmmmmmwp"))
SPARK = strip.Spark([81, 80, 82, 79, 80, 78, 79, 77, 76, 75, 73, 72], 80, "worse")


def backlog(**changes: object) -> control.Control:
    given: dict[str, object] = {
        "title": "L’encours sort de ses limites depuis décembre et atteindra 75 en septembre 2026",
        "points": [
            control.Point(month, value, "worse" if value > 55 else "common")
            for month, value in zip(MONTHS, BACKLOG, strict=True)
        ],
        "limits": [control.Limits(D("49.4"), D("43.9"), D("55.0"), D("6.8"))],
        "unit": "ticket",
        "decimals": 0,
        "target": ("seuil", 75),
        "projection": [65, 67, 69, 71, 73, 75],
        "trend": (7, D("49.0")),
        "reached": "75 en sept.",
        "notes": [control.Note(9, 1, "Décision D-08, files P3 et P4 fusionnées", "Décision D-08")],
        "baseline": 12,
    }
    return control.Control(**(given | changes))


def rate(**changes: object) -> control.Control:
    given: dict[str, object] = {
        "title": "GTR P3 non respecté de façon constante",
        "points": [
            control.Point(month, D(str(value)), "worse" if value < 88 else "common")
            for month, value in zip(MONTHS, RATES, strict=True)
        ],
        "limits": [control.Limits(D("92.1"), D("88.4"), D("95.8"), D("4.6"))],
        "unit": "%",
        "target": ("cible", 90),
        "baseline": 12,
        "bounds": (0, 100),
    }
    return control.Control(**(given | changes))


SHORT = control.Control(
    "Trop tôt pour conclure",
    [
        control.Point(month, D(value), few=7)
        for month, value in zip(MONTHS[:5], ("4.1", "3.9", "4.4", "4.0", "4.6"), strict=True)
    ],
    unit="h",
    reason="Pas assez de recul (5 mois sur 6).",
    target=("cible", 5),
)
REBASED = rate(
    title="Limites recalées après l’avenant 2",
    limits=[
        control.Limits(D("92.8"), D("89.0"), D("96.6"), D("4.7")),
        control.Limits(D("87.1"), D("83.0"), D("91.2"), D("5.0"), first=11),
    ],
    baseline=0,
)
SIXTY = control.Control(
    "Cinq ans sans dérive",
    [
        control.Point(month, D(50 + (rank * 7) % 11), "better" if rank == 40 else "common")
        for rank, month in enumerate(month_range(Month(2021, 4), Month(2026, 3)))
    ],
    [control.Limits(D("55.0"), D("45.2"), D("64.8"), D("12.0"))],
    unit="appel",
    decimals=0,
    baseline=12,
)
HOLES = rate(
    title="Deux mois sans mesure",
    points=[
        control.Point(month, None if rank in (4, 5) else D("93.1") + rank % 3, few=6 if rank == 9 else None)
        for rank, month in enumerate(MONTHS)
    ],
)
EMPTY = control.Control("Rien à montrer", [])


def delays() -> dots.Dots:
    hours = [1 + (rank * 37 % 190) / 10 for rank in range(110)] + [
        2.5 + (rank * 13 % 70) / 10 for rank in range(33)
    ]
    late = [20.5, 20.8, 21.3, 21.9, 22.4, 22.9, 23.3, 24.6, 25.2, 26.3, 26.8, 27.4]
    absent = [25.7, 29.8, 31.1, 32.6, 34.3, 36.1, 38.5, 41.2, 44.0]
    cases = [dots.Case(f"INC-{4000 + rank}", int(value * 3600)) for rank, value in enumerate(hours)]
    cases += [dots.Case(f"INC-{5000 + rank}", int(value * 3600)) for rank, value in enumerate(late)]
    cases += [
        dots.Case(f"INC-{6000 + rank}", int(value * 3600), "hollow") for rank, value in enumerate(absent)
    ]
    cases += [
        dots.Case(f"INC-{7000 + rank}", int(value * 3600), "open")
        for rank, value in enumerate((47.3, 52, 58, 63))
    ]
    kinds = (
        ("solid", "présent au rapport|présents au rapport"),
        ("hollow", "absent du rapport|absents du rapport"),
        ("open", "ouvert, non compté|ouverts, non comptés"),
    )
    return dots.Dots("Les 9 tickets absents sont parmi les plus longs", cases, 20 * 3600, kinds=kinds)


DELAYS = delays()
MANY = dots.Dots(
    "900 tickets, 62 hors délai",
    [
        dots.Case(f"T{rank}", int((1 + (rank * rank * 31 % 1400) / 100 + rank % 17 / 2) * 3600))
        for rank in range(900)
    ],
    20 * 3600,
)
SKEWED = dots.Dots(
    "Quelques délais très longs",
    [dots.Case(f"T{rank}", int((0.3 + rank % 23 / 4) * 3600)) for rank in range(90)]
    + [dots.Case("L1", 130 * 3600), dots.Case("L2", 300 * 3600, "open")],
    4 * 3600,
    kinds=(("solid", "résolu|résolus"), ("open", "encore ouvert|encore ouverts")),
)
NO_CASE = dots.Dots("Aucun ticket jugé", [], 20 * 3600)
GAPS = dumbbell.Dumbbell(
    "4 engagements déclarés au-dessus du recalcul",
    [
        dumbbell.Pair("E06 GTR P3", D("92.3"), D("85.1"), D(90), D("7.2"), True),
        dumbbell.Pair("E07 GTR P4", D("93.1"), D("91.6"), D(90), D("1.5")),
        dumbbell.Pair("E10 Appels", D("92.0"), D("91.2"), D(90), D("0.8")),
        dumbbell.Pair("E03 GTI P3-P4", D("97.0"), D("96.4"), D(90), D("0.6")),
        dumbbell.Pair("E02 GTI P2", D("96.7"), D("97.1"), D(95), D("-0.4")),
    ],
)
LONG_GAPS = dumbbell.Dumbbell(LONG, [dumbbell.Pair(LONG, D("99.97"), D("99.62"), D("99.9"), D("0.35"), True)])
NO_GAP = dumbbell.Dumbbell("Aucun écart", [])
AGES = bars.Bars(
    "8 tickets attendent depuis plus de 30 jours ouvrés",
    [bars.Bar("P3", (12, 9, 3)), bars.Bar("P4", (11, 9, 3)), bars.Bar("Demandes", (8, 6, 2))],
    (("light", "6 à 10 j"), ("mid", "11 à 30 j"), ("dark", "plus de 30 j")),
    head="Priorité",
)
CAPS = bars.Bars(
    "Pénalité de mars : 2\u202f035\u00a0€, sous les deux plafonds",
    [
        bars.Bar(
            "mars 2026",
            (0, 0, 2035),
            2775,
            "provisoire 2\u202f035\u00a0€, soit 73\u00a0%",
            "plafond du mois 2\u202f775\u00a0€",
        ),
        bars.Bar(
            "année 2026",
            (740, 925, 2035),
            22200,
            "740 validés, 925 contestés, 2\u202f035 provisoires",
            "plafond 22\u202f200\u00a0€",
        ),
    ],
    (("solid", "validée"), ("dotted", "contestée"), ("hatched", "provisoire")),
    unit="€",
    head="Période",
)


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour - 1, minute, tzinfo=UTC)


LIFE = clock.Clock(
    "INC-4821 : limite dépassée de 6 h 20",
    [
        clock.Segment(_at(24, 17, 0), _at(24, 18, 0), "counted", 3600),
        clock.Segment(_at(24, 18, 0), _at(25, 8, 0), "closed"),
        clock.Segment(_at(25, 8, 0), _at(25, 14, 0), "counted", 6 * 3600),
        clock.Segment(_at(25, 14, 0), _at(25, 18, 0), "suspended", 0, "attente utilisateur"),
        clock.Segment(_at(25, 18, 0), _at(26, 8, 0), "closed"),
        clock.Segment(_at(26, 8, 0), _at(26, 18, 0), "counted", 10 * 3600),
        clock.Segment(_at(26, 18, 0), _at(27, 8, 0), "holiday", 0, "fermeture de site"),
        clock.Segment(_at(27, 8, 0), _at(27, 17, 20), "counted", 9 * 3600 + 1200),
    ],
    limit_at=_at(27, 11, 0),
)
RUNNING = clock.Clock(
    "INC-4812, encore ouvert", LIFE.segments, LIFE.limit_at, True, (_at(24, 8), _at(31, 18))
)
TRAIL = quadrant.Quadrant(
    "Sous la cible de 80 % depuis six mois, même quand tout est respecté",
    [
        quadrant.Place("oct.", 100, D("67.8"), D("59.2"), D("75.3"), 80, True),
        quadrant.Place("nov.", 100, D("69.2"), D("60.8"), D("76.5"), 84, True),
        quadrant.Place("déc.", D("92.9"), D("69.0"), D("60.2"), D("76.6"), 77),
        quadrant.Place("janv.", D("92.9"), D("75.0"), D("66.7"), D("81.8"), 81),
        quadrant.Place("févr.", D("92.9"), D("72.6"), D("64.5"), D("79.4"), 84),
        quadrant.Place("mars 2026\u00a0: 72\u00a0%", D("85.7"), D("72.1"), D("63.6"), D("79.3"), 86),
    ],
    trail=True,
)
PROVIDERS = quadrant.Quadrant(
    "Un contrat sur trois est une pastèque",
    [
        quadrant.Place("CLD-2025-02", 100, 61, 53, 69, 100, True),
        quadrant.Place("INF-2024-07", D("92.9"), 72, 64, 79, 86),
        quadrant.Place("USI-2023-11", 98, 84, 66, 93, 6, few=True),
    ],
)

BUDGET = columns.Columns(
    "La dépense de 2026 dépasse le budget de 15,83 %",
    [
        columns.Column(month, amount, D(20_167), rank < 3)
        for rank, (month, amount) in enumerate(
            zip(
                month_range(Month(2026, 1), Month(2026, 12)),
                (22_700, 23_600, 23_775, *[23_358] * 9),
                strict=True,
            )
        )
    ],
    [(D(242_000), "Budget"), (D(278_300), "Repère 15\u00a0%"), (D(338_800), "Repère 40\u00a0%")],
    (D(275_075), D(284_400)),
)
FREE = [columns.Column(Month(2026, month), 0, None, False) for month in (1, 2)]
NO_MONTH = columns.Columns("Aucun mois", [])
CHARTS: dict[str, tuple[Callable[..., Drawing], object, tuple[int, ...]]] = {
    "strip": (strip.draw, STRIP, (214, 150)),
    "strip-gaps": (strip.draw, STRIP_GAPS, (214,)),
    "control-backlog": (control.draw, backlog(), (640, 456, 328)),
    "control-rate": (control.draw, rate(), (640, 328)),
    "control-short": (control.draw, SHORT, (560, 328)),
    "control-rebased": (control.draw, REBASED, (640, 328)),
    "control-sixty": (control.draw, SIXTY, (640, 328)),
    "control-holes": (control.draw, HOLES, (560, 328)),
    "control-empty": (control.draw, EMPTY, (560, 328)),
    "dots": (dots.draw, DELAYS, (640, 328)),
    "dots-many": (dots.draw, MANY, (640, 328)),
    "dots-skewed": (dots.draw, SKEWED, (640, 328)),
    "dots-none": (dots.draw, NO_CASE, (456, 328)),
    "dumbbell": (dumbbell.draw, GAPS, (640, 560, 328)),
    "dumbbell-long": (dumbbell.draw, LONG_GAPS, (560, 328)),
    "dumbbell-none": (dumbbell.draw, NO_GAP, (560, 328)),
    "bars-ages": (bars.draw, AGES, (456, 328)),
    "bars-caps": (bars.draw, CAPS, (560, 328)),
    "columns": (columns.draw, BUDGET, (794, 328)),
    "columns-unbudgeted": (columns.draw, columns.Columns("Aucun budget", FREE), (794, 328)),
    "columns-none": (columns.draw, NO_MONTH, (560, 328)),
    "clock": (clock.draw, LIFE, (794, 328)),
    "clock-running": (clock.draw, RUNNING, (794, 328)),
    "quadrant-trail": (quadrant.draw, TRAIL, (456, 328)),
    "quadrant": (quadrant.draw, PROVIDERS, (560, 328)),
    **REACH_CHARTS,
    **EXIT_CHARTS,
}


def drawings() -> list[tuple[str, Drawing]]:
    """All at every width, and compact."""
    drawn = [
        (f"{name}-{width}", draw(data, width=width))
        for name, (draw, data, widths) in CHARTS.items()
        for width in widths
    ]
    drawn += [
        (f"card-{name}", control.draw(data, width=318, compact=True))
        for name, data in (("b", backlog(notes=[])), ("r", rate()))
    ]
    drawn += [
        (f"clock-row-{name}", clock.draw(data, width=236, compact=True))
        for name, data in (("l", LIFE), ("r", RUNNING))
    ]
    return drawn
