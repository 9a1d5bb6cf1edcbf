"""What is typed of a decision in session is kept for its author, and only until the decision is recorded."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from governance.models import Committee, Decision

TYPED = {"state": "amended", "outcome": "Sous 8 jours ZZBROUILLON.", "reason": "court", "seen": "0"}
LATER = {"state": "postponed", "outcome": "Reportée.", "reason": "à revoir avec les chiffres du mois"}
RESUMED = "Brouillon repris"


@pytest.fixture
def asked(committee: Committee) -> Decision:
    return Decision.objects.get(committee=committee, number=1)


@pytest.fixture
def go(client: Any, world: Any, committee: Committee, asked: Decision) -> Any:
    def visit(person: Any, name: str = "session", data: Any = None) -> str:
        client.force_login(person)
        which = [] if name == "session" else [asked.pk]
        url = reverse(f"governance:{name}", args=[world.slug, committee.slug, *which])
        answer = client.get(url) if data is None else client.post(url, data, follow=True)
        return answer.content.decode()

    return visit


def test_a_draft_is_of_its_author_until_the_decision_is_recorded(
    world: Any, asked: Decision, referent: Any, make_user: Any, go: Any
) -> None:
    assert "Brouillon gardé" in go(referent, "session_draft", TYPED)
    page = go(referent)
    assert (page.count("ZZBROUILLON"), RESUMED in page) == (1, True)
    other = go(make_user("executive", world))
    assert ("ZZBROUILLON" in other, RESUMED in other) == (False, False)
    asked.refresh_from_db()
    assert (asked.state, asked.outcome) == ("asked", "")


def test_a_draft_that_arrives_after_the_decision_is_no_longer_one(
    asked: Decision, referent: Any, go: Any
) -> None:
    go(referent, "session_draft", TYPED)
    page = go(referent, "session_decide", LATER)
    assert ("Décision D1 : reportée." in page, RESUMED in page) == (True, False)
    assert "déjà prise ou reportée" in go(referent, "session_draft", TYPED)
    assert RESUMED not in go(referent)
    assert "Brouillon gardé" in go(referent, "session_draft", TYPED | {"seen": "1"})
    Decision.objects.filter(pk=asked.pk).update(state="moot")
    assert "déjà prise" in go(referent, "session_draft", TYPED | {"seen": "1"})
