"""Which date a verdict uses where the journal, an earlier month and the last export differ."""

from __future__ import annotations

import pytest

from tests.slas.planted import HEAD, LOG, sheet
from tests.slas.test_planted import hand_in


@pytest.fixture
def gtr(world):
    return world.promise("E06", "resolution", ("P3", 20, "hours"))


def row(opened, resolved, reference="A"):
    cells = {name: "" for name in HEAD.split(";")} | {
        "Référence": reference, "Type": "Incident", "Priorité": "P3", "Statut": "Clos" if resolved else "En cours",
        "Ouvert le": opened, "Pris en charge le": opened, "Résolu le": resolved, "Clos le": resolved,
        "Suspendu (min)": "0", "Site": "Siège", "Réouvertures": "0",
    }  # fmt: skip
    return ";".join(cells.values())


def journal(*moves):
    return sheet(LOG, [f"A;{was};{now};{at};Bob;" for was, now, at in moves])


def export(*lines):
    return {"tickets": sheet(HEAD, list(lines))}


def elapsed_hours(world):
    world.compute()
    return world.verdict("E06", "A").elapsed_seconds / 3600


@pytest.mark.usefixtures("gtr")
class TestDates:
    def test_the_journal_dates_the_resolution(self, world):
        log = journal(("", "En cours", "02/03/2026 09:00"), ("En cours", "Résolu", "05/03/2026 09:00"))
        hand_in(world, "2026-03", export(row("02/03/2026 09:00", "03/03/2026 09:00")) | {"status_log": log})
        assert elapsed_hours(world) == 30
        assert world.verdict("E06", "A").state == "breached"

    def test_the_export_does_where_the_contract_says_so(self, world):
        world.settle(date_evidence="export")
        log = journal(("", "En cours", "02/03/2026 09:00"), ("En cours", "Résolu", "05/03/2026 09:00"))
        hand_in(world, "2026-03", export(row("02/03/2026 09:00", "03/03/2026 09:00")) | {"status_log": log})
        assert elapsed_hours(world) == 10

    def test_less_than_a_minute_is_the_same_date(self, world):
        log = journal(("", "En cours", "02/03/2026 09:00"), ("En cours", "Résolu", "03/03/2026 09:00:59"))
        hand_in(world, "2026-03", export(row("02/03/2026 09:00", "03/03/2026 09:00")) | {"status_log": log})
        assert elapsed_hours(world) == 10

    def test_the_opening_first_told_by_an_earlier_month_holds(self, world):
        hand_in(world, "2026-02", export(row("27/02/2026 08:00", "")))
        hand_in(world, "2026-03", export(row("02/03/2026 09:00", "03/03/2026 09:00")))
        assert elapsed_hours(world) == 21

    def test_a_version_of_the_same_month_restates(self, world):
        hand_in(world, "2026-03", export(row("02/03/2026 09:00", "03/03/2026 09:00")))
        hand_in(world, "2026-03", export(row("02/03/2026 12:00", "03/03/2026 09:00")))
        assert elapsed_hours(world) == 7

    def test_a_resolution_moved_back_by_a_later_month_does_not(self, world):
        hand_in(world, "2026-03", export(row("30/03/2026 09:00", "31/03/2026 17:00")))
        hand_in(
            world,
            "2026-04",
            export(row("30/03/2026 09:00", "31/03/2026 10:00"), row("01/04/2026 09:00", "", "B")),
        )
        assert elapsed_hours(world) == 18

    def test_a_later_resolution_told_later_is_a_resolution(self, world):
        hand_in(world, "2026-03", export(row("30/03/2026 09:00", "31/03/2026 10:00")))
        hand_in(
            world,
            "2026-04",
            export(row("30/03/2026 09:00", "01/04/2026 10:00"), row("01/04/2026 09:00", "", "B")),
        )
        assert elapsed_hours(world) == 21
