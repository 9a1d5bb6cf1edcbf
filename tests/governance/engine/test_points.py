"""What the month's data put on the agenda beside the questions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from governance.engine.facts import ExitFacts, PenaltyFacts, Proof
from governance.engine.points import points, terminable
from slas.engine.penalties import TerminationClause
from tests.governance.engine.test_decisions import facts, line

DATES = [
    (date(2026, 4, 15), "Passée"), (date(2026, 6, 30), "Préavis"), (date(2026, 10, 13), "Révision"),
    (date(2026, 10, 14), "Lointaine"),
]  # fmt: skip
PROOFS = tuple(
    Proof(rank, f"L{rank}", "Client", state, None, 1)
    for rank, state in enumerate(("obsolete", "absent", "current"))
)
PENALTY = PenaltyFacts(due=Decimal(2035))


def test_a_quiet_month_adds_nothing() -> None:
    assert points(facts(line()), 0, ()) == []


def test_each_matter_has_its_line_in_order() -> None:
    rows = (line(look="breached", gap_status="to_justify"),)
    found = points(
        facts(
            *rows, penalty=PENALTY, exit=ExitFacts(PROOFS, Fraction(0)), terminable=(("GTR P3", "1 mois"),)
        ),
        2,
        DATES,
    )
    assert [text.replace("\u00a0", " ").replace("\u202f", " ") for text in found] == [
        "Engagements non respectés : GTR P3",
        "Écarts à justifier : GTR P3",
        "Contestations ouvertes : 2",
        "Pénalité à décider : 2 035 € HT",
        "Échéances sous 180 jours : Préavis (30/06/2026) et Révision (13/10/2026)",
        "Sortie : 1 preuve périmée",
        "Droit de résiliation ouvert : GTR P3",
    ]


def test_what_a_question_puts_is_not_said_twice() -> None:
    rows = (line(gap_status="to_justify"),)
    assert points(facts(*rows, penalty=PENALTY), 1, (), {"gap", "penalty", "dispute"}) == []


@pytest.mark.parametrize(("misses", "open_right"), [(1, False), (2, True)])
def test_the_right_to_terminate_opens_at_the_clause(misses: int, open_right: bool) -> None:
    row = line(look="breached")
    cells = (*row.cells[: 12 - misses], *([row.cells[-1]] * misses))
    found = terminable([line(look="breached", cells=cells)], TerminationClause(2))
    assert found == ((("GTR P3", "2 mois manqués de suite"),) if open_right else ())


def test_a_long_list_is_counted() -> None:
    rows = [line(f"E{rank}", "breached") for rank in range(5)]
    assert points(facts(*rows), 0, ()) == [
        "Engagements non respectés : GTR P3, GTR P3, GTR P3 et 2\u00a0autres"
    ]
