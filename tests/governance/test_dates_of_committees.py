"""When a COPIL sits."""

from __future__ import annotations

from datetime import date

import pytest

from core.engine.months import Month
from governance.services.committees import meeting_day


@pytest.mark.parametrize(
    ("month", "day"),
    [
        (Month(2026, 3), date(2026, 4, 16)),
        (Month(2026, 4), date(2026, 5, 20)),
        (Month(2025, 12), date(2026, 1, 16)),
    ],
)
def test_the_copil_sits_on_the_eleventh_business_day_of_the_following_month(month: Month, day: date) -> None:
    assert meeting_day(month, []) == day
