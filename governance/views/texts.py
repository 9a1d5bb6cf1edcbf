"""The texts of a pack: what the rules wrote, what the referent writes over it before sending."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from contracts.access import contract_view, writes
from contracts.models import Contract
from core.requests import actor_of
from core.scope import Audience
from governance.forms.texts import TextForm
from governance.models import Committee
from governance.selectors.committees import own_variants
from governance.selectors.pack_texts import TextPage, page_figures, text_page
from governance.selectors.packs import NoResult
from governance.services.pack_texts import reset_text, write_text
from governance.views.finding import committee_or_404

COPIES = {"client": Audience.CLIENT, "partage": Audience.BOTH}
RANKS = {"client": 0, "partage": 1}
"""Where each copy stands among the variants of a committee."""


@contract_view("prepare_committee")
@require_GET
def texts(request: HttpRequest, contract: Contract, committee: str, copy: str) -> HttpResponse:
    """Title and conclusion of each page, beside the generated ones."""
    found = committee_or_404(request, contract, committee)
    page = _page_or_404(found, copy)
    if isinstance(page, NoResult):
        return render(
            request,
            "governance/pack_missing.html",
            {"contract": contract, "committee": found, "reason": page},
        )
    return _shown(request, contract, found, copy, page)


@contract_view("prepare_committee")
@writes("governance:texts", "committee", "copy")
def write(request: HttpRequest, contract: Contract, committee: str, copy: str, page: str) -> HttpResponse:
    """Write over the texts of a page, or give them back to the rules."""
    found = committee_or_404(request, contract, committee)
    texts_page = _page_or_404(found, copy)
    line = None if isinstance(texts_page, NoResult) else texts_page.line(page)
    if line is None or isinstance(texts_page, NoResult):
        raise Http404
    about = {"committee": found, "audience": COPIES[copy], "page": page, **actor_of(request)}
    if request.POST.get("act") == "reset":
        reset_text(**about)
        messages.success(request, "Texte généré remis.")
        return _back(contract, found, copy, page)
    form = TextForm(line, request.POST, page_figures(found, texts_page.variant, line))
    if not form.is_valid():
        return _shown(request, contract, found, copy, texts_page, form)
    write_text(**about, **form.cleaned_data)
    messages.success(request, "Texte enregistré.")
    return _back(contract, found, copy, page)


def _page_or_404(committee: Committee, copy: str) -> TextPage | NoResult:
    if copy not in COPIES or not committee.has_pack:
        raise Http404
    try:
        return text_page(committee, own_variants(committee)[RANKS[copy]])
    except NoResult as missing:
        return missing


def _back(contract: Contract, committee: Committee, copy: str, page: str) -> HttpResponse:
    place = reverse("governance:texts", args=[contract.slug, committee.slug, copy])
    return redirect(f"{place}#{page}")


def _shown(
    request: HttpRequest,
    contract: Contract,
    committee: Committee,
    copy: str,
    page: TextPage,
    refused: TextForm | None = None,
) -> HttpResponse:
    forms = [
        refused if refused and refused.line.page.kind == line.page.kind else TextForm(line)
        for line in page.lines
    ]
    context = {"contract": contract, "committee": committee, "copy": copy, "page": page, "forms": forms}
    return render(request, "governance/texts.html", context, status=422 if refused else 200)
