"""What a withdrawn version alone told proves nothing any more: dates and priorities are told again without it."""

from __future__ import annotations

from core.engine.months import Month
from reports import selectors
from reports.services import read_delivery, withdraw_delivery
from tests.reports.conftest import ROWS, native


def test_a_date_proven_by_a_withdrawn_version_is_proven_no_more(hand_in, scope):
    """February told 8 h, then 7 h by mistake; March told 9 h. Once the mistake is withdrawn, 8 h is the first told."""
    told = [native(ROWS[1].replace("16/03/2026 09:00", f"16/02/2026 0{hour}:00")) for hour in (8, 7, 9)]
    hand_in(told[0], month="2026-02")
    wrong = hand_in(told[1], month="2026-02")
    hand_in(told[2], month="2026-03")

    def first() -> str:
        return str(selectors.first_reported_dates(selectors.month_tellings(scope))["opened"].iloc[0])

    assert first() == "2026-02-16 06:00:00"
    withdraw_delivery(delivery=wrong, reason="Mauvais horaire")
    read_delivery(delivery=wrong)
    assert first() == "2026-02-16 07:00:00"


def test_a_priority_told_by_a_withdrawn_version_is_told_no_more(hand_in, scope):
    """February told P4, then P2 by mistake; March tells P4: once the mistake is withdrawn, nothing was lowered."""
    february = ROWS[1].replace("16/03/2026", "16/02/2026")
    told = [native(february.replace(";P4;", f";{priority};")) for priority in ("P4", "P2", "P4")]
    hand_in(told[0], month="2026-02")
    wrong = hand_in(told[1], month="2026-02")
    hand_in(told[2], month="2026-03")
    february_first = [(Month.parse("2026-02"), "P2"), (Month.parse("2026-03"), "P4")]
    assert [fields["priority"] for fields in selectors.month_tellings(scope).values()] == [february_first]
    withdraw_delivery(delivery=wrong, reason="Mauvaise priorité")
    read_delivery(delivery=wrong)
    told_since = [fields.get("priority") for fields in selectors.month_tellings(scope).values()]
    assert {value for steps in told_since if steps for _, value in steps} <= {"P4"}
