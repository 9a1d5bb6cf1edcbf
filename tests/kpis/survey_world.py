"""What the tests of surveys share: days, marks, and people who answer."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from django.urls import reverse

from core.days import portal_today
from core.engine.months import Month
from kpis.models import SurveyInvitation
from kpis.services.answering_surveys import answer_survey

TODAY = portal_today()
AT = datetime(2026, 3, 31, 8, tzinfo=UTC)
MARCH = Month(2026, 3)
FIVE = {"tools": 4, "delays": 3, "information": 5, "projects": 2}
SENTINEL = "Jean-Michel ne rappelle jamais, SENTINELLE"


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
