"""A year of committees played through: agenda, decisions, minutes, signature, actions, next agenda, twelve times."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.scope import Side, for_contract
from governance.engine.facts import ActionFacts
from governance.models import ActionItem, Committee, CommitteeTerm, Decision, Minutes
from governance.selectors.committees import CommitteePage, committee_page
from governance.selectors.minutes_record import record_of
from governance.selectors.sitting import matters_of, sitting_of
from governance.selectors.surroundings import action_facts
from governance.services import (
    ActionRefused,
    DecisionRefused,
    MinutesRefused,
    add_action,
    call_committee,
    prepare_committee,
    read_minutes,
    record_decision,
    save_sitting,
    settle_matter,
    sign_minutes,
    update_action,
)
from governance.services.silence import hear_silence
from tests.governance.world import YEAR

PRESENT = ["Référent IT", "Direction", "Responsable de compte"]
SHORT, SILENT, WATCHED, PUT_OFF = 2, 4, 8, 9
"""Ranks of the committees where the quorum is missing, the provider silent, a breach watched, a question put off."""
LATE, NEVER = 3, 10
"""Ranks of the committees whose action is done late, and of the one whose action is not done."""
WATCH_UNTIL = date(2026, 2, 10)


class Year:
    """The people of a contract, and what they do at each of its committees."""

    def __init__(self, contract: Any, referent: Any, provider: Any) -> None:
        self.contract, self.referent, self.provider = contract, referent, provider

    def hold(self, rank: int, committee: Committee) -> CommitteePage:
        """From its agenda, which is returned, to its signature."""
        page = committee_page(committee, committee.held_on)
        present = PRESENT[:2] if rank == SHORT else PRESENT
        save_sitting(
            committee=committee, present=present, notes=f"Séance {rank}.", no_action=True, user=self.referent
        )  # fmt: skip
        for row in Decision.objects.filter(committee=committee, state="asked").order_by("number"):
            self.decide(rank, committee, row)
        for point in page.carried:
            if point.decision is not None:
                self.decide(rank, committee, point.decision)
        for matter in matters_of(self.contract, committee):
            self.settle(rank, committee, matter.origin)
        self.act(rank, committee)
        self.sign(rank, committee)
        return page

    def decide(self, rank: int, committee: Committee, row: Decision) -> None:
        said = {"decision": row, "sitting": committee, "user": self.referent, "role": "referent"}
        later = {"state": "postponed", "outcome": "Reportée.", "reason": "à revoir au comité suivant"}
        if rank == SHORT:
            with pytest.raises(DecisionRefused, match="Quorum non atteint : 2\u00a0présents pour 3"):
                record_decision(**said, state="adopted", outcome="", reason="")
            record_decision(**said, **later)
        elif rank == PUT_OFF and row.origin == "penalty":
            record_decision(**said, **later)
        else:
            record_decision(**said, state="adopted", outcome="", reason="")

    def settle(self, rank: int, committee: Committee, origin: str) -> None:
        watched = rank == WATCHED and origin == "breach:E06"
        settle_matter(
            contract=self.contract, committee=committee, origin=origin, choice="watch" if watched else "renegotiate",
            until=WATCH_UNTIL if watched else None, note="", user=self.referent,
        )  # fmt: skip

    def act(self, rank: int, committee: Committee) -> None:
        """One action of the provider, done two days before its date, late, or not at all."""
        day = committee.held_on
        made = add_action(
            contract=self.contract, committee=committee, title=f"Plan d’action {rank}", owner_side="provider",
            owner_role="Responsable de compte", due_on=day + timedelta(days=20), today=day, user=self.referent,
        )  # fmt: skip
        if rank != NEVER:
            done = made.due_on + timedelta(days=40 if rank == LATE else -2)
            with for_contract(self.contract.pk, Side.PROVIDER):
                update_action(action=made, state="done", today=done, side="provider", user=self.provider)

    def sign(self, rank: int, committee: Committee) -> None:
        read_minutes(committee=committee, side="client", user=self.referent)
        if rank == SILENT:
            given = datetime.combine(committee.held_on, time(18), ZoneInfo("Europe/Paris"))
            Minutes.objects.filter(committee=committee).update(client_read_at=given)
            assert hear_silence(contract=self.contract, today=committee.held_on + timedelta(days=4)) == 0
            assert hear_silence(contract=self.contract, today=committee.held_on + timedelta(days=30)) == 1
        else:
            read_minutes(committee=committee, side="provider", remark=f"Vu {rank}.", user=self.provider)
        if rank == SHORT:
            with pytest.raises(MinutesRefused, match="Quorum non atteint"):
                sign_minutes(contract=self.contract, committee=committee, user=self.referent)
        else:
            sign_minutes(contract=self.contract, committee=committee, user=self.referent)


@pytest.fixture
def year(world: Any, referent: Any, provider: Any) -> Year:
    ActionItem.objects.all().delete()
    CommitteeTerm.objects.create(
        contract=world, code="copil", name="COPIL", cadence="monthly", participants=PRESENT, quorum=3,
        minutes_within=5, remarks_within=10, silence_approves=True,
    )  # fmt: skip
    return Year(world, referent, provider)


def kept(facts: tuple[ActionFacts, ...]) -> tuple[int, int]:
    """Actions done on time among those whose date is past or that are done."""
    judged = [row.on_time for row in facts if row.on_time is not None]
    return sum(judged), len(judged)


def said_of_the_year(copils: list[Committee], pages: dict[int, CommitteePage]) -> None:
    """What was missing, put off, watched, late, and how it came back."""
    contract = copils[0].contract
    silent = [row.committee_id for row in Minutes.objects.filter(by_silence=True)]
    assert silent == [copils[SILENT].pk]
    assert sitting_of(contract, copils[SHORT]).holding == ["Quorum non atteint : 2\u00a0présents pour 3"]
    assert [row.state for row in Decision.objects.filter(committee=copils[SHORT])] == ["postponed"]

    back = [point.why for point in pages[PUT_OFF].carried]
    assert back == ["surveillé jusqu’au 10/02/2026"]
    back = [point.why for point in pages[PUT_OFF + 1].carried]
    assert back == [f"H1, reportée par le COPIL du {copils[PUT_OFF].held_on:%d/%m/%Y}"]
    assert pages[PUT_OFF + 2].carried == []
    assert Decision.objects.get(committee=copils[PUT_OFF], origin="penalty").state == "adopted"

    record = record_of(contract, sitting_of(contract, copils[PUT_OFF + 1]))
    taken = [
        (one["label"], one["state"], one["carried_from"]) for one in record.closed if one["carried_from"]
    ]
    assert taken == [("H1", "Adoptée", f"reprise du COPIL du {copils[PUT_OFF].held_on:%d/%m/%Y}")]
    left = record_of(contract, sitting_of(contract, copils[PUT_OFF]))
    assert [(one["label"], one["state"]) for one in left.closed] == [("H1", "Reportée"), ("H2", "Adoptée")]

    overdue = {rank: [line.row.title for line in page.late] for rank, page in pages.items() if page.late}
    assert overdue == {
        LATE + 1: ["Plan d’action 3"], LATE + 2: ["Plan d’action 3"], 11: ["Plan d’action 10"], 13: ["Plan d’action 10"],
    }  # fmt: skip
    assert pages[11].agenda[0].text == "Suivi des actions, 1 en retard au jour du comité"
    assert [pages[rank].asked for rank in range(12)] == [1, 1, 1, 1, 1, 1, 2, 1, 3, 4, 3, 5]


def test_a_year_of_committees(year: Year) -> None:
    contract = year.contract
    copils = [prepare_committee(contract=contract, month=month) for month in YEAR]
    strategic = [
        call_committee(
            contract=contract, kind="strategic", held_on=day, today=date(2025, 11, 3), user=year.referent
        )
        for day in (date(2025, 12, 16), date(2026, 4, 20))
    ]
    planned = list(enumerate([*copils, *strategic]))
    pages = {}
    for rank, committee in sorted(planned, key=lambda pair: pair[1].held_on):
        pages[rank] = year.hold(rank, committee)
    states = [Committee.objects.get(pk=row.pk).state for row in (*copils, *strategic)]
    assert states == ["held" if rank == SHORT else "signed" for rank in range(14)]
    assert [row.held_on.isoformat() for row in copils[:3]] == ["2025-05-19", "2025-06-17", "2025-07-16"]
    assert {row.spoken_by for row in Decision.objects.filter(origin="notice", state="adopted")} == {
        "Direction"
    }

    said_of_the_year(copils, pages)
    rows = list(ActionItem.objects.filter(contract=contract))
    assert kept(action_facts(rows, date(2026, 4, 16))) == (1, 2)
    done = [row for row in rows if row.done_on is not None]
    assert (len(rows), len(done), sum(row.done_on <= row.due_on for row in done)) == (14, 13, 12)

    mine = add_action(
        contract=contract, title="Nommer un relais", owner_side="client", owner_role="Référent IT",
        due_on=date(2026, 7, 1), today=date(2026, 6, 16),
    )  # fmt: skip
    with pytest.raises(ActionRefused, match="portée par le client"):
        update_action(action=mine, state="done", today=date(2026, 6, 20), side="provider", user=year.provider)
