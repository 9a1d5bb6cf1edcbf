"""The radar on a hand-made half-year: each planted entry is found, and nothing else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from contracts.engine.allowances import Allowance
from contracts.engine.naming import Book, Named
from core.engine.months import Month, month_range
from kpis.engine.grey import Element, Fact, Radar, scan

WINDOW = month_range(Month.parse("2025-10"), Month.parse("2026-03"))
MARCH = WINDOW[-1]
BOOK = Book.of(
    [
        Named(1, "Postes de travail", ("poste",)),
        Named(2, "Téléphonie", ("téléphonie",)),
        Named(3, "Supervision", ()),
        Named(4, "Arrivées au-delà de 2 par mois", ("demande > arrivée",)),
        Named(5, "Étiqueteuses", ("étiqueteuse",)),
        Named(6, "Audit", ()),
        Named(7, "Postes d’atelier", ("poste",), ("atelier",)),
    ]
)
ELEMENTS = [
    Element(1, "in"),
    Element(2, "in"),
    Element(3, "in", brings_tickets=False),
    Element(4, "out", Decimal(45), Allowance(Decimal(2))),
    Element(5, "grey"),
    Element(6, "out", Decimal(2900)),
    Element(7, "in", known_since=date(2026, 2, 1)),
]


def fact(reference: str, category: str, month: Month = MARCH, **values: Any) -> Fact:
    return Fact(reference, month, category, **{"is_resolved": True, "site": "Siège", **values})


def radar(*facts: Fact, delivered: Any = WINDOW) -> Radar:
    return scan(facts, ELEMENTS, BOOK, WINDOW, delivered)


def told(entries: Any) -> list[tuple[int, list[str], Decimal | None]]:
    return [(e.element.key, [one.fact.reference for one in e.tickets], e.value) for e in entries]


def test_the_planted_entries_and_nothing_else() -> None:
    found = radar(
        *(fact(f"A{n}", "Demande > Arrivée") for n in range(4)),
        *(fact(f"B{n}", "Demande > Arrivée", MARCH.shift(-1)) for n in range(2)),
        fact("G1", "Étiqueteuses > Pilote"),
        fact("P1", "Poste > Écran"),
        fact("R1", "Poste > Lenteur", is_cancelled=True, cancel_reason="Demande hors périmètre"),
    )
    assert told(found.beyond) == [(4, ["A2", "A3"], Decimal(90))]
    assert told(found.grey) == [(5, ["G1"], None)]
    assert told(found.refused) == [(1, ["R1"], None)]
    assert found.idle == [ELEMENTS[1]]
    assert (found.value, found.tied, found.unknown, found.unwatched) == (Decimal(90), 9, 0, 1)
    assert found.beyond[0].tickets[0].tie.phrase == "demande > arrivée"


@pytest.mark.parametrize(
    "innocent",
    [
        fact("X", "Audit", is_resolved=False),
        fact("X", "Audit", is_cancelled=True),
        fact("X", "Audit", is_repeat=True),
        fact("X", "Audit", MARCH.shift(-6)),
        fact("X", "Audit", MARCH.shift(1)),
        fact("X", "Demande > Arrivée"),
        fact("X", "Cuisine"),
        fact("X", "Poste", is_cancelled=True, cancel_reason="Hors périmètre", cancelled_by="Client"),
        fact("X", "Poste", is_cancelled=True, cancel_reason="Refus de l’utilisateur"),
        fact("X", "Poste", is_cancelled=True, cancel_reason="Doublon"),
        fact("X", "Poste", is_cancelled=False, cancel_reason="Hors périmètre"),
        fact("X", "Audit", is_cancelled=True, cancel_reason="Hors périmètre"),
    ],
    ids=["open", "cancelled", "repeated", "before", "after", "within the allowance", "unknown", "by the client",
         "user's refusal", "duplicate", "not cancelled", "rightly refused"],
)  # fmt: skip
def test_no_false_entry(innocent: Fact) -> None:
    found = radar(innocent)
    assert (found.beyond, found.grey, found.refused) == ([], [], [])


def test_a_doubt_is_told_and_nobody_is_idle_by_it() -> None:
    found = radar(fact("D1", "", title="Téléphonie du poste"))
    assert [one.reference for one in found.doubts] == ["D1"]
    assert found.idle == []
    assert found.tied == 0


def test_a_local_item_takes_the_tickets_of_its_site() -> None:
    found = radar(
        fact("L1", "Poste", site="Atelier", is_cancelled=True, cancel_reason="Hors contrat"),
        fact("L2", "Téléphonie"),
    )
    assert told(found.refused) == [(7, ["L1"], None)]
    assert [element.key for element in found.idle or ()] == [1]


def test_a_missing_report_proves_nothing() -> None:
    assert radar(delivered=WINDOW[1:]).idle is None


def test_an_item_that_came_lately_is_not_idle_yet() -> None:
    assert [element.key for element in radar().idle or ()] == [1, 2]


def test_a_yearly_allowance_counts_what_was_used_before_the_window() -> None:
    """Three a year: two in the spring, two in the autumn; the fourth is past it, and the new year starts afresh."""
    yearly = [Element(4, "out", Decimal(45), Allowance(Decimal(3), "year"))]
    facts = [
        *(fact(f"S{n}", "Demande > Arrivée", Month(2025, 4)) for n in range(2)),
        *(fact(f"N{n}", "Demande > Arrivée", Month(2025, 11)) for n in range(2)),
        *(fact(f"J{n}", "Demande > Arrivée", Month(2026, 1)) for n in range(3)),
        fact("OLD", "Demande > Arrivée", Month(2024, 12)),
    ]
    found = scan(facts, yearly, BOOK, WINDOW, WINDOW)
    assert told(found.beyond) == [(4, ["N1"], Decimal(45))]
    assert found.tied == 5
