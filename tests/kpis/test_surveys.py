"""Surveys by link: one answer a link, nothing that leads back, nothing shown before the closing or under five."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from core import jobs
from core.engine.months import Month
from core.models import Job
from core.scope import Side, for_contract
from journal.models import JournalEntry
from kpis.models import IndicatorValue, Survey, SurveyAnswer, SurveyComment, SurveyInvitation
from kpis.services import compute_indicators
from kpis.services.answering_surveys import LinkUsed, answer_survey
from kpis.services.closing_surveys import close_overdue, close_survey
from kpis.services.surveys import SurveyRefused, create_survey, issue_links, revoke_lot

TODAY = timezone.localdate()
AT = datetime(2026, 3, 31, 8, tzinfo=UTC)
MARCH = Month(2026, 3)
FIVE = {"tools": 4, "delays": 3, "information": 5, "projects": 2}
SENTINEL = "Jean-Michel ne rappelle jamais, SENTINELLE"


@pytest.fixture(autouse=True)
def _no_tries_before():
    cache.clear()


@pytest.fixture
def member(scope, make_user):
    user = make_user("referent", scope)
    return Membership.objects.get(user=user, contract=scope)


@pytest.fixture
def wave(scope, member):
    """A survey of one kind and its links, open today or over the days given."""

    def build(kind="ticket", quantity=10, group="", opens=TODAY, closes=TODAY + timedelta(days=20)):
        survey = create_survey(
            contract=scope, kind=kind, title="Votre avis", addressed_to="Le siège", opens_on=opens,
            closes_on=closes, member=member,
        )  # fmt: skip
        links = issue_links(survey=survey, quantity=quantity, group=group, member=member, today=opens)
        return survey, [
            reverse("survey_answer", args=[link.url.rstrip("/").split("/")[-1]]) for link in links
        ]

    return build


def respond(survey, marks, comment=""):
    """One answer on the first free link for each mark."""
    for mark in marks:
        link = SurveyInvitation.objects.filter(survey=survey, answered=False).first()
        told = {"satisfaction": mark} if survey.kind == "ticket" else {"recommendation": mark, **FIVE}
        answer_survey(invitation=link, marks=told, comment=comment)


def page(name, contract, *args):
    return reverse(f"kpis:{name}", args=[contract.slug, *args])


def text(response):
    return re.sub("[\u00a0\u202f]|&nbsp;|&#8239;", " ", response.content.decode())


# --- the respondent ---------------------------------------------------------------------------------


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


def test_guessing_is_slow(wave):
    forged = reverse("survey_answer", args=["y" * 43])
    answers = [Client().get(forged).status_code for _ in range(12)]
    assert answers == [404] * 10 + [429] * 2
    _, (url, *_) = wave()
    assert Client().get(url).status_code == 429
    assert Client(REMOTE_ADDR="10.0.0.9").get(url).status_code == 200


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


# --- what the database holds ------------------------------------------------------------------------


def test_two_answers_at_once_on_one_link_give_one(wave):
    survey, _ = wave()
    link = SurveyInvitation.objects.filter(survey=survey).first()
    answer_survey(invitation=link, marks={"satisfaction": 5})
    with pytest.raises(LinkUsed):
        answer_survey(invitation=link, marks={"satisfaction": 1})
    with pytest.raises(IntegrityError, match="qu’une réponse"), transaction.atomic():
        SurveyAnswer.objects.create(contract_id=survey.contract_id, survey=survey, satisfaction=1)
    assert SurveyAnswer.objects.get().satisfaction == 5


def test_an_answer_and_a_used_link_stay_as_they_are(wave):
    survey, _ = wave()
    respond(survey, [5])
    with pytest.raises(IntegrityError, match="reste comme elle a été donnée"), transaction.atomic():
        SurveyAnswer.objects.update(satisfaction=1)
    with pytest.raises(IntegrityError, match="Un lien utilisé le reste"), transaction.atomic():
        SurveyInvitation.objects.filter(answered=True).update(answered=False)


@pytest.mark.parametrize(
    "marks", [{"satisfaction": 6}, {"recommendation": 11, **FIVE}, {"recommendation": 5}, {}]
)
def test_marks_off_the_scale_or_missing_are_refused(wave, marks):
    survey, _ = wave()
    SurveyInvitation.objects.update(answered=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        SurveyAnswer.objects.create(contract_id=survey.contract_id, survey=survey, **marks)


def test_links_and_answers_belong_to_the_survey_s_contract(wave, make_contract):
    survey, _ = wave()
    other = make_contract("USI-2023-11", "Client B", "Prestataire B")
    with for_contract(other.pk), pytest.raises(IntegrityError, match="même contrat"), transaction.atomic():
        SurveyInvitation.objects.create(
            contract=other, survey_id=survey.pk, lot=1, token_hash="f" * 64, expires_on=TODAY
        )


def test_nothing_leads_from_an_answer_back_to_its_link(wave):
    survey, _ = wave(group="Siège")
    respond(survey, [4], SENTINEL)
    held = {field.name for field in SurveyAnswer._meta.concrete_fields}
    assert held == {"id", "contract", "survey", "group", "satisfaction", "recommendation", *FIVE}
    assert not any(
        field.get_internal_type() == "DateTimeField" for field in SurveyInvitation._meta.concrete_fields
    )
    actions = list(JournalEntry.objects.values_list("action", flat=True))
    assert actions == ["survey.opened", "survey.links"]


def test_only_the_digest_of_a_token_is_kept(wave):
    _, urls = wave(quantity=3)
    kept = str(list(SurveyInvitation.objects.values())) + str(list(JournalEntry.objects.values("details")))
    assert not any(url.strip("/").split("/")[-1] in kept for url in urls)


# --- waves ------------------------------------------------------------------------------------------


def test_days_out_of_order_and_too_long_a_wave_are_refused(wave, member):
    with pytest.raises(SurveyRefused, match="précède l’ouverture"):
        wave(closes=TODAY - timedelta(days=1))
    with pytest.raises(SurveyRefused, match="92 jours au plus"):
        wave(closes=TODAY + timedelta(days=93))
    survey, _ = wave(opens=TODAY - timedelta(days=9), closes=TODAY - timedelta(days=1))
    with pytest.raises(SurveyRefused, match="terminée"):
        issue_links(survey=survey, quantity=1, group="", member=member, today=TODAY)
    with pytest.raises(SurveyRefused, match="5\u202f000 liens au plus"):
        issue_links(survey=survey, quantity=5000, group="", member=member, today=survey.closes_on)


def test_results_are_counted_once_at_the_closing(wave, member):
    survey, _ = wave("barometer", 20)
    respond(survey, [9, 10, 9, 6, 8])
    closed = close_survey(survey=survey, at=AT, today=TODAY, member=member)
    assert (closed.results["sent"], closed.results["answered"]) == (20, 5)
    assert closed.results["marks"]["recommendation"] == [0, 0, 0, 0, 0, 0, 1, 0, 1, 2, 1]
    assert closed.closes_on == TODAY
    with pytest.raises(SurveyRefused, match="déjà close"):
        close_survey(survey=survey, at=AT, today=TODAY, member=member)
    assert Job.objects.filter(kind="indicators").count() == 1


def test_under_five_answers_nothing_is_kept_but_their_number(wave, member):
    survey, _ = wave("barometer", 20)
    respond(survey, [9, 10, 9, 6])
    assert close_survey(survey=survey, at=AT, today=TODAY).results == {"sent": 20, "answered": 4}


def test_a_wave_past_its_last_day_closes_by_itself(wave, scope):
    survey, _ = wave(opens=TODAY - timedelta(days=9), closes=TODAY - timedelta(days=1))
    assert close_overdue(contract=scope, today=TODAY) == 1
    assert close_overdue(contract=scope, today=TODAY) == 0
    assert Survey.objects.get(pk=survey.pk).closes_on == TODAY - timedelta(days=1)


def test_closed_surveys_enter_the_indicators_of_their_month(world, wave, member):
    world.deliver(MARCH)
    world.ticket("2026-03-02T08:00", "2026-03-03T08:00", satisfaction=2)
    days = {"opens": date(2026, 3, 2), "closes": date(2026, 3, 20)}
    ticket, _ = wave("ticket", 12, **days)
    respond(ticket, [5, 4, 4, 2, 1, 5])
    few, _ = wave("ticket", 12, **days)
    respond(few, [1, 1])
    barometer, _ = wave("barometer", 12, **days)
    respond(barometer, [9, 10, 9, 6, 8])
    for survey in (ticket, few, barometer):
        close_survey(survey=survey, at=AT, today=date(2026, 3, 20))
    compute_indicators(contract=world.contract, months=[MARCH])
    felt = IndicatorValue.objects.get(code="K22", part="")
    assert (felt.numerator, felt.denominator) == (4, 7)
    assert (felt.extra["resolved"], felt.extra["sent"]) == (1, 12)
    assert felt.extra["response_rate"] == pytest.approx(100 * 7 / 13, abs=1e-6)
    assert IndicatorValue.objects.get(code="K23", part="").value == 40


def test_addresses_are_forgotten_as_their_messages_leave(wave, scope, client, member):
    survey, _ = wave("barometer", 1)
    client.force_login(member.user)
    url = page("survey_mails", scope, survey.number)
    bad = client.post(url, {"addresses": "anne@exemple.fr\npas une adresse"})
    assert bad.status_code == 422
    assert "Ligne 2 : « pas une adresse » n’est pas une adresse e-mail" in text(bad)
    client.post(url, {"addresses": "anne@exemple.fr\nbob@exemple.fr\nANNE@exemple.fr", "group": "Siège"})
    job = jobs.run(Job.objects.get(kind="survey_mail").pk)
    assert (job.state, job.payload["left"], job.result) == ("done", [], {"sent": 2})
    assert sorted(one.to[0] for one in mail.outbox) == ["anne@exemple.fr", "bob@exemple.fr"]
    links = {re.search(r"http\S+/enquete/\S+", one.body)[0] for one in mail.outbox}
    assert len(links) == 2
    assert Client().get("/enquete/" + links.pop().split("/enquete/")[1]).status_code == 200
    assert SurveyInvitation.objects.filter(group="Siège").count() == 2


# --- pages ------------------------------------------------------------------------------------------


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
    assert client.get(page("verbatim", world.contract), {"export": "csv"}).status_code == 403
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
    found = client.get(page("verbatim", world.contract), {"export": "csv"}).content.decode("utf-8-sig")
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
