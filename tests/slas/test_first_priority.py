"""A priority that an earlier month told is not untold by a later one: no breach is erased, none is invented."""

from __future__ import annotations

from datetime import datetime

import pytest

from reports.models import Ticket
from slas.models import Detection, TicketVerdict
from tests.slas.planted import HEAD, Row, sheet
from tests.slas.test_planted import hand_in

OPENED, ENDED = datetime(2026, 2, 24, 9, 0), datetime(2026, 3, 2, 11, 0)


@pytest.fixture
def promised(world):
    world.promise("E05", "resolution", ("P2", 8, "hours"))
    world.promise("E07", "resolution", ("P4", 50, "hours"))


def row(priority, resolved=None, flag="", **values):
    return Row("LOW", priority, OPENED, resolved, flag, values={**values})


def export(*rows):
    return {"tickets": sheet(HEAD, [one.line() for one in rows])}


def others(month, count=3):
    return [
        Row(f"OK{month}{n}", "P2", datetime(2026, month, 10, 9), datetime(2026, month, 10, 12), "oui")
        for n in range(count)
    ]


def handed(world, february, march, declared=()):
    """February tells the ticket one way, March another."""
    hand_in(world, "2026-02", export(*others(2), february))
    figures = sheet("Engagement;Numérateur;Dénominateur;Taux", list(declared))
    hand_in(world, "2026-03", export(*others(3), march) | ({"declared": figures} if declared else {}))


def verdicts():
    rows = TicketVerdict.objects.filter(ticket__reference="LOW").select_related("commitment")
    return {row.commitment.code: (row.state, str(row.month)) for row in rows}


@pytest.mark.usefixtures("promised")
class TestLowered:
    @pytest.mark.parametrize("told", [{}, {"Priorité initiale": "P4"}], ids=["untold", "denied"])
    def test_a_breach_of_the_month_before_stays(self, world, told):
        handed(world, row("P2"), row("P4", ENDED, "oui", **told))
        world.compute("2026-02", "2026-03")
        assert verdicts() == {"E05": ("breached", "2026-02")}
        february = world.compute("2026-02")["E05"]
        assert (february.met, february.counted) == (3, 4)

    def test_the_first_priority_told_once_is_not_erased(self, world):
        first = {"Priorité initiale": "P2", "Priorité changée le": "25/02/2026 09:00"}
        handed(world, row("P4", **first), row("P4", ENDED, "oui"))
        world.compute("2026-02", "2026-03")
        assert verdicts() == {"E05": ("breached", "2026-02")}

    def test_an_approved_lowering_keeps_what_was_breached_before_it(self, world):
        handed(world, row("P2"), row("P4", ENDED, "oui"))
        Ticket.objects.filter(reference="LOW").update(lowering_approved=True)
        world.compute("2026-02", "2026-03")
        assert verdicts() == {"E05": ("breached", "2026-02")}

    def test_an_approved_lowering_told_before_any_breach_counts(self, world):
        late = {"opened": datetime(2026, 2, 27, 14), "resolved": datetime(2026, 3, 3, 11)}
        february, march = row("P2"), row("P4", late["resolved"], "oui")
        february.opened = march.opened = late["opened"]
        handed(world, february, march)
        Ticket.objects.filter(reference="LOW").update(lowering_approved=True)
        world.compute("2026-02", "2026-03")
        assert verdicts() == {"E07": ("met", "2026-03")}

    def test_a_lowering_dated_back_before_the_report_that_did_not_know_it(self, world):
        told = {"Priorité initiale": "P2", "Priorité changée le": "24/02/2026 10:00"}
        handed(world, row("P2"), row("P4", ENDED, "oui", **told))
        Ticket.objects.filter(reference="LOW").update(lowering_approved=True)
        world.compute("2026-02", "2026-03")
        assert verdicts() == {"E05": ("breached", "2026-02")}

    def test_without_any_instant_nor_earlier_report_the_first_priority_rules(self, world):
        hand_in(world, "2026-02", export(*others(2), row("P4", **{"Priorité initiale": "P2"})))
        world.compute("2026-02")
        assert verdicts() == {"E05": ("breached", "2026-02")}

    def test_the_last_export_rules_where_the_contract_says_so(self, world):
        world.settle(date_evidence="export")
        handed(world, row("P2"), row("P4", ENDED, "oui"))
        world.compute("2026-02", "2026-03")
        assert list(verdicts()) == ["E07"]

    def test_a_version_of_the_same_month_restates(self, world):
        hand_in(world, "2026-02", export(*others(2), row("P2")))
        hand_in(world, "2026-02", export(*others(2), row("P4")))
        world.compute("2026-02")
        assert list(verdicts()) == ["E07"]

    def test_the_gap_the_detector_and_the_page_say_it(self, world, make_user, client):
        handed(world, row("P2"), row("P4", ENDED, "oui"), ["E07;1;1;"])
        found = world.compute("2026-02", "2026-03")["E07"]
        assert [(cause["cause"], cause["tickets"]) for cause in found.causes] == [("requalified", ["LOW"])]
        asked = Detection.objects.get(month="2026-03", code="lowered")
        assert (asked.references, asked.facts) == (["LOW"], {"after": 1})
        client.force_login(make_user("referent", world.contract))
        page = client.get(f"/contrats/{world.contract.slug}/tickets/LOW/").content.decode()
        assert "P2 vers P4, compté au 01/03/2026 à 00:00. La première priorité vient d’un rapport" in page

    def test_a_first_priority_told_late_is_believed_where_no_month_denies_it(self, world):
        told = {"Priorité initiale": "P2", "Priorité changée le": "02/03/2026 10:00"}
        handed(world, row("P4"), row("P4", ENDED, "oui", **told))
        world.compute("2026-02", "2026-03")
        assert verdicts() == {"E05": ("breached", "2026-02")}


@pytest.mark.usefixtures("promised")
class TestRaised:
    def test_no_shorter_delay_is_applied_to_time_before_it_is_known(self, world):
        handed(world, row("P4"), row("P2", ENDED, "non"))
        world.compute("2026-02", "2026-03")
        assert list(verdicts()) == ["E07"]

    def test_the_story_an_export_tells_stands_where_earlier_months_agree(self, world):
        told = {"Priorité initiale": "P4", "Priorité changée le": "24/02/2026 10:00"}
        handed(world, row("P2"), row("P2", ENDED, "non", **told))
        world.compute("2026-02", "2026-03")
        assert verdicts() == {"E05": ("breached", "2026-02")}
        verdict = world.verdict("E05", "LOW")
        assert verdict.started_at.isoformat() == "2026-02-24T09:00:00+00:00"
