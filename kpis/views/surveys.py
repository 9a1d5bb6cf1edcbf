"""Surveys by link: the waves, their links, their results."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view, writes
from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from core.engine.formats import count
from core.exports import Sheet, export_response, wanted_export
from kpis.forms.surveys import LinksForm, MailsForm, SurveyForm
from kpis.models import Survey
from kpis.selectors.surveys import results_sheet, survey_of, survey_page, survey_sheet, waves_of
from kpis.services.closing_surveys import close_survey
from kpis.services.survey_mails import ask_mails
from kpis.services.surveys import Link, SurveyRefused, create_survey, issue_links, revoke_lot


@contract_view("view_client")
def satisfaction_entry(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Who was asked, who answered? Every wave; whoever prepares committees opens one."""
    today = local_today(contract)
    if kind := wanted_export(request):
        sheet = survey_sheet(contract, waves_of(contract, today))
        return export_response(sheet, f"{contract.reference}-enquetes", kind)
    allowed = may(request.membership, Capability.PREPARE_COMMITTEE)  # type: ignore[attr-defined]
    form = SurveyForm(initial={"opens_on": today}, today=today) if allowed else None
    return _list(request, contract, form)


@contract_view("prepare_committee")
@writes("kpis:satisfaction_entry")
def survey_create(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Open a wave."""
    form = SurveyForm(request.POST, today=local_today(contract))
    if form.is_valid():
        try:
            survey = create_survey(contract=contract, **form.cleaned_data, member=request.membership)  # type: ignore[attr-defined]
        except SurveyRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Enquête ouverte : créez ses liens.")
            return redirect("kpis:survey", contract.slug, survey.number)
    return _list(request, contract, form, status=422)


@contract_view("view_client")
def survey(request: HttpRequest, contract: Contract, number: int) -> HttpResponse:
    """One wave: its links, and what was answered once it is closed."""
    wave = _found(contract, number)
    if kind := wanted_export(request):
        page = survey_page(contract, wave, local_today(contract))
        sheet = results_sheet(contract, page)
        return export_response(sheet, f"{contract.reference}-enquete-{number}", kind)
    return _page(request, contract, wave)


@contract_view("prepare_committee")
@writes("kpis:survey", "number")
def survey_links(request: HttpRequest, contract: Contract, number: int) -> HttpResponse:
    """Make links, given this once: as a file, or as a text to paste."""
    wave, form = _found(contract, number), LinksForm(request.POST)
    if form.is_valid():
        try:
            links = issue_links(
                survey=wave,
                **form.cleaned_data,
                member=request.membership,  # type: ignore[attr-defined]
                today=local_today(contract),
            )
        except SurveyRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            if request.POST.get("as") == "csv":
                return export_response(_links_sheet(links), f"{contract.reference}-liens-{number}", "csv")
            return _page(request, contract, wave, links=links)
    return _page(request, contract, wave, links_form=form, status=422)


@contract_view("prepare_committee")
@writes("kpis:survey", "number")
def survey_mails(request: HttpRequest, contract: Contract, number: int) -> HttpResponse:
    """Write to people, each with a link of their own."""
    wave, form = _found(contract, number), MailsForm(request.POST)
    if form.is_valid():
        try:
            asked = ask_mails(
                survey=wave,
                **form.cleaned_data,
                member=request.membership,  # type: ignore[attr-defined]
                today=local_today(contract),
            )
        except SurveyRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{count(asked, 'message')} en cours d’envoi.")
            return redirect("kpis:survey", contract.slug, number)
    return _page(request, contract, wave, mails_form=form, status=422)


@contract_view("prepare_committee")
@writes("kpis:survey", "number")
def survey_revoke(request: HttpRequest, contract: Contract, number: int, lot: int) -> HttpResponse:
    """The unused links of a lot stop answering."""
    revoked = revoke_lot(survey=_found(contract, number), lot=lot, member=request.membership)  # type: ignore[attr-defined]
    messages.success(request, f"{count(revoked, 'lien révoqué|liens révoqués')}.")
    return redirect("kpis:survey", contract.slug, number)


@contract_view("prepare_committee")
@writes("kpis:survey", "number")
def survey_close(request: HttpRequest, contract: Contract, number: int) -> HttpResponse:
    """Close a wave: its results are counted and shown."""
    wave = _found(contract, number)
    try:
        close_survey(
            survey=wave, at=timezone.now().replace(microsecond=0), today=local_today(contract),
            member=request.membership,  # type: ignore[attr-defined]
        )  # fmt: skip
    except SurveyRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Enquête close : ses résultats sont comptés.")
    return redirect("kpis:survey", contract.slug, number)


def _found(contract: Contract, number: int) -> Survey:
    found = survey_of(contract, number)
    if found is None:
        raise Http404
    return found


def _list(
    request: HttpRequest, contract: Contract, form: SurveyForm | None, *, status: int = 200
) -> HttpResponse:
    context = {
        "contract": contract, "waves": waves_of(contract, local_today(contract)), "form": form,
        "refused": status != 200,
    }  # fmt: skip
    return render(request, "kpis/surveys.html", context, status=status)


def _page(
    request: HttpRequest,
    contract: Contract,
    wave: Survey,
    *,
    links: list[Link] | None = None,
    links_form: LinksForm | None = None,
    mails_form: MailsForm | None = None,
    status: int = 200,
) -> HttpResponse:
    page = survey_page(contract, wave, local_today(contract))
    context: dict[str, Any] = {
        "contract": contract, "page": page, "wave": page.wave, "links": links,
        "may_act": may(request.membership, Capability.PREPARE_COMMITTEE),  # type: ignore[attr-defined]
        "links_form": links_form or LinksForm(auto_id="l-%s"), "links_refused": links_form is not None,
        "mails_form": mails_form or MailsForm(auto_id="m-%s"), "mails_refused": mails_form is not None,
    }  # fmt: skip
    return render(request, "kpis/survey.html", context, status=status)


def _links_sheet(links: list[Link]) -> Sheet:
    head = ("Numéro", "Lien", "Groupe", "Dernier jour")
    return Sheet(head, [(one.number, one.url, one.group, one.expires_on) for one in links])
