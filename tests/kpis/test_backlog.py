"""Ages of the open tickets fall in bands whose last day belongs to them."""

from __future__ import annotations

from typing import Any

import pytest

from core.engine.months import Month
from kpis.selectors.backlog import LateOpen, backlog_page, band
from slas.models import TicketVerdict

FEBRUARY, MARCH = Month(2026, 2), Month(2026, 3)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "7 jours au plus"),
        (7, "7 jours au plus"),
        (8, "De 8 à 30 jours"),
        (30, "De 8 à 30 jours"),
        (31, "De 31 à 90 jours"),
        (90, "De 31 à 90 jours"),
        (91, "Plus de 90 jours"),
    ],
)
def test_a_band_holds_its_last_day(days: int, words: str) -> None:
    assert band(days) == words


def test_what_fell_due_earlier_and_is_still_open_is_counted_beside_the_months(world: Any) -> None:
    world.deliver(FEBRUARY, MARCH)
    own = world.commitment()
    for opened, month, state in (
        ("2026-02-02 09:00", FEBRUARY, "breached"),
        ("2026-03-02 09:00", MARCH, "breached"),
        ("2026-03-30 09:00", None, "pending"),
    ):
        row = world.elapsed(world.ticket(opened), own, 1)
        TicketVerdict.objects.filter(pk=row.pk).update(month=month, state=state)
    row = world.elapsed(world.ticket("2026-02-03 09:00", "2026-03-20 09:00"), own, 1)
    TicketVerdict.objects.filter(pk=row.pk).update(month=FEBRUARY, state="breached")
    assert backlog_page(world.contract, MARCH).late == [LateOpen("E06", "GTR E06", 2, 1)]
