"""What a month's files leave out, with its evidence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from core.engine.months import Month
from slas.selectors.checks import checks_page
from slas.selectors.omission_lines import omissions_of
from tests.reports.conftest import HEADER, native

MARCH = Month.parse("2026-03")


@pytest.fixture
def gtr(world):
    return world.promise("E07", "resolution", ("P4", 50, "hours"), ("P3", 20, "hours"))


def lines(world, month="2026-03"):
    return {line.code: line for line in omissions_of(world.contract, world.record(month))}


class TestStock:
    def test_against_the_declared_stock(self, world, gtr):
        delivery = world.delivery()
        for n in range(5):
            world.ticket(f"O{n}", "2026-03-30 09:00", delivery=delivery)
        world.ticket("R1", "2026-02-27 09:00", "2026-03-02 12:00", delivery=delivery)
        world.declare(delivery, "STOCK", 3, None)
        world.compute()
        stock = world.record().omissions["stock"]
        assert (stock["open_start"], stock["opened"], stock["resolved"], stock["open_end"]) == (1, 5, 1, 5)
        assert (stock["declared"], stock["missing"]) == (3, 2)
        line = lines(world)["stock"]
        assert line.asks
        assert line.text == "1 + 5 − 1 − 0 = 5 ouverts en fin de mois, déclaré 3 : 2\u00a0tickets manquent."

    def test_nothing_declared_asks_nothing(self, world, gtr):
        world.delivery()
        world.compute()
        assert "missing" not in world.record().omissions["stock"]
        assert not lines(world)["stock"].asks


class TestMinors:
    def test_open_past_their_deadline_and_lacking_in_the_declared_base(self, world, gtr):
        delivery = world.delivery()
        for n in range(4):
            world.ticket(f"L{n}", "2026-03-02 09:00", delivery=delivery, priority="P4")
        world.ticket("NOT-DUE", "2026-03-30 09:00", delivery=delivery, priority="P4")
        world.ticket("MAJOR", "2026-03-02 09:00", delivery=delivery, priority="P2")
        for n in range(6):
            world.ticket(f"M{n}", "2026-03-02 09:00", "2026-03-03 09:00", delivery=delivery, priority="P4")
        world.declare(delivery, "E07", 6, 7)
        world.compute()
        assert world.record().omissions["minors"] == {
            "references": ["L0", "L1", "L2", "L3"], "in_base": 4, "lacking": 3,
        }  # fmt: skip
        assert lines(world)["minors"].text.endswith(
            "4 dans la base du mois\u202f; 3 au plus manquent à la base déclarée."
        )

    def test_one_late_since_an_earlier_month_stays_listed(self, world, gtr):
        delivery = world.delivery()
        world.ticket("OLD", "2026-01-05 09:00", delivery=delivery, priority="P4")
        world.compute()
        assert world.record().omissions["minors"] == {"references": ["OLD"], "in_base": 0, "lacking": None}
        assert lines(world)["minors"].usual

    def test_one_resolved_after_the_month_was_open_at_its_end(self, world, gtr):
        delivery = world.delivery()
        world.ticket("LATER", "2026-03-02 09:00", "2026-04-03 09:00", delivery=delivery, priority="P3")
        world.ticket("BEFORE", "2026-03-02 09:00", "2026-03-31 09:00", delivery=delivery, priority="P3")
        world.compute()
        assert world.record().omissions["minors"]["references"] == ["LATER"]


def test_an_outage_without_a_known_ticket(world, gtr):
    delivery = world.delivery()
    world.ticket("INC1", "2026-03-10 10:00", "2026-03-10 11:00", delivery=delivery)
    world.outage(delivery, "2026-03-10 10:00", "2026-03-10 11:00", ticket_reference="INC1")
    world.outage(delivery, "2026-03-12 10:00", "2026-03-12 11:00", ticket_reference="INC9")
    world.outage(delivery, "2026-02-28 10:00", "2026-03-01 11:00")
    world.compute()
    line = lines(world)["outages"]
    assert (line.text, line.references) == ("1\u00a0panne sans ticket connu.", ["ERP, 12/03/2026 à 10:00"])


# ---- Through deposits: 60 % of late minor tickets removed from an export ----

FIRST = datetime(2026, 2, 2, 9, tzinfo=UTC)
LATE = {f"INC{n:04d}" for n in (*range(23, 33), *range(70, 80))}  # ten of February, ten of March


def row(number):
    """One ticket in three hours of each working day; late ones are P4 opened early and never resolved."""
    opened = FIRST + timedelta(days=number // 2, hours=3 * (number % 2))
    reference, taken = f"INC{number:04d}", opened + timedelta(minutes=30)
    done = "" if reference in LATE else f"{opened + timedelta(hours=2):%d/%m/%Y %H:%M}"
    priority, status = ("P4", "En cours") if reference in LATE else ("P3", "Clos")
    return (
        f"{reference};Incident;Poste lent;{priority};{status};{opened:%d/%m/%Y %H:%M};{taken:%d/%m/%Y %H:%M};{done};{done};0;;"
        "Poste;Siège;Bureautique;Alice;N1;0;"
    )


NUMBERS = {"2026-02": range(1, 54), "2026-03": (*range(23, 33), *range(54, 116))}


def export(month, without=frozenset()):
    kept = [row(n) for n in NUMBERS[month] if f"INC{n:04d}" not in without]
    return native(*kept, header=HEADER)


def waiting(world):
    page = checks_page(world.contract, MARCH)
    return {q.code: q.references for q in (*page.omissions, *page.detections) if q.waits}


class TestRemovedMinors:
    """60 % of the twenty late minor tickets are removed from March."""

    removed = frozenset(sorted(LATE)[2:8] + sorted(LATE)[12:18])

    def test_a_complete_export_asks_nothing(self, world, gtr, hand_in):
        hand_in(export("2026-02"), month="2026-02")
        hand_in(export("2026-03"))
        world.compute("2026-02", "2026-03")
        assert waiting(world) == {}
        assert len(world.record().omissions["minors"]["references"]) == 20

    def test_known_by_an_earlier_month_or_by_the_sequence(self, world, gtr, hand_in):
        hand_in(export("2026-02"), month="2026-02")
        hand_in(export("2026-03", self.removed))
        world.compute("2026-02", "2026-03")
        found = waiting(world)
        assert set(found) == {"vanished", "holes"}
        assert set(found["vanished"]) | set(found["holes"]) == self.removed
        assert set(found["vanished"]).isdisjoint(found["holes"])

    def test_known_by_an_earlier_version_of_the_month(self, world, gtr, hand_in):
        hand_in(export("2026-03"))
        hand_in(export("2026-03", self.removed))
        world.compute()
        found = waiting(world)
        assert set(found["dropped"]) == self.removed
        assert set(found) <= {"dropped", "holes"}


def test_a_ticket_that_only_the_status_journal_names(world, gtr, hand_in):
    log = "ticket;de;à;le;acteur;motif\r\nINC0060;Nouveau;En cours;16/03/2026 08:10;;\r\nINC9999;Nouveau;En cours;16/03/2026 08:10;;\r\n"
    hand_in(export("2026-03"), status_log=log.encode())
    world.compute()
    line = lines(world)["unknown"]
    assert (line.references, line.asks) == (["INC9999"], True)


def test_a_declared_stock_is_read_from_the_declared_file(world, gtr, hand_in):
    declared = "Engagement;Numérateur;Dénominateur;Taux\r\nE07;50;52;\r\nstock;17;;\r\n".encode()
    assert hand_in(export("2026-03"), declared=declared).outcome in {"ACCEPT", "WARN"}
    world.compute()
    assert world.record().omissions["stock"]["declared"] == 17


def test_a_declared_stock_without_number_is_refused(world, hand_in):
    declared = "Engagement;Numérateur;Dénominateur;Taux\r\nSTOCK;;;\r\n".encode()
    delivery = hand_in(export("2026-03"), declared=declared)
    assert delivery.outcome == "REJECT"
    assert "L’encours déclaré est vide." in list(delivery.findings.values_list("message", flat=True))
