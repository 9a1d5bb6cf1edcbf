"""The access register: read under filters, corrected one line at a time, given as a list, printed for the exit.

An error report never holds what was posted here: it might be a secret.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.engine.list_faults import Fault, ListRefused
from contracts.models import Contract
from contracts.selectors.lifetime import local_today
from core.engine import formats
from core.exports import export_response, wanted_export
from core.requests import actor_of
from reports.services.tabulating import TableUnreadable, read_rows
from reversibility.engine.access_cells import COLUMNS
from reversibility.forms.access import AccessForm, AccessListForm
from reversibility.models import AccessEntry
from reversibility.selectors.access_lines import access_exit_sheet, exit_lines
from reversibility.selectors.access_page import Filters, register_page, register_sheet
from reversibility.selectors.access_rows import access_entry
from reversibility.services.access import (
    StaleAccess,
    add_access,
    change_access,
    import_accesses,
    remove_access,
)

REFUSED, CONFLICT = 422, 409


def posted(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For addresses that only write: read, they lead to the line they are about, or to the register."""

    @wraps(view)
    def gate(request: HttpRequest, contract: Contract, **kwargs: Any) -> HttpResponse:
        entry = _asked_entry(contract, kwargs.pop("access")) if "access" in kwargs else None
        if request.method != "POST":
            line = (
                f"{Filters.of(request.GET).query(ligne=str(entry.pk))}#acces-{entry.number}" if entry else ""
            )
            return redirect(f"{_address(contract)}{line}")
        return view(request, contract, **({"entry": entry} if entry else {}))

    return gate


def _asked_entry(contract: Contract, pk: int) -> AccessEntry:
    entry = access_entry(contract, pk)
    if entry is None:
        raise Http404
    return entry


@contract_view("view_accesses")
@require_GET
def register(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Who holds which access, and what that puts at risk."""
    filters = Filters.of(request.GET)
    if request.GET.get("q", "").strip() and not filters.text:
        messages.warning(request, "Le texte cherché ressemble à un secret\u00a0: il n’a pas été cherché.")
        return redirect(f"{_address(contract)}{filters.query()}")
    if kind := wanted_export(request):
        sheet = register_sheet(contract, filters, local_today(contract))
        return export_response(sheet, f"{contract.reference}-acces", kind)
    return _page(request, contract, filters)


@contract_view("view_accesses")
@require_GET
def at_exit(request: HttpRequest, contract: Contract) -> HttpResponse:
    """What is to be changed on the day of the exit, in order."""
    today = local_today(contract)
    lines = exit_lines(contract, today)
    if kind := wanted_export(request):
        return export_response(access_exit_sheet(lines), f"{contract.reference}-acces-a-changer", kind)
    return render(
        request, "reversibility/access_exit.html", {"contract": contract, "lines": lines, "today": today}
    )


@sensitive_post_parameters()
@contract_view("edit_contract")
@posted
def add(request: HttpRequest, contract: Contract) -> HttpResponse:
    """A new line."""
    form = AccessForm(request.POST)
    if form.is_valid():
        try:
            add_access(
                contract=contract, cells=form.cells(), today=local_today(contract), **actor_of(request)
            )  # fmt: skip
        except ListRefused as refused:
            form.refuse(refused.faults)
    if form.errors:
        return _page(request, contract, Filters(), added=form, status=REFUSED)
    messages.success(request, "Accès ajouté au registre.")
    return redirect(_address(contract))


@sensitive_post_parameters()
@contract_view("edit_contract")
@posted
def edit(request: HttpRequest, contract: Contract, entry: AccessEntry) -> HttpResponse:
    """Correct one line; what somebody else wrote meanwhile is never lost unseen."""
    filters = Filters.of({**request.GET.dict(), "ligne": str(entry.pk)})
    form = AccessForm(request.POST)
    if form.is_valid():
        try:
            change_access(
                entry=entry, cells=form.cells(), version=form.seen_version, today=local_today(contract),
                **actor_of(request),
            )  # fmt: skip
        except ListRefused as refused:
            form.refuse(refused.faults)
        except StaleAccess:
            form.data = {**form.data.dict(), "version": str(entry.version)}  # type: ignore[attr-defined]
            return _page(request, contract, Filters(entry=entry.pk), opened=form, stale=True, status=CONFLICT)
    if form.errors:
        return _page(request, contract, filters, opened=form, status=REFUSED)
    messages.success(request, "Accès enregistré.")
    return redirect(f"{_address(contract)}{filters.query()}#acces-{entry.number}")


@sensitive_post_parameters()
@contract_view("edit_contract")
@posted
def remove(request: HttpRequest, contract: Contract, entry: AccessEntry) -> HttpResponse:
    """Take one line out of the register."""
    version = request.POST.get("version", "")
    try:
        remove_access(entry=entry, version=int(version) if version.isdecimal() else 0, **actor_of(request))
    except StaleAccess:
        filters = Filters(entry=entry.pk)
        return _page(request, contract, filters, stale=True, status=CONFLICT)
    messages.success(request, f"Accès n°\u00a0{entry.number} retiré du registre.")
    return redirect(_address(contract))


@contract_view("edit_contract")
@require_http_methods(["GET", "POST"])
def import_list(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Bring the register to a list; everything wrong in it is said at once, and nothing is stored."""
    form = AccessListForm(request.POST or None, request.FILES or None)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            return _imported(request, contract, form.cleaned_data["file"])
        except TableUnreadable as unreadable:
            form.add_error("file", str(unreadable))
        except ListRefused as refused:
            faults = refused.faults
    context = {"contract": contract, "form": form, "faults": faults, "columns": list(COLUMNS.values())}
    status = REFUSED if request.method == "POST" else 200
    return render(request, "reversibility/access_import.html", context, status=status)


def _imported(request: HttpRequest, contract: Contract, file: Any) -> HttpResponse:
    rows = read_rows(name=file.name, content=file.file, columns=list(COLUMNS.values()))
    counts = import_accesses(contract=contract, rows=rows, today=local_today(contract), **actor_of(request))
    words = [
        formats.count(counts.created, "accès ajouté|accès ajoutés"),
        formats.count(counts.updated, "modifié|modifiés"),
        formats.count(counts.unchanged, "inchangé|inchangés"),
    ]
    messages.success(request, f"{', '.join(words)}.")
    return redirect(_address(contract))


def _page(
    request: HttpRequest,
    contract: Contract,
    filters: Filters,
    *,
    added: AccessForm | None = None,
    opened: AccessForm | None = None,
    stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    asked = request.GET.get("page") if opened is None else None  # a refused form is where its line is
    for form in (added, opened):
        if form is not None and form.is_bound:
            form.withhold()
    page = register_page(contract, filters, local_today(contract), asked)
    may_edit = may(request.membership, Capability.EDIT_CONTRACT)  # type: ignore[attr-defined]
    line = next((line for line in page.lines if line.is_open), None)
    if line and may_edit and opened is None:
        opened = AccessForm.of(line.access, line.row.entry.version)
    context = {
        "contract": contract, "page": page, "may_edit": may_edit, "form": opened, "stale": stale,
        "added": added or AccessForm(), "refused": added is not None,
    }  # fmt: skip
    return render(request, "reversibility/access_register.html", context, status=status)


def _address(contract: Contract) -> str:
    return reverse("reversibility:access_register", args=[contract.slug])
