"""What the engine tests share."""

import pytest

from core.engine.months import Month


@pytest.fixture
def month() -> Month:
    return Month(2026, 3)
