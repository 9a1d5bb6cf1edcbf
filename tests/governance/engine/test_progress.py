"""Where a committee is: nothing is told to leave, or planned, once its day is past."""

from __future__ import annotations

from datetime import date

import pytest

from governance.engine.progress import is_overdue, progress

DAY, SEND_BY = date(2026, 11, 17), date(2026, 11, 12)


@pytest.mark.parametrize(
    ("state", "today", "said"),
    [
        ("planned", date(2026, 11, 12), "Le dossier part au plus tard le jeudi 12 novembre 2026."),
        ("planned", date(2026, 11, 17), "Le dossier devait partir le jeudi 12 novembre 2026."),
        ("planned", date(2026, 11, 18), "Sa date est passée, sans séance consignée"),
        ("held", date(2026, 11, 18), "La séance est consignée"),
        ("signed", date(2026, 11, 18), "Le relevé est signé"),
        ("lapsed", date(2026, 11, 18), "Carence"),
    ],
)
def test_a_committee_says_what_is_to_be_done_next(state: str, today: date, said: str) -> None:
    assert progress(state, DAY, SEND_BY, today).startswith(said)


def test_only_a_planned_committee_is_overdue() -> None:
    assert is_overdue("planned", DAY, date(2026, 11, 18))
    assert not is_overdue("planned", DAY, DAY)
    assert not is_overdue("held", DAY, date(2026, 11, 18))
