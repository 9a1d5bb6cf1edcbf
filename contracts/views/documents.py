"""The papers of the contract: the list, one document, its files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view, writes
from contracts.forms.papers import DocumentForm, VersionForm
from contracts.models import Contract, ContractDocument
from contracts.selectors.documents import (
    document_page,
    documents_page,
    documents_sheet,
    find_document,
    find_version,
)
from contracts.selectors.lifetime import local_today
from contracts.services.documents import (
    Deposited,
    add_document,
    add_version,
    may_deposit,
)
from contracts.services.kept_files import FileRefused
from contracts.services.signing import Signer
from core.exports import export_response, stored_response, wanted_export
from core.scope import Side


@contract_view("view")
@require_GET
def documents(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Which papers make the contract, and where is the last file of each?"""
    if kind := wanted_export(request):
        sheet = documents_sheet(documents_page(contract, local_today(contract)))
        return export_response(sheet, f"{contract.reference}-documents", kind)
    return _list(request, contract)


@contract_view("upload_report")
@writes("contracts:documents")
def add(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Deposit a new document; what is refused is said above the form, its text kept."""
    form = DocumentForm(request.POST, request.FILES, side=side_of(request))
    if form.is_valid():
        file: Any = form.cleaned_data["file"]
        try:
            made = add_document(
                contract=contract, head=form.head(), name=file.name, content=file.file,
                signer=signer_of(request),
            )  # fmt: skip
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            return _told(request, contract, made)
    return _list(request, contract, form=form, status=422)


@contract_view("view")
@require_GET
def document(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    """One document, version after version."""
    return _one(request, contract, _found(contract, pk))


@contract_view("upload_report")
@writes("contracts:document", "pk")
def version_add(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    """Deposit the next version; the same bytes again change nothing."""
    found, form = _found(contract, pk), VersionForm(request.POST, request.FILES)
    if form.is_valid():
        file: Any = form.cleaned_data["file"]
        try:
            made = add_version(document=found, name=file.name, content=file.file, signer=signer_of(request))
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            return _told(request, contract, made)
    return _one(request, contract, found, form=form, status=422)


@contract_view("view")
@require_GET
def version_file(request: HttpRequest, contract: Contract, pk: int, number: int) -> HttpResponseBase:
    """A file as it was received, saved by the browser and never run."""
    found = find_version(contract, pk, number)
    if found is None:
        raise Http404
    return stored_response(found)


def side_of(request: HttpRequest) -> Side:
    return Side(request.membership.side)  # type: ignore[attr-defined]


def signer_of(request: HttpRequest) -> Signer:
    """Who acts, for a service."""
    return Signer(request.user, request.membership.role, side_of(request))  # type: ignore[attr-defined]


def _found(contract: Contract, pk: int) -> ContractDocument:
    found = find_document(contract, pk)
    if found is None:
        raise Http404
    return found


def _told(request: HttpRequest, contract: Contract, made: Deposited) -> HttpResponse:
    number = made.version.number
    if made.is_new:
        messages.success(request, f"Version {number} déposée.")
    else:
        messages.info(request, f"Ce fichier est déjà la version {number} : rien n’a changé.")
    return redirect("contracts:document", contract.slug, made.version.document_id)


def _list(
    request: HttpRequest, contract: Contract, *, form: DocumentForm | None = None, status: int = 200
) -> HttpResponse:
    may_add = may(request.membership, Capability.UPLOAD_REPORT)  # type: ignore[attr-defined]
    context = {"contract": contract, "page": documents_page(contract, local_today(contract))}
    context |= {
        "form": form or DocumentForm(side=side_of(request)) if may_add else None,
        "refused": form is not None,
    }
    return render(request, "contracts/documents.html", context, status=status)


def _one(
    request: HttpRequest,
    contract: Contract,
    found: ContractDocument,
    *,
    form: VersionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    may_add = may(request.membership, Capability.UPLOAD_REPORT) and may_deposit(found.kind, side_of(request))  # type: ignore[attr-defined]
    context = {"contract": contract, "page": document_page(contract, found, local_today(contract))}
    context |= {"form": (form or VersionForm()) if may_add else form, "refused": form is not None}
    return render(request, "contracts/document.html", context, status=status)
