"""Actions of a session, each tied to what it follows: a decision, a breach or an alarm."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from core.scope import Side, for_contract
from governance.models import ActionItem, Committee, Decision
from governance.selectors.marks import marks_on
from governance.selectors.minutes_content import content_of
from governance.selectors.sitting import matters_of, sitting_of
from governance.services import add_action, save_sitting, settle_matter, update_action
from tests.governance.sitting import PRESENT, decide_all, settle_all

TODAY = date(2026, 4, 16)
TYPED = {"title": "Renforcer le N2", "owner_side": "provider", "owner_role": "SDM", "due_on": "30/04/2031"}


def holding(world: Any, committee: Committee) -> list[str]:
    return [said for said in sitting_of(world, committee).holding if "ans action" in said]


def act(world: Any, committee: Committee, **follows: Any) -> ActionItem:
    said = {"title": "Agir", "owner_side": "provider", "owner_role": "SDM", "due_on": date(2026, 4, 30)}
    return add_action(contract=world, committee=committee, today=TODAY, **said, **follows)


def test_each_decision_and_each_matter_acted_upon_waits_for_its_action(
    world: Any, committee: Committee, referent: Any
) -> None:
    assert holding(world, committee) == []
    decide_all(committee, referent)
    settle_all(world, committee, referent)
    remedy = " ; ajoutez-en une à chaque fois, ou cochez « Aucune autre action n’est demandée »"
    change = " ; ajoutez-en une à chaque fois, ou changez l’issue"
    assert holding(world, committee) == [
        f"« Agir » sans action : E06, E08, K08{change}",
        f"Sans action : H1, H2, D1, D2, D3{remedy}",
    ]
    drift = Decision.objects.get(committee=committee, origin="signal:K08")
    act(world, committee, decision=drift)
    act(world, committee, origin="breach:E06")
    left = [row.label for row in sitting_of(world, committee).decisions if row != drift]
    idle = f"« Agir » sans action : E08{change}"
    assert holding(world, committee) == [idle, f"Sans action : {', '.join(left)}{remedy}"]
    save_sitting(committee=committee, present=PRESENT, notes="", no_action=True, user=referent)
    assert holding(world, committee) == [idle]
    act(world, committee, origin="breach:E08")
    assert holding(world, committee) == []


def test_what_is_only_watched_asks_for_no_action(world: Any, committee: Committee, referent: Any) -> None:
    for matter in matters_of(world, committee):
        settle_matter(
            contract=world, committee=committee, origin=matter.origin, choice="watch",
            until=date(2026, 5, 20), note="", user=referent,
        )  # fmt: skip
    assert holding(world, committee) == []


@pytest.mark.parametrize("by", ["decision", "origin"])
def test_an_action_done_is_marked_on_the_curve_of_what_it_follows(
    world: Any, committee: Committee, by: str
) -> None:
    drift = Decision.objects.get(committee=committee, origin="signal:K08")
    made = act(world, committee, **{by: drift if by == "decision" else "signal:K08"})
    assert marks_on(world, "K08") == []
    update_action(action=made, state="done", today=date(2026, 4, 20), side="provider")
    assert [mark.label for mark in marks_on(world, "K08")] == [f"Action A-{made.number}"]
    assert marks_on(world, "K12") == []


def test_the_minutes_name_what_each_action_follows(world: Any, committee: Committee) -> None:
    asked = Decision.objects.get(committee=committee, number=1)
    act(world, committee, decision=asked)
    act(world, committee, origin="breach:E06")
    closed = Decision.objects.get(committee=committee, number=101)
    secret = act(world, committee, decision=closed)
    with for_contract(world.pk, Side.PROVIDER):
        content = content_of(sitting_of(world, committee))
    assert [(row["action"], row["follows"]) for row in content["actions"]] == [
        ("A-36", "D1"),
        ("A-37", "E06"),
    ]
    assert content["decisions"][0]["actions"] == "A-36"
    assert (secret.audience, str(content).count("A-38")) == ("client", 0)


def test_the_page_ties_an_action_to_what_it_stands_beside(
    world: Any, committee: Committee, referent: Any, client: Any
) -> None:
    decide_all(committee, referent)
    client.force_login(referent)
    asked = Decision.objects.get(committee=committee, number=1)
    key, beside = f"decision:{asked.pk}", f'id="action-decision-{asked.pk}-title"'
    page = client.get(reverse("governance:session", args=[world.slug, committee.slug])).content.decode()
    assert (page.count('<details class="fold" open>'), page.count(beside)) == (1, 1)
    where = reverse("governance:session_action", args=[world.slug, committee.slug])
    for wrong in ({"subject": key, "due_on": ""}, {"subject": "decision:999999"}):
        assert client.post(where, TYPED | wrong).status_code == 422
    assert not ActionItem.objects.filter(number=36).exists()
    tied = client.post(where, TYPED | {"subject": key})
    free = client.post(where, TYPED)
    assert (tied.url.partition("#")[2], free.url.partition("#")[2]) == (f"decision-{asked.pk}", "actions")
    made = ActionItem.objects.filter(number__gte=36).order_by("number")
    assert [row.decision for row in made] == [asked, None]
