"""The sincerity index, recomputed by hand from what its page shows."""

from __future__ import annotations

import pytest

from slas.selectors.sincerity import sincerity_page
from tests.slas.reading import words

MONTHS = [f"2025-{n:02d}" for n in range(3, 13)] + ["2026-01", "2026-02", "2026-03"]


def report(world, month, *, late=False, lacking=False, gap=False):
    """A month of twenty tickets in time, its report received on the 6th or on the 20th of the next one."""
    from core.engine.months import Month

    received = f"{Month.parse(month).shift(1)}-{'20' if late else '05'} 10:00"
    delivery = world.delivery(month, received)
    for n in range(20):
        world.ticket(f"{month}-{n}", f"{month}-02 09:00", f"{month}-04 12:00", delivery=delivery)
    if not lacking:
        world.declare(delivery, "E06", 19 if gap else 20, 20)


@pytest.fixture
def promise(world):
    return world.promise("E06", "resolution", ("P3", 200, "hours"))


def test_nine_of_twelve(world, promise, visit_page):
    for place, month in enumerate(MONTHS):
        report(world, month, late=place == 4, lacking=place == 7, gap=place in {0, 9})
    world.compute(*MONTHS)
    page = sincerity_page(world.contract)
    assert (page.shown, page.percent) == ("9/12", "75,00\u00a0%")
    assert page.formula == (
        "9\u00a0rapports à l’heure, complets et dans la tolérance, sur les 12 derniers : 9/12 = 75,00\u00a0%"
    )
    marks = {str(one.month): [state for _, state, _, _ in one.marks] for one in page.submissions}
    assert len(marks) == 12
    assert marks["2025-07"] == ["breached", "met", "met"]
    assert marks["2025-10"] == ["met", "breached", "met"]
    assert marks["2025-12"] == ["met", "met", "breached"]
    assert sum(all(state == "met" for state in row) for row in marks.values()) == page.index.met == 9
    text = words(visit_page("sincerite/"))
    assert "9/12 = 75,00 %" in text
    assert text.count("plus grand écart") == 11
    assert "reçu le 20/08/2025, attendu le 07/08/2025" in text


def test_hidden_under_three(world, promise, visit_page):
    for month in MONTHS[-2:]:
        report(world, month)
    world.compute(*MONTHS[-2:])
    assert sincerity_page(world.contract).index is None
    assert "Indice affiché à partir de 3 rapports." in words(visit_page("sincerite/"))


def test_a_known_ticket_that_is_absent_makes_a_report_incomplete(world, promise):
    report(world, MONTHS[0])
    from reports.models import Delivery

    world.ticket("OPEN", "2025-03-28 09:00", delivery=Delivery.objects.get())
    report(world, MONTHS[1])
    world.compute(*MONTHS[:2])
    last, first = sincerity_page(world.contract).submissions
    assert (first.complete, last.complete, last.lacking_words) == (True, False, "1\u00a0ticket connu absent")


def test_without_any_report(world, promise, visit_page):
    assert sincerity_page(world.contract).submissions == []
    assert "Aucun rapport déposé" in words(visit_page("sincerite/", "provider"))


@pytest.fixture
def visit_page(world, make_user):
    from django.test import Client

    def get(path, role="referent"):
        client = Client()
        client.force_login(make_user(role, world.contract))
        return client.get(f"/contrats/{world.contract.slug}/{path}")

    return get
