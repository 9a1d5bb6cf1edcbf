"""Creating a contract: from a model, step by step."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.capabilities import Capability
from contracts.engine.problems import FileRefused
from contracts.models import ContractDraft
from contracts.selectors.drafts import copyable_contracts, creatable_clients, draft_of, drafts_of
from contracts.services.drafts import drop_draft, keep_answers, start_draft
from core.rows import MORE, with_more
from infogerance.forms.creation.start import ContractFileForm, StartForm
from infogerance.forms.creation.steps import BY_CODE, STEPS
from infogerance.selectors.contract_models import contract_models
from infogerance.selectors.creation import Creation, creation_of, place_problems, problems_of
from infogerance.selectors.creation_summary import summary_of
from infogerance.services.creation import create_from_draft

View = Callable[..., HttpResponse]
GUIDED = ContractDraft.Kind.GUIDED
REFUSED = 422


def creation_view(view: View) -> View:
    """The gate of these pages: whoever is referent somewhere, or has no contract yet and belongs to a client."""

    @wraps(view)
    def gate(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        memberships = list(request.memberships.values())  # type: ignore[attr-defined]
        clients = creatable_clients(request.user, memberships)  # type: ignore[arg-type]
        if not clients:
            raise PermissionDenied
        return view(request, clients, **kwargs)

    gate.capability = Capability.EDIT_CONTRACT  # type: ignore[attr-defined]
    return gate


@creation_view
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest, clients: tuple[str, ...]) -> HttpResponse:
    """Choose a model, or give a file; what was begun is taken up again."""
    form = _start_form(clients, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return start_page(request, clients, form, status=REFUSED if form.is_bound else 200)
    wanted = form.cleaned_data.get("source")
    source = next((one for one in copyable_contracts(clients) if one.slug == wanted), None)
    start_draft(author=request.user, model=form.cleaned_data["model"], source=source)  # type: ignore[arg-type]
    return redirect("contracts:create_step", STEPS[0].code)


def _start_form(clients: tuple[str, ...], data: Any = None) -> StartForm:
    return StartForm(
        data,
        models=[(model.code, model.words) for model in contract_models()],
        sources=[(one.slug, f"{one.reference}, {one.title}") for one in copyable_contracts(clients)],
    )


def start_page(
    request: HttpRequest, clients: tuple[str, ...], form: StartForm | None = None, **more: Any
) -> HttpResponse:
    """The first page, with what is wrong in the file just sent, if anything is."""
    drafts = {draft.kind: draft for draft in drafts_of(request.user)}  # type: ignore[arg-type]
    guided = drafts.get(GUIDED)
    context = {
        "form": form or _start_form(clients),
        "file_form": more.get("file_form") or ContractFileForm(),
        "problems": more.get("problems", ()),
        "guided": creation_of(guided, clients) if guided else None,
        "waiting": drafts.get(ContractDraft.Kind.FILE),
        "clients": clients,
    }
    return render(request, "infogerance/creation/start.html", context, status=more.get("status", 200))


@creation_view
@require_http_methods(["GET", "POST"])
def create_step(request: HttpRequest, clients: tuple[str, ...], step: str) -> HttpResponse:
    """One step; what is typed is kept whatever it is worth, and left only when it is right or asked for."""
    if step not in BY_CODE:
        raise Http404
    draft = draft_of(request.user, GUIDED)  # type: ignore[arg-type]
    if draft is None:
        return redirect("contracts:create")
    if request.method != "POST":
        return _step_page(request, creation_of(draft, clients), step)
    _keep(request, creation_of(draft, clients), step)
    draft.refresh_from_db()
    creation = creation_of(draft, clients)
    if target := _left_for(request, step):
        return redirect(target)
    if step not in creation.done:
        return _step_page(request, creation, step, REFUSED)
    return _go_on(request, creation, step)


def _keep(request: HttpRequest, creation: Creation, step: str) -> None:
    """The fields of this step, as they were typed."""
    owned = creation.filled[step]
    typed = {name: str(value).replace("\0", "") for name, value in request.POST.items() if owned.owns(name)}
    if more := request.POST.get(MORE):
        typed = with_more(typed, more)
    keep_answers(author=request.user, step=step, typed=typed)  # type: ignore[arg-type]


def _left_for(request: HttpRequest, step: str) -> str:
    """Where a button other than the main one leads, right or wrong; empty for the main one."""
    wanted = request.POST.get("aller", "")
    if more := request.POST.get(MORE):
        return f"{reverse('contracts:create_step', args=[step])}#{more}"
    if wanted == "plus-tard":
        messages.success(request, "Saisie gardée. Elle se reprend à la page des contrats.")
        return reverse("contracts:list")
    return reverse("contracts:create_step", args=[wanted]) if wanted in BY_CODE else ""


def _go_on(request: HttpRequest, creation: Creation, step: str) -> HttpResponse:
    """To the next step, or to the last page once none is left."""
    form = creation.filled[step].form
    if words := getattr(form, "kept_words", ""):
        messages.success(request, words)
    codes = list(BY_CODE)
    after = codes[codes.index(step) + 1 :]
    return redirect("contracts:create_step", after[0]) if after else redirect("contracts:create_review")


def _step_page(request: HttpRequest, creation: Creation, step: str, status: int = 200) -> HttpResponse:
    codes = list(BY_CODE)
    rank = codes.index(step)
    context = {
        "creation": creation,
        "step": BY_CODE[step],
        "filled": creation.filled[step],
        "lines": creation.lines(step),
        "before": codes[rank - 1] if rank else "",
        "last": rank == len(codes) - 1,
    }
    return render(request, "infogerance/creation/step.html", context, status=status)


@creation_view
@require_http_methods(["GET", "POST"])
def create_review(request: HttpRequest, clients: tuple[str, ...]) -> HttpResponse:
    """The contract to come, as a person reads it; then its creation."""
    draft = draft_of(request.user, GUIDED)  # type: ignore[arg-type]
    if draft is None:
        return redirect("contracts:create")
    creation = creation_of(draft, clients)
    if request.method != "POST" or creation.missing:
        return _review_page(request, creation)
    try:
        report = create_from_draft(draft=draft, content=creation.content(), clients=clients)
    except FileRefused as refused:
        return _review_page(request, creation, refused.problems)
    return created(request, report)


def created(request: HttpRequest, report: Any) -> HttpResponse:
    """To what is left to do on the new contract; a second click finds it already created."""
    if report is None:
        return redirect("contracts:list")
    messages.success(request, f"Contrat {report.contract.reference} créé. Vous en êtes le référent.")
    return redirect("contract_setup", report.contract.slug)


def _review_page(request: HttpRequest, creation: Creation, problems: Any = ()) -> HttpResponse:
    if not creation.missing and not problems:
        problems = problems_of(creation.content())
    context = {
        "creation": creation,
        "lines": creation.lines("verifier", linked=True),
        "problems": place_problems(tuple(problems)),
        "summary": None if creation.missing else summary_of(creation.tables()),
    }
    refused = request.method == "POST"
    return render(request, "infogerance/creation/review.html", context, status=REFUSED if refused else 200)


@creation_view
@require_http_methods(["GET", "HEAD", "POST"])
def create_drop(request: HttpRequest, clients: tuple[str, ...]) -> HttpResponse:
    """Give up what was begun; read, the address leads to the first page and gives up nothing."""
    if request.method != "POST":
        return redirect("contracts:create")
    kind = ContractDraft.Kind.FILE if request.POST.get("nature") == "fichier" else GUIDED
    if drop_draft(author=request.user, kind=kind):  # type: ignore[arg-type]
        messages.success(request, "Saisie abandonnée : il n’en reste rien.")
    return redirect("contracts:create")
