"""Surveys by link: one answer a link, nothing that leads back, nothing counted before the closing or under five."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client

from core import jobs
from core.models import Job
from core.scope import for_contract
from journal.models import JournalEntry
from kpis.models import IndicatorValue, Survey, SurveyAnswer, SurveyInvitation
from kpis.services import compute_indicators
from kpis.services.answering_surveys import LinkUsed, answer_survey
from kpis.services.closing_surveys import close_overdue, close_survey
from kpis.services.surveys import SurveyRefused, issue_links
from tests.kpis.survey_world import AT, FIVE, MARCH, SENTINEL, TODAY, page, respond, text


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
