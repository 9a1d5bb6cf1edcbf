"""The page of a survey's respondent: no account, one answer a link."""

from __future__ import annotations

from allauth.core.ratelimit import consume_or_429
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from core.days import portal_today
from core.scope import for_contract
from infogerance.forms.survey import ResponseForm
from kpis.models import SurveyInvitation
from kpis.selectors.surveys import open_link
from kpis.services.answering_surveys import LinkUsed, answer_survey

LIMIT = "survey_link"


@require_http_methods(["GET", "HEAD", "POST"])
def survey_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Answer a survey. A link used, expired, revoked or forged gets one and the same page, and few tries.

    A link that may be answered is never refused for what others tried: a whole company often has one address.
    """
    link = open_link(token, portal_today())
    if link is None:
        return _dead(request)
    with for_contract(link.contract_id):
        form = ResponseForm(request.POST if request.method == "POST" else None, survey=link.survey)
        if request.method != "POST":
            return _shown(request, link, form)
        if not form.is_valid():
            return _shown(request, link, form, status=422)
        try:
            answer_survey(invitation=link, marks=form.marks, comment=form.cleaned_data["comment"])
        except LinkUsed:
            return _dead(request)
    return render(request, "infogerance/survey_thanks.html", {"survey": link.survey})


def _shown(
    request: HttpRequest, link: SurveyInvitation, form: ResponseForm, *, status: int = 200
) -> HttpResponse:
    context = {"survey": link.survey, "client": link.contract.client, "form": form}
    return render(request, "infogerance/survey.html", context, status=status)


def _dead(request: HttpRequest) -> HttpResponse:
    tried = consume_or_429(request, action=LIMIT, limit_get=True)
    return tried or render(request, "infogerance/survey_dead.html", status=404)
