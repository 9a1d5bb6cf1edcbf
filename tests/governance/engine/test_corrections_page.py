"""The page of a correction: why, by whom, and the tickets whose verdict flipped."""

from __future__ import annotations

from governance.engine.pack.corrections import Why, page
from governance.engine.pack.document import Link, Page, Row, Table
from governance.engine.pack.telling import changes, told_by


def told(*tickets: str) -> dict[str, object]:
    rows = tuple(Row(Link(ticket), ("E06", "P3")) for ticket in tickets)
    body = {"table": Table(("Ticket", "Eng.", "Prio."), rows)}
    return told_by([Page(9, "failures", "Échecs", "", body, annex=True)])


def test_a_ticket_that_came_in_or_out_of_the_late_ones_is_told() -> None:
    found = changes(told("INC-1", "INC-2"), told("INC-2", "INC-3"))
    assert [(one.label, one.before, one.after) for one in found.tickets] == [
        ("INC-3 E06", "pas hors délai", "hors délai"),
        ("INC-1 E06", "hors délai", "pas hors délai"),
    ]


def test_a_version_that_kept_no_ticket_tells_none() -> None:
    before = {key: value for key, value in told("INC-1").items() if key != "late"}
    assert not changes(before, told("INC-2"))


def test_the_page_says_why_by_whom_and_when() -> None:
    found = changes(told("INC-1"), told())
    shown = page(found, 1, (Why("Contestation n° 2 accueillie.", "Référent IT", "20/05/2026"),))
    assert shown.title == "Ce qui change depuis la version 1 : 1\u00a0verdict de ticket"
    assert shown.body["why"].rows == (
        Row(Link("20/05/2026"), ("Référent IT", "Contestation n° 2 accueillie.")),
    )
    assert [(row.head.text, row.cells) for row in shown.body["tickets"].rows] == [
        ("annexe", ("INC-1 E06", "hors délai", "pas hors délai"))
    ]
    assert page(found, 1, ()).body["why"] is None
