"""The page of the month that runs: what it says of each commitment, to whom, and what it never says."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from core.engine.months import Month
from slas.models import Outlook
from slas.selectors.outlooks import OutlookPage, outlook_page
from slas.services import foresee_month
from tests.slas.conftest import at

NOW = at("2026-04-10 12:00")


def text_of(response: Any) -> str:
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main).replace("\u00a0", " ").replace("\u202f", " "))


@pytest.fixture
def read(world: Any) -> Any:
    """Rows of some commitments for April 2026, read on the 7th at 10:00; returns the page as seen three days later."""

    def make(*rows: dict[str, Any], now: Any = NOW) -> OutlookPage:
        for rank, values in enumerate(rows):
            kind = values.pop("kind", "resolution")
            more = {"service": "ERP"} if kind == "availability" else {"gtr_kind": "resolve"}
            promise = world.promise(f"E0{rank + 1}", kind, required=values.pop("required", "90"), **more)
            Outlook.objects.create(
                contract=world.contract, commitment=promise, month=Month(2026, 4),
                read_at=at("2026-04-07 10:00"), **values,
            )  # fmt: skip
        return outlook_page(world.contract, now)

    return make


PAST = {"past_met": 90, "past_counted": 100, "past_months": 3, "more_low": 12, "more": 15, "more_high": 20}
TICKET = {
    "reference": "INC-1",
    "life": 1,
    "deadline": "2026-04-10T14:00:00+00:00",
    "left": 21600,
    "held": False,
}


def test_a_month_at_play(read: Any) -> None:
    page = read(
        {"met": 39, "breached": 1, "due": 1, "state": "at_play", "spare": 5, "deciding": [TICKET], **PAST}
    )
    (line,) = page.lines
    assert page.title == "Avril 2026\u00a0: 1\u00a0engagement se joue"
    assert (line.so_far, line.to_come, line.spare) == ("39 sur 40", "15 (de 12 à 20)", "5\u00a0échecs")
    # 39 + 13,5 + 1, of 56; 39 + 13,5 + 0,9; 39 + 13,5.
    assert (line.best, line.likely, line.worst) == ("95,5\u00a0%", "95,4\u00a0%", "93,8\u00a0%")
    assert line.detail == "1\u00a0ticket à tenir, le premier avant le 10/04/2026 à 16:00."
    assert (line.look, line.word, line.behind) == ("pending", "Se joue", False)
    assert page.pressing == []
    assert [(one.subject, one.left, one.past) for one in page.deciding] == [("INC-1", 21600, False)]


def test_a_month_that_its_open_tickets_may_lose(read: Any) -> None:
    page = read(
        {"met": 17, "breached": 1, "due": 2, "state": "at_play", "spare": 1, "deciding": [TICKET] * 2}
    )
    (line,) = page.lines
    assert (line.look, line.behind) == ("watch", True)
    assert page.title == "Avril 2026\u00a0: 1\u00a0engagement se joue, dont 1\u00a0mal parti"
    assert (line.to_come, line.likely) == ("—", "—")
    assert page.without_past


def test_the_usual_pace_under_the_target_is_said(read: Any) -> None:
    slow = PAST | {"past_met": 85}
    page = read({"met": 10, "breached": 1, "due": 0, "state": "at_play", "spare": 1, **slow})
    (line,) = page.lines
    assert line.detail == (
        "Aucun ticket ouvert n’en décide : selon ceux à venir. Sous la cible au rythme habituel."
    )
    assert line.behind


@pytest.mark.parametrize(
    ("values", "behind"),
    [
        ({"due": 18, "spare": 16, **PAST, "more": 148}, False),  # far from all of them will be missed
        ({"due": 1, "spare": 0, "met": 40, **PAST, "past_met": 100}, True),  # one failure away
        ({"due": 0, "spare": 0, "met": 40, **PAST, "past_met": 100}, False),  # no ticket to hold yet
        ({"due": 2, "spare": 1, "met": 18}, True),  # without any past
    ],
)
def test_what_is_about_to_be_lost(read: Any, values: dict[str, Any], behind: bool) -> None:
    (line,) = read({"state": "at_play", **values}).lines
    assert line.behind is behind


def test_lost_held_and_empty_are_said_with_their_reason(read: Any) -> None:
    page = read(
        {"met": 20, "state": "held", "spare": 2, "more_high": 1, "more_low": 0, "more": 0, "past_met": 9, "past_counted": 10},
        {"met": 2, "breached": 3, "due": 1, "state": "lost", "deciding": [TICKET]},
        {"state": "empty"},
        {"kind": "availability", "required": "99.9", "met": 518_400, "breached": 1800, "due": 2_071_800, "state": "at_play", "spare": 792},
    )  # fmt: skip
    assert [line.row.commitment.code for line in page.lines] == ["E02", "E04", "E01", "E03"]
    lost, erp, held, empty = page.lines
    assert (lost.detail, lost.look) == ("Même si tous les tickets ouverts étaient tenus.", "breached")
    assert lost.spare == "aucun, seuil dépassé"
    assert (
        held.detail == "Même si tous les tickets ouverts étaient manqués, comme 1\u00a0autre au plus à venir."
    )
    assert (empty.detail, empty.spare, empty.best) == ("Aucun ticket connu dans le mois.", "—", "—")
    assert (erp.so_far, erp.spare, erp.worst) == ("30\u00a0min d’arrêt", "13\u00a0min d’arrêt", "—")
    assert page.title == "Avril 2026\u00a0: 1\u00a0engagement déjà perdu, 1\u00a0se joue"
    assert page.drawing is not None
    assert [row[0] for row in page.drawing.table.rows] == ["E02 E02", "E01 E01"]


def test_what_went_by_since_the_reading_is_said(read: Any) -> None:
    row = {"met": 1, "due": 1, "state": "at_play", "spare": 0, "deciding": [TICKET]}
    page = read(row, now=at("2026-05-02 09:00"))
    assert (page.over, page.past_words) == (True, "1\u00a0échéance est passée")
    assert page.stops_words == (
        "Les données s’arrêtent au 07/04/2026\u202f; 1\u00a0échéance est passée depuis."
    )
    told = "Au relevé du 07/04/2026, 1\u00a0ticket à tenir, 1\u00a0échéance passée depuis."
    assert page.lines[0].detail.startswith(told)


@pytest.mark.parametrize("role", ["referent", "executive", "reader", "provider"])
def test_both_sides_read_the_same_page(world: Any, make_user: Any, role: str) -> None:
    world.promise("E06", "resolution", ("P3", 16, "hours"), gtr_kind="resolve", min_volume=0)
    report = world.delivery(received="2026-04-07 10:00")
    world.ticket("INC-7", "2026-04-03 10:00", None, delivery=report)
    world.ticket("INC-8", "2026-04-07 08:30", "2026-04-07 10:00", delivery=report)
    world.compute()
    foresee_month(contract=world.contract)
    client = Client()
    client.force_login(make_user(role, world.contract))
    text = text_of(client.get(f"/contrats/{world.contract.slug}/atterrissage/"))
    assert "Relevé du 07/04/2026 à 10:00" in text
    assert "Il ne juge et ne clôt rien" in text
    assert "INC-7" in text
    assert "07/04/2026 à 16:00" in text
    sheet = client.get(f"/contrats/{world.contract.slug}/atterrissage/?export=csv").content.decode()
    assert '"2026-04";"E06";"E06"' in sheet
    assert '"INC-7"' in sheet
    assert "Avril 2026" in text_of(client.get(f"/contrats/{world.contract.slug}/"))


def test_without_a_report_the_page_says_where_to_look(world: Any, make_user: Any) -> None:
    client = Client()
    client.force_login(make_user("referent", world.contract))
    text = text_of(client.get(f"/contrats/{world.contract.slug}/atterrissage/"))
    assert "Rien à prévoir pour l’instant" in text
    assert "Voir les rapports" in text


def test_another_contract_is_not_there(world: Any, make_user: Any, make_contract: Any) -> None:
    from core.scope import unscoped

    with unscoped("tests build their world"):
        other = make_contract(reference="AUTRE-1")
    client = Client()
    client.force_login(make_user("referent", other, email="ailleurs@exemple.fr"))
    assert client.get(f"/contrats/{world.contract.slug}/atterrissage/").status_code == 404
