"""A contract before it begins, while it runs, after it ends."""

from __future__ import annotations

from datetime import date

import pytest

from contracts.engine.dates import Clause
from contracts.engine.lifetime import outside

START = date(2025, 2, 15)
FIRM = Clause(initial_end=date(2026, 6, 10))
RENEWED = Clause(initial_end=date(2026, 6, 10), renewal="tacit", renewal_months=12, max_renewals=1)


@pytest.mark.parametrize(
    ("clause", "first", "last", "words"),
    [
        (FIRM, date(2025, 1, 1), date(2025, 1, 31), "Commence le 15/02/2025"),
        (FIRM, date(2025, 2, 14), date(2025, 2, 14), "Commence le 15/02/2025"),
        (FIRM, date(2025, 2, 1), date(2025, 2, 28), ""),
        (FIRM, date(2025, 2, 15), date(2025, 2, 15), ""),
        (FIRM, date(2026, 6, 1), date(2026, 6, 30), ""),
        (FIRM, date(2026, 6, 10), date(2026, 6, 10), ""),
        (FIRM, date(2026, 6, 11), date(2026, 6, 11), "Terminé le 10/06/2026"),
        (FIRM, date(2026, 7, 1), date(2026, 7, 31), "Terminé le 10/06/2026"),
        (RENEWED, date(2027, 6, 1), date(2027, 6, 30), ""),
        (RENEWED, date(2027, 7, 1), date(2027, 7, 31), "Terminé le 10/06/2027"),
    ],
)
def test_nothing_is_expected_outside(clause: Clause, first: date, last: date, words: str) -> None:
    assert outside(START, clause, first, last) == words
