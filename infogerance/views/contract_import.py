"""Creating a contract from its file: checked whole, shown as what it would create, then confirmed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from contracts.engine.problems import FileRefused
from contracts.models import ContractDraft
from contracts.selectors.drafts import draft_of
from contracts.services.drafts import keep_file
from infogerance.contract_file import MAX_BYTES, read_contract_file
from infogerance.forms.creation.start import ContractFileForm
from infogerance.selectors.creation_sections import section_lines
from infogerance.services.creation import create_from_draft, try_contract
from infogerance.views.creation import REFUSED, created, creation_view, start_page


@creation_view
@require_http_methods(["GET", "HEAD", "POST"])
def create_import(request: HttpRequest, clients: tuple[str, ...]) -> HttpResponse:
    """Check a file; nothing is kept of one that is refused. Read, the address leads to the page of the form."""
    if request.method != "POST":
        return redirect("contracts:create")
    form = ContractFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return start_page(request, clients, file_form=form, status=REFUSED)
    content = form.cleaned_data["file"].read(MAX_BYTES + 1)
    try:
        try_contract(content=content, author=request.user, clients=clients)  # type: ignore[arg-type]
    except FileRefused as refused:
        return start_page(request, clients, file_form=form, problems=refused.problems, status=REFUSED)
    keep_file(author=request.user, content=content.decode("utf-8-sig"))  # type: ignore[arg-type]
    return redirect("contracts:create_file")


@creation_view
@require_http_methods(["GET", "POST"])
def create_file(request: HttpRequest, clients: tuple[str, ...]) -> HttpResponse:
    """What the file would create, section by section; then its creation."""
    draft = draft_of(request.user, ContractDraft.Kind.FILE)  # type: ignore[arg-type]
    if draft is None:
        return redirect("contracts:create")
    content = draft.content.encode()
    try:
        if request.method == "POST":
            return created(request, create_from_draft(draft=draft, content=content, clients=clients))
        report = try_contract(content=content, author=request.user, clients=clients)  # type: ignore[arg-type]
    except FileRefused as refused:
        return start_page(request, clients, problems=refused.problems, status=REFUSED)
    context = {"terms": read_contract_file(content).terms, "sections": section_lines(report.sections)}
    return render(request, "infogerance/creation/file.html", context)
