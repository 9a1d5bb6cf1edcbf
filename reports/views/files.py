"""Downloads: errors, annotated copy, originals, empty templates."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from contracts.access import contract_view
from contracts.models import Contract
from core.exports import TYPES, Sheet, download, export_response
from reports.engine.profiles.native import COLUMNS
from reports.selectors.deliveries import errors_sheet, open_original
from reports.selectors.originals import file_at
from reports.services import annotated_copy
from reports.views.frame import found_delivery

TEMPLATE_COLUMNS = 18
BYTES = "application/octet-stream"


@contract_view("view")
@require_GET
def errors(request: HttpRequest, contract: Contract, month: str, version: int) -> HttpResponse:
    """Every finding as CSV."""
    delivery = found_delivery(request, contract, month, version)
    return export_response(errors_sheet(delivery), f"erreurs-{delivery.month}-v{delivery.version}", "csv")


@contract_view("view")
@require_GET
def annotated(request: HttpRequest, contract: Contract, month: str, version: int) -> HttpResponse:
    """The rows as received, with what was found beside them; 404 for files that cannot be opened."""
    delivery = found_delivery(request, contract, month, version)
    copy = annotated_copy(delivery=delivery)
    if copy is None:
        raise Http404
    return download(copy, f"annote-{delivery.month}-v{delivery.version}.xlsx", TYPES["xlsx"])


@contract_view("view")
@require_GET
def original(request: HttpRequest, contract: Contract, month: str, version: int) -> HttpResponse:
    """A file as it was received (`?fichier=2` for the second one), saved by the browser and never run."""
    delivery = found_delivery(request, contract, month, version)
    number = request.GET.get("fichier", "1")
    file = (
        file_at(delivery, int(number)) if number.isascii() and number.isdigit() and len(number) < 4 else None
    )
    if file is None:
        raise Http404
    try:
        with open_original(file) as stored:
            return download(stored.read(), file.name, BYTES)
    except OSError as error:
        raise Http404 from error


@contract_view("view")
@require_GET
def template_file(request: HttpRequest, contract: Contract, extension: str) -> HttpResponse:
    """An empty file with the portal's columns."""
    if extension not in {"csv", "xlsx"}:
        raise Http404
    head = [column.label for column in COLUMNS[:TEMPLATE_COLUMNS]]
    return export_response(Sheet(head, []), "modele-rapport", extension)
