"""Answers to gaps: who may give them, what they settle, and what they never change."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from journal.models import JournalEntry
from slas.models import CommitmentMonth, Dispute, GapAnswer, GapReply, MonthRecord
from slas.selectors.gap_answers import figures_of
from tests.slas.parties import LATER
from tests.slas.reading import words

WHY = "Les tickets restés ouverts ne sont pas comptés par notre outil."
PAGE = "rapprochement/2026-03/"


@pytest.fixture
def post(furnished, make_user):
    clients = {}

    def send(path, role="provider", **data):
        if role not in clients:
            clients[role] = Client()
            clients[role].force_login(make_user(role, furnished.contract, email=f"{role}-2@exemple.fr"))
        return clients[role].post(f"/contrats/{furnished.contract.slug}/{PAGE}{path}", data)

    return send


def line():
    return CommitmentMonth.objects.select_related("commitment").get(commitment__code="E06", month="2026-03")


def state():
    return MonthRecord.objects.get(month="2026-03").state


def figures():
    return {r.pk: (r.met, r.counted, r.verdict, r.penalty, r.causes) for r in CommitmentMonth.objects.all()}


def test_accepting_the_recomputed_figure_explains_the_gap(post, furnished):
    before = figures()
    assert (line().gap_status, state()) == ("to_justify", "reconciling")
    assert post("repondre/", line="E06", kind="add").status_code == 302
    assert line().gap_status == "explained"
    assert figures() == before
    entry = JournalEntry.objects.get(action="gap.answered")
    assert (entry.subject, entry.actor_role) == ("E06 2026-03", "provider")
    furnished.compute("2026-03")
    assert line().gap_status == "explained"


def test_a_justification_waits_for_the_referent(post, visit):
    post("repondre/", line="E06", kind="justify", text=WHY)
    answer = GapAnswer.objects.get()
    assert (answer.text, answer.side, answer.about) == (WHY, "provider", figures_of(line()))
    assert line().gap_status == "to_justify"
    assert WHY in words(visit(PAGE, "reader"))
    assert "1 justification d’écart à trancher : E06." in words(visit("cloture/2026-03/"))
    assert post("trancher/", "referent", answer=answer.pk, outcome="accept").status_code == 302
    assert (line().gap_status, GapReply.objects.get().outcome) == ("explained", "accept")
    assert JournalEntry.objects.filter(action="gap.settled").count() == 1


@pytest.mark.parametrize("outcome", ["refuse", "refer"])
def test_refused_or_taken_to_the_committee_the_gap_stays_open(post, visit, outcome):
    post("repondre/", line="E06", kind="justify", text=WHY)
    pk = GapAnswer.objects.get().pk
    assert post("trancher/", "referent", answer=pk, outcome=outcome, reason="court").status_code == 422
    reason = "Les tickets ouverts échus comptent (art. 7.3)."
    post("trancher/", "referent", answer=pk, outcome=outcome, reason=reason)
    assert line().gap_status == "to_justify"
    assert reason in words(visit(PAGE, "reader"))
    assert post("trancher/", "referent", answer=pk, outcome="accept").status_code == 422


def test_each_cause_answered_explains_the_line(post):
    assert [cause["cause"] for cause in line().causes] == ["omitted"]
    post("repondre/", line="E06:omitted", kind="add")
    assert line().gap_status == "explained"


def test_one_reason_for_several_gaps(post):
    codes = ["E06", "E08"]
    CommitmentMonth.objects.filter(commitment__code="E08").update(gap_status="to_justify")
    response = post("repondre/", line=codes, kind="justify", text=WHY)
    assert response.status_code == 302
    assert sorted(GapAnswer.objects.values_list("commitment_code", flat=True)) == codes


@pytest.mark.parametrize(
    ("role", "data", "says"),
    [
        ("provider", {"line": "E06", "kind": "justify", "text": "court"}, "10 caractères au moins"),
        ("provider", {"line": "E06", "kind": "perdu"}, "Choisissez une réponse"),
        ("provider", {"kind": "add"}, "Choisissez au moins un écart"),
        ("provider", {"line": "E99", "kind": "add"}, "n’existe plus"),
        ("provider", {"line": "E06:redated", "kind": "add"}, "n’existe plus"),
        ("referent", {"line": "E06", "kind": "add"}, "Seul le prestataire"),
    ],
)
def test_refused_answers_write_nothing_and_keep_the_text(post, role, data, says):
    response = post("repondre/", role, **data)
    assert response.status_code == 422
    assert says in words(response)
    assert data.get("text", "") in response.content.decode()
    assert not GapAnswer.objects.exists()


@pytest.mark.parametrize("role", ["executive", "reader"])
def test_readers_see_no_form_and_may_not_answer(post, visit, role):
    assert post("repondre/", role, line="E06", kind="justify", text=WHY).status_code == 403
    assert post("trancher/", role, answer=1, outcome="accept").status_code == 403
    assert "Je justifie" not in words(visit(PAGE, role))


def test_the_provider_settles_nothing(post):
    post("repondre/", line="E06", kind="justify", text=WHY)
    pk = GapAnswer.objects.get().pk
    assert post("trancher/", answer=pk, outcome="accept").status_code == 403


def test_an_answer_on_other_figures_explains_nothing(post, furnished, visit):
    post("repondre/", line="E06", kind="add")
    furnished.ticket("NEW", "2026-03-02 09:00", "2026-03-12 12:00", delivery=furnished.delivery("2026-01"))
    furnished.compute("2026-03")
    assert line().gap_status == "to_justify"
    assert "Donnée sur d’autres chiffres" in words(visit(PAGE))


@pytest.mark.parametrize(("effect", "retained"), [("met", "21/24"), ("not_applicable", "20/23")])
def test_a_verdict_decided_since_leaves_what_was_said_of_the_rest(
    post, furnished, case, visit, effect, retained
):
    post("repondre/", line="E06", kind="justify", text=WHY)
    post("trancher/", "referent", answer=GapAnswer.objects.get().pk, outcome="accept")
    Dispute.objects.update(state="accepted", effect=effect, settled_at=LATER)
    furnished.compute("2026-03")
    assert f"{line().met}/{line().counted}" == retained
    assert line().gap_status == "explained"
    assert "Donnée sur d’autres chiffres" not in words(visit(PAGE))


def test_a_closed_month_takes_no_answer(post, visit):
    MonthRecord.objects.update(state="closed")
    assert post("repondre/", line="E06", kind="add").status_code == 422
    assert "Je justifie" not in words(visit(PAGE, "referent"))


def test_the_wizard_leads_to_the_months_gaps(visit):
    response = visit("rapports/2026-03/v1/ecarts/")
    assert (response.status_code, response.url.split("/contrats/")[1].split("/", 1)[1]) == (302, PAGE)
    assert visit("rapports/2026-03/v9/ecarts/").status_code == 404


def test_the_page_filters_by_cause(visit):
    assert "3 tickets" in words(visit(f"{PAGE}?cause=omitted"))
    assert "Aucune" not in words(visit(f"{PAGE}?cause=omitted"))


def test_the_client_replies_and_is_not_offered_the_provider_s_answer(post, visit):
    post("repondre/", line="E06", kind="justify", text=WHY)
    page = visit(PAGE)
    assert "Je justifie" not in words(page)
    assert "Je justifie" in words(visit(PAGE, "provider"))
    outcomes = re.findall(r'<input type="radio" name="outcome"[^>]*>', page.content.decode())
    assert [("required" in one, "checked" in one) for one in outcomes] == [(True, False)] * 3
    assert "l’écart est expliqué, le chiffre recalculé reste retenu" in words(page)


def test_the_client_answers_no_gap_in_the_provider_s_stead(post):
    response = post("repondre/", "referent", line="E06", kind="justify", text=WHY)
    assert (response.status_code, GapAnswer.objects.count()) == (422, 0)
    assert "Seul le prestataire répond" in words(response)


def test_once_explained_the_page_says_which_figure_stands(post, visit):
    assert "Chiffre retenu" not in words(visit(PAGE))
    post("repondre/", line="E06", kind="justify", text=WHY)
    post("trancher/", "referent", answer=GapAnswer.objects.get().pk, outcome="accept")
    assert "Chiffre retenu : 83,3 %, recalculé ; déclaré : 95,2 %." in words(visit(PAGE))
