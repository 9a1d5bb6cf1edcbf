"""People, escalation ladder and subcontractors: read by both sides, changed in place by the referent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.forms.people import LevelForm, LinkForm, PeopleForm, PersonForm
from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from contracts.selectors.people import PeopleBook, people_book
from contracts.selectors.people_page import people_page, people_sheet
from contracts.services.lines import LineRefused
from contracts.services.people import remove_level, save_level, save_link, save_person
from core.exports import export_response, wanted_export
from core.requests import actor_of

REFUSED = 422


@dataclass(frozen=True)
class Kind:
    """One of the page's three lists: where it is, what is typed of a line, how it is kept and removed."""

    anchor: str
    form: type[PeopleForm]
    save: Callable[..., bool]
    saved: str
    remove: Callable[..., None] | None = None


KINDS = {
    one.form.kind: one
    for one in (
        Kind("acteurs", PersonForm, save_person, "Acteur enregistré."),
        Kind("escalade", LevelForm, save_level, "Niveau d’escalade enregistré.", remove_level),
        Kind("sous-traitants", LinkForm, save_link, "Sous-traitant enregistré."),
    )
}
"""By the word of the address."""


@contract_view("view")
@require_GET
def people(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Who answers for what, whom to call next, who works behind the provider?"""
    if kind := wanted_export(request):
        name = request.GET.get("liste", "acteurs")
        sheet = people_sheet(name, people_page(contract, local_today(contract)))
        if sheet is None:
            raise Http404
        return export_response(sheet, f"{contract.reference}-{name}", kind)
    return _page(request, contract, people_book(contract))


@contract_view("edit_contract")
def add_line(request: HttpRequest, contract: Contract, kind: str) -> HttpResponse:
    """Add a person, a rung or a subcontractor."""
    if kind not in KINDS:
        raise Http404
    return _change(request, contract, KINDS[kind], None)


@contract_view("edit_contract")
def change_line(request: HttpRequest, contract: Contract, kind: str, pk: int) -> HttpResponse:
    """Change one line, or remove the last rung; read without a form, the address leads to its place."""
    if kind not in KINDS or pk not in KINDS[kind].form.rows(people_book(contract)):
        raise Http404
    if request.method == "POST" and request.POST.get("act") == "remove":
        return _remove(request, contract, KINDS[kind], pk)
    return _change(request, contract, KINDS[kind], pk)


def _change(request: HttpRequest, contract: Contract, kind: Kind, key: int | None) -> HttpResponse:
    if request.method != "POST":
        return _back(contract, kind, f"?modifier={kind.form.kind}-{key}" if key else "")
    book = people_book(contract)
    form = kind.form(book, key, request.POST)
    if form.is_valid():
        try:
            kind.save(contract=contract, said=form.said(), key=key, **actor_of(request))
        except LineRefused as refusal:
            form.refuse(refusal.faults)
    if form.errors:
        return _page(request, contract, book, form)
    messages.success(request, kind.saved)
    return _back(contract, kind)


def _remove(request: HttpRequest, contract: Contract, kind: Kind, key: int) -> HttpResponse:
    if kind.remove is None:
        raise Http404
    try:
        kind.remove(contract=contract, key=key, **actor_of(request))
    except LineRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("contracts:people", contract.slug)  # the refusal is at the head of the page
    messages.success(request, "Niveau d’escalade retiré.")
    return _back(contract, kind)


def _back(contract: Contract, kind: Kind, query: str = "") -> HttpResponse:
    return redirect(f"{reverse('contracts:people', args=[contract.slug])}{query}#{kind.anchor}")


def _page(
    request: HttpRequest, contract: Contract, book: PeopleBook, refused: PeopleForm | None = None
) -> HttpResponse:
    page = people_page(contract, local_today(contract), book)
    may_edit = may(request.membership, Capability.EDIT_CONTRACT)  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "contract": contract,
        "page": page,
        "may_edit": may_edit,
    }
    if may_edit:
        edited = refused or _asked_form(book, request.GET.get("modifier", ""))
        context["left_open"] = isinstance(edited, PersonForm) and edited.key in {
            line.key for line in page.left
        }
        context |= {
            "edited": edited,
            "added": {one.form.listed: _new_form(one, book, edited) for one in KINDS.values()},
        }
    return render(request, "contracts/people.html", context, status=REFUSED if refused else 200)


def _asked_form(book: PeopleBook, asked: str) -> PeopleForm | None:
    """The form of the line that the address asks to change, if there is one."""
    kind, _, text = asked.rpartition("-")
    key = int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0
    found = KINDS.get(kind)
    return found.form(book, key) if found and key in found.form.rows(book) else None


def _new_form(kind: Kind, book: PeopleBook, edited: PeopleForm | None) -> PeopleForm:
    """The form to add a line; the one that was refused keeps what was typed."""
    refused = isinstance(edited, kind.form) and edited.key is None
    return edited if edited is not None and refused else kind.form(book)
