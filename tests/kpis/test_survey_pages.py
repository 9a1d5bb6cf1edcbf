"""The respondent's page, the referent's, and who else sees what."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core.scope import Side, for_contract
from kpis.models import Survey, SurveyAnswer, SurveyComment, SurveyInvitation
from kpis.services.closing_surveys import close_survey
from kpis.services.surveys import revoke_lot
from tests.kpis.survey_world import AT, FIVE, MARCH, SENTINEL, TODAY, page, respond, text


def test_anyone_with_the_link_answers_once_without_account_or_cookie(wave):
    survey, (url, *_) = wave("barometer")
    client = Client()
    shown = client.get(url)
    assert shown.status_code == 200
    assert "Client A vous demande votre avis" in text(shown)
    assert survey.contract.reference not in text(shown)
    assert survey.contract.provider.name not in text(shown)
    assert set(shown.cookies) <= {"csrf"}
    assert shown["Cache-Control"] == "private, no-store"
    sent = client.post(url, {"recommendation": "9", **FIVE, "comment": "Rapide."})
    assert (sent.status_code, "Merci, votre réponse est enregistrée" in text(sent)) == (200, True)
    answer = SurveyAnswer.objects.get()
    assert (answer.recommendation, answer.projects, answer.comment.text) == (9, 2, "Rapide.")
    assert client.post(url, {"recommendation": "1", **FIVE}).status_code == 404
    assert SurveyAnswer.objects.count() == 1


def test_used_expired_revoked_closed_and_forged_links_get_the_same_page(wave, member):
    used, (used_url, *_) = wave()
    respond(used, [5] * 10)
    _, (expired_url, *_) = wave(opens=TODAY - timedelta(days=9), closes=TODAY - timedelta(days=1))
    revoked, (revoked_url, *_) = wave()
    assert revoke_lot(survey=revoked, lot=1, member=member) == 10
    closed, (closed_url, *_) = wave()
    close_survey(survey=closed, at=AT, today=TODAY, member=member)
    _, (early_url, *_) = wave(opens=TODAY + timedelta(days=1))
    forged = reverse("survey_answer", args=["x" * 43])
    urls = [used_url, expired_url, revoked_url, closed_url, early_url, forged]
    strip = re.compile(r'(name="next" value="|csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]*')
    pages = {strip.sub("", text(Client().get(url))) for url in urls}
    assert [Client().get(forged).status_code, len(pages)] == [404, 1]
    assert "Ce lien ne permet pas de répondre" in pages.pop()
    assert Client().get(forged).status_code == 404


def test_guessing_is_slow_and_never_locks_out_who_shares_the_address(wave):
    forged = reverse("survey_answer", args=["y" * 43])
    answers = [Client().get(forged).status_code for _ in range(12)]
    assert answers == [404] * 10 + [429] * 2
    _, (url, *_) = wave()
    assert Client().get(url).status_code == 200
    assert Client(REMOTE_ADDR="10.0.0.9").get(forged).status_code == 404


def test_reading_and_answering_real_links_is_not_slowed(wave):
    _, urls = wave(quantity=12)
    assert {Client().post(url, {"satisfaction": "4"}).status_code for url in urls} == {200}


def test_an_incomplete_answer_comes_back_filled_and_keeps_the_link(wave):
    _, (url, *_) = wave("barometer")
    back = Client().post(url, {"recommendation": "7", "tools": "9", "comment": "À suivre."})
    assert back.status_code == 422
    assert "Choisissez une note." in text(back)
    assert "À suivre.</textarea>" in text(back)
    assert re.search(r'name="recommendation" value="7"[^>]*checked', text(back))
    assert Client().post(url, {}).status_code == 422
    assert (SurveyAnswer.objects.count(), SurveyInvitation.objects.filter(answered=True).count()) == (0, 0)


def test_a_forged_form_is_refused(wave):
    _, (url, *_) = wave()
    assert Client(enforce_csrf_checks=True).post(url, {"satisfaction": "5"}).status_code == 403


def test_the_referent_goes_from_a_new_wave_to_its_results(scope, client, make_user):
    client.force_login(make_user("referent", scope))
    form = {
        "kind": "ticket",
        "title": "Votre avis",
        "addressed_to": "Le siège",
        "opens_on": f"{TODAY:%d/%m/%Y}",
    }
    refused = client.post(page("survey_create", scope), form | {"closes_on": "01/01/2020"})
    assert refused.status_code == 422
    assert "Ce jour est passé" in text(refused)
    assert 'value="Le siège"' in text(refused)
    made = client.post(page("survey_create", scope), form | {"closes_on": f"{TODAY:%d/%m/%Y}"})
    assert made["Location"] == page("survey", scope, 1)
    links = client.post(page("survey_links", scope, 1), {"quantity": "7", "as": "csv"})
    lines = links.content.decode("utf-8-sig").splitlines()
    assert (links["Content-Type"], len(lines)) == ("text/csv; charset=utf-8", 8)
    shown = client.post(page("survey_links", scope, 1), {"quantity": "2", "as": "text", "group": "Atelier"})
    assert text(shown).count("/enquete/") == 2
    assert client.post(page("survey_links", scope, 1), {"quantity": "0"}).status_code == 422
    respond(Survey.objects.get(), [5, 5, 4, 2, 1], SENTINEL)
    running = text(client.get(page("survey", scope, 1)))
    assert "Les résultats se lisent à la clôture" in running
    assert "60 % de 4 et 5" not in running
    assert client.post(page("survey_revoke", scope, 1, 2)).status_code == 302
    client.post(page("survey_close", scope, 1))
    assert "60 % de 4 et 5" in text(client.get(page("survey", scope, 1)))
    assert "60 % de 4 et 5" in text(client.get(page("satisfaction_entry", scope)))
    for name, args in (("survey", (1,)), ("satisfaction_entry", ())):
        assert client.get(page(name, scope, *args), {"export": "csv"}).status_code == 200
        assert client.get(page(name, scope, *args), {"export": "xlsx"}).content[:2] == b"PK"
    assert client.get(page("survey", scope, 9)).status_code == 404


@pytest.mark.parametrize("role", ["executive", "reader", "provider"])
def test_others_open_no_wave_and_the_provider_sees_none(wave, scope, client, make_user, role):
    survey, _ = wave()
    client.force_login(make_user(role, scope))
    status = 403 if role == "provider" else 200
    assert client.get(page("satisfaction_entry", scope)).status_code == status
    assert client.get(page("survey", scope, survey.number)).status_code == status
    for name, args in (
        ("survey_create", ()), ("survey_links", (1,)), ("survey_mails", (1,)), ("survey_close", (1,)),
        ("survey_revoke", (1, 1)),
    ):  # fmt: skip
        assert client.post(page(name, scope, *args)).status_code == 403
    assert Survey.objects.get().closed_at is None


def test_another_client_finds_no_wave(wave, scope, client, make_user, make_contract):
    wave()
    other = make_contract("USI-2023-11", "Client B", "Prestataire B")
    client.force_login(make_user("referent", other, "ailleurs@exemple.fr"))
    assert client.get(page("survey", scope, 1)).status_code == 404
    assert client.get(page("survey", other, 1)).status_code == 404


def test_words_are_the_client_s_alone_and_may_be_kept_back(world, wave, client, make_user, member):
    world.deliver(MARCH)
    survey, _ = wave("ticket", 12, opens=date(2026, 3, 2), closes=date(2026, 3, 20))
    respond(survey, [5, 5, 4, 2, 1], SENTINEL)
    close_survey(survey=survey, at=AT, today=date(2026, 3, 20))
    url = page("satisfaction", world.contract)
    client.force_login(make_user("provider", world.contract))
    assert "SENTINELLE" not in text(client.get(url))
    assert client.get(page("verbatims", world.contract), {"export": "csv"}).status_code == 403
    with for_contract(world.contract.pk, Side.PROVIDER):
        assert not SurveyComment.objects.exists()
        assert not SurveyAnswer.objects.exists()
    reader = make_user("reader", world.contract)
    client.force_login(reader)
    seen = text(client.get(url))
    assert "SENTINELLE" in seen
    assert "Ne pas montrer" not in seen
    digest = re.search(r"[0-9a-f]{64}", _as(client, member, url))[0]
    assert client.post(page("verbatim", world.contract), {"digest": digest, "act": "hide"}).status_code == 302
    assert "5 verbatims écartés" in text(client.get(url))
    client.force_login(reader)
    assert "SENTINELLE" not in text(client.get(url))
    assert client.post(page("verbatim", world.contract), {"digest": digest, "act": "show"}).status_code == 403
    _as(client, member, url)
    client.post(page("verbatim", world.contract), {"digest": digest, "act": "show"})
    found = client.get(page("verbatims", world.contract), {"export": "csv"}).content.decode("utf-8-sig")
    assert found.count("SENTINELLE") == 5


def _as(client, member, url):
    """The page as the referent sees it, the words of its forms alone."""
    client.force_login(member.user)
    return "".join(re.findall(r'name="digest" value="[^"]*"', client.get(url).content.decode()))


def test_pages_ask_few_queries(world, wave, client, member, django_assert_max_num_queries):
    world.deliver(MARCH)
    for _ in range(12):
        survey, _ = wave("barometer", 8, "Siège", opens=date(2026, 3, 2), closes=date(2026, 3, 20))
        respond(survey, [9, 8, 7, 6, 5], "Bien.")
        close_survey(survey=survey, at=AT, today=date(2026, 3, 20))
    client.force_login(member.user)
    contract = world.contract
    for url in (
        page("satisfaction", contract),
        page("satisfaction_entry", contract),
        page("survey", contract, 3),
    ):
        with django_assert_max_num_queries(25):
            assert client.get(url).status_code == 200
