"""What people put on the agenda themselves: asked, written again, taken back; then voted like any other question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from contracts.services.lines import LineRefused
from core.engine.months import Month
from core.scope import Side, for_contract
from governance.engine.own_decisions import Asked, asked_faults, options_of, typed_options
from governance.engine.questions import Option
from governance.models import Committee, Decision
from governance.selectors.committees import committee_page
from governance.selectors.own_decisions import asked_of
from governance.selectors.packs import content_for
from governance.selectors.sheets import sheets_for
from governance.services import prepare_committee, record_decision
from governance.services.own_decisions import ask_own, reword, withdraw_own
from journal.models import JournalEntry
from tests.governance.test_sitting_pages import body, visit

__all__ = ["visit"]

SAID = Asked(
    question="Ouvrir un accès de secours au VPN ?",
    resolution="Le comité ouvre un second accès VPN avant le 30/06/2026.",
    options="* Ouvrir l’accès ; 3 600 € ; bascule un soir ; 6 semaines\nAttendre le marché réseau",
    decider="Référent IT",
    stake="3 600 € HT",
    evidence="engagements/E08/",
)


@pytest.fixture
def meeting(world: Any) -> Committee:
    """A COTECH: the data ask nothing of it."""
    return Committee.objects.create(
        contract=world,
        kind="technical",
        month=Month(2026, 3),
        held_on=date(2026, 4, 8),
        slug="cotech-2026-04-08",
    )


def put(world: Any, committee: Committee, user: Any, **other: str) -> Decision:
    said = replace(SAID, **other)
    return ask_own(contract=world, committee=committee, said=said, user=user, role="referent")


def acts() -> list[tuple[str, str]]:
    lines = JournalEntry.objects.filter(action__startswith="decision.").order_by("pk")
    return [(line.action, line.subject) for line in lines]


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"question": " ? "}, "question", "La question manque."),
        ({"question": "ouvrir  un accès de secours au VPN"}, "question", "déjà à l’ordre du jour"),
        ({"resolution": ""}, "resolution", "Le texte à voter manque."),
        ({"decider": ""}, "decider", "Aucun décideur n’est nommé. Choisissez Direction ou Référent IT."),
        ({"decider": "Prestataire"}, "decider", "Aucun décideur n’est nommé."),
        ({"options": "Oui\n; 12 €"}, "options", "Ligne 2 : l’option n’a pas de nom."),
        ({"options": "a;b;c;d;e"}, "options", "plus de quatre valeurs"),
        ({"options": "*Oui\n* Non"}, "options", "deux options sont recommandées"),
        ({"options": "Oui\noui !"}, "options", "écrite deux fois"),
        ({"options": "x" * 121}, "options", "120 caractères"),
        ({"options": "\n".join("abcdefg")}, "options", "plus de 6 options"),
    ],
)
def test_what_cannot_be_asked_is_told_in_its_place(change: dict[str, str], field: str, words: str) -> None:
    faults = list(
        asked_faults(
            replace(SAID, **change), ["Ouvrir un accès de secours au VPN ?"] * ("question" in change)
        )
    )
    assert [fault.field for fault in faults] == [field]
    assert words.casefold() in str(faults[0]).casefold()


def test_options_are_typed_one_a_line_and_doing_nothing_is_one_of_them() -> None:
    assert options_of(SAID.options) == (
        Option("Ouvrir l’accès", "3 600 €", "bascule un soir", "6 semaines", recommended=True),
        Option("Attendre le marché réseau", "—", "—"),
        Option("Ne rien faire", "—", "—"),
    )
    assert typed_options(options_of(SAID.options)) == f"{SAID.options}\nNe rien faire"
    assert [one.label for one in options_of("")] == ["Adopter le texte proposé", "Ne rien faire"]
    assert typed_options(options_of("ne rien faire ; ; oubli")) == "ne rien faire ; ; oubli"


def test_a_meeting_without_figures_asks_and_votes_its_own(
    world: Any, meeting: Committee, referent: Any
) -> None:
    row = put(world, meeting, referent)
    page = committee_page(meeting, date(2026, 4, 1))
    assert (row.label, row.recommendation, page.asked) == ("D1", "Ouvrir l’accès", 1)
    assert ("D1", 15) in [(item.label, item.minutes) for item in page.agenda]
    record_decision(decision=row, state="adopted", outcome="", reason="", user=referent, role="referent")
    row.refresh_from_db()
    assert (row.state, row.outcome) == ("adopted", SAID.resolution)
    assert acts() == [("decision.asked", "D1"), ("decision.recorded", "D1")]


def test_asking_the_data_again_keeps_what_people_wrote(
    world: Any, committee: Committee, referent: Any
) -> None:
    mine = put(world, committee, referent, audience="client")
    assert mine.label == "H3"
    gap = Decision.objects.get(committee=committee, origin="gap")
    said = replace(
        asked_of(gap), resolution="Le prestataire justifie sous 5 jours.", decider="Direction", stake="x"
    )
    assert reword(contract=world, decision=gap, said=said, user=referent, role="referent")
    Decision.objects.filter(pk=gap.pk).update(stake="périmé")
    prepare_committee(contract=world, month=committee.month)
    gap.refresh_from_db()
    assert (gap.resolution, gap.decider) == ("Le prestataire justifie sous 5 jours.", "Direction")
    assert gap.stake not in {"x", "périmé"}
    assert gap.by_hand == ["decider", "resolution"]
    assert not reword(contract=world, decision=gap, said=asked_of(gap), user=referent, role="referent")
    assert Decision.objects.filter(pk=mine.pk, state="asked").exists()
    told = content_for(committee, "client").data.pages[0].body
    assert SAID.question in [sheet.question for sheet in (*told["sheets"], *told["briefs"])]
    with for_contract(world.pk, Side.PROVIDER):
        assert SAID.question not in [sheet.question for sheet in sheets_for(committee)]


def test_a_question_changes_series_then_is_taken_back(
    world: Any, committee: Committee, referent: Any
) -> None:
    row, who = put(world, committee, referent), {"user": referent, "role": "referent"}
    assert row.label == "D4"
    reword(contract=world, decision=row, said=replace(asked_of(row), audience="client"), **who)
    row.refresh_from_db()
    assert (row.label, row.by_hand) == ("H3", [])
    with pytest.raises(LineRefused, match="déjà à l’ordre du jour"):
        put(world, committee, referent)
    with pytest.raises(LineRefused, match="trop court"):
        withdraw_own(contract=world, decision=row, reason="non", **who)
    withdraw_own(contract=world, decision=row, reason="Le marché réseau est signé.", **who)
    row.refresh_from_db()
    assert (row.state, row.outcome) == ("moot", "Retirée de l’ordre du jour : Le marché réseau est signé.")
    assert row.decided_by == referent
    assert SAID.question not in [sheet.question for sheet in sheets_for(committee)]
    with pytest.raises(LineRefused, match="sans objet"):
        withdraw_own(contract=world, decision=row, reason="Le marché réseau est signé.", **who)
    with pytest.raises(LineRefused, match="vient des chiffres"):
        withdraw_own(
            contract=world, decision=Decision.objects.get(origin="gap"), reason="Sans intérêt.", **who
        )
    assert put(world, committee, referent).label == "D4"
    assert acts() == [
        ("decision.asked", "D4"), ("decision.reworded", "H3"), ("decision.withdrawn", "H3"), ("decision.asked", "D4"),
    ]  # fmt: skip


@pytest.mark.parametrize(("state", "words"), [("signed", "est signé"), ("lapsed", "carence de ce comité")])
def test_nothing_enters_nor_leaves_a_closed_agenda(
    world: Any, meeting: Committee, referent: Any, state: str, words: str
) -> None:
    row, who = put(world, meeting, referent), {"user": referent, "role": "referent"}
    Committee.objects.filter(pk=meeting.pk).update(state=state)
    with pytest.raises(LineRefused, match=words):
        put(world, meeting, referent, question="Autre chose ?")
    with pytest.raises(LineRefused, match=words):
        reword(contract=world, decision=row, said=replace(SAID, stake=""), **who)
    with pytest.raises(LineRefused, match=words):
        withdraw_own(contract=world, decision=row, reason="Le marché réseau est signé.", **who)
    assert acts() == [("decision.asked", "D1")]


def test_it_is_typed_from_the_committee_and_from_the_session(
    world: Any, meeting: Committee, visit: Any
) -> None:
    ask = reverse("governance:decision_ask", args=[world.slug, meeting.slug])
    assert ask in body(visit("referent", "governance:committee", meeting.slug))
    assert f"{ask}?retour=seance" in body(visit("referent", "governance:session", meeting.slug))
    assert ask not in body(visit("provider", "governance:committee", meeting.slug))
    assert visit("provider", "governance:decision_ask", meeting.slug, data={}).status_code == 403
    refused = visit("referent", "governance:decision_ask", meeting.slug, data=vars(SAID) | {"question": ""})
    assert refused.status_code == 422
    assert "La question manque. Écrivez ce que le comité doit trancher." in body(refused)
    assert '<option value="engagements/E08/" selected>E08 Disponibilité ERP</option>' in body(refused)
    assert visit("referent", "governance:decision_ask", meeting.slug, data=vars(SAID)).status_code == 302
    with for_contract(world.pk):
        row = Decision.objects.get(committee=meeting)
    page = body(visit("referent", "governance:decision", row.pk))
    assert "3 600 € HT" in page
    assert "engagement E08" in page


def test_it_is_changed_then_taken_back_on_its_page(
    world: Any, meeting: Committee, referent: Any, visit: Any
) -> None:
    pk = put(world, meeting, referent).pk
    kept = dict.fromkeys(("options", "stake", "evidence"), "")
    answer = visit("referent", "governance:decision_change", pk, data=vars(SAID) | kept)
    assert answer.url.endswith(f"{meeting.slug}/#D1")
    assert reverse("governance:decision_change", args=[world.slug, pk]) in body(
        visit("referent", "governance:committee", meeting.slug)
    )
    given = {"act": "withdraw", "reason": "non"}
    short = visit("referent", "governance:decision_change", pk, data=given)
    assert (short.status_code, "Le motif est trop court." in body(short)) == (422, True)
    given["reason"] = "Le marché réseau est signé."
    assert visit("referent", "governance:decision_change", pk, data=given).status_code == 302
    assert "Retirée de l’ordre du jour" in body(visit("referent", "governance:committee", meeting.slug))
