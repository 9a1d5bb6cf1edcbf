"""Pages of deliveries: list, deposit, version, control, downloads."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view
from contracts.models import Contract
from core.exports import Sheet, download, export_response
from core.requests import asked_month, month_or_404
from reports.engine.profiles.native import COLUMNS
from reports.forms import DepositForm, MappingForm
from reports.models import Delivery
from reports.selectors import pages
from reports.selectors.deliveries import deliveries_for, delivery_of, errors_sheet, open_original
from reports.selectors.mapping_page import file_pills, trial_page
from reports.selectors.mappings import name_for
from reports.services import DepositRefused, deposit, open_desk, read_with_mapping, try_delivery

TEMPLATE_COLUMNS = 18
BYTES = "application/octet-stream"


def shown(request: HttpRequest, contract: Contract, **more: Any) -> dict[str, Any]:
    """What every page of the app needs beside its own content."""
    may_upload = may(request.membership, Capability.UPLOAD_REPORT)  # type: ignore[attr-defined]
    return {"contract": contract, "may_upload": may_upload, **more}


def shown_version(request: HttpRequest, contract: Contract, delivery: Delivery) -> dict[str, Any]:
    """What the pages of one version need."""
    return shown(
        request,
        contract,
        delivery=delivery,
        wizard=pages.wizard_of(delivery, contract),
        check=pages.check_of(delivery),
        files=pages.file_lines(delivery),
    )


def found_delivery(request: HttpRequest, contract: Contract, month: str, version: int) -> Delivery:
    """The version an address names, and its month for the page's frame."""
    delivery = delivery_of(contract, month_or_404(month), version)
    if delivery is None:
        raise Http404
    request.month = delivery.month  # type: ignore[attr-defined]
    return delivery


@contract_view("view")
@require_GET
def delivery_list(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Every month, delivered or awaited."""
    return render(request, "reports/list.html", shown(request, contract, lines=pages.month_lines(contract)))


@contract_view("upload_report")
@require_http_methods(["GET", "POST"])
def deposit_page(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Choose the files of a month; what is refused at the door is said on the same page."""
    request.month = month = asked_month(request, pages.awaited_month(contract))  # type: ignore[attr-defined]
    form = DepositForm(contract, request.POST or None, request.FILES or None, initial={"month": str(month)})
    refusal: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            delivery = deposit(contract=contract, user=request.user, **form.wanted())
        except DepositRefused as refused:
            refusal = refused.findings
        else:
            return redirect("reports:version", contract.slug, str(delivery.month), delivery.version)
    context = shown(request, contract, form=form, refusal=refusal, wizard=pages.wizard_of(None, contract))
    return render(request, "reports/deposit.html", context, status=422 if request.method == "POST" else 200)


@contract_view("view")
@require_GET
def delivery_month(request: HttpRequest, contract: Contract, month: str) -> HttpResponse:
    """The versions of one month."""
    request.month = found = month_or_404(month)  # type: ignore[attr-defined]
    versions = deliveries_for(contract).filter(month=found)
    return render(request, "reports/delivery.html", shown(request, contract, month=found, versions=versions))


@contract_view("view")
@require_GET
def version_page(request: HttpRequest, contract: Contract, month: str, version: int) -> HttpResponse:
    """One version: its progress while it is read, then its outcome and files."""
    delivery = found_delivery(request, contract, month, version)
    return render(request, "reports/version.html", shown_version(request, contract, delivery))


@contract_view("view")
@require_GET
def check(request: HttpRequest, contract: Contract, month: str, version: int) -> HttpResponse:
    """What was found in the files, where, and what to do."""
    delivery = found_delivery(request, contract, month, version)
    return render(request, "reports/check.html", shown_version(request, contract, delivery))


@contract_view("upload_report")
@require_http_methods(["GET", "POST"])
def mapping(request: HttpRequest, contract: Contract, month: str, version: int) -> HttpResponse:
    """Which columns and words of an export are ours: proposed, tried, then kept for the next deliveries."""
    delivery = found_delivery(request, contract, month, version)
    desk = open_desk(delivery=delivery, wanted=request.GET.get("fichier", ""))
    if desk is None:
        return render(request, "reports/mapping_none.html", shown_version(request, contract, delivery))
    name = name_for(contract, contract.provider.name)
    form = MappingForm(contract, delivery.month, desk, name, request.POST or None)
    sound = request.method == "GET" or form.is_valid()
    if "enregistrer" in request.POST and sound:
        read_with_mapping(
            delivery=delivery, user=request.user, name=form.unsaved()["name"], reading=form.reading()
        )
        return redirect("reports:version", contract.slug, str(delivery.month), delivery.version)
    tried = (form.unsaved() if form.is_bound else form.proposed()) if sound else None
    trial = try_delivery(delivery=delivery, mapping=tried) if tried else desk.trial
    context = shown_version(request, contract, delivery) | {
        "desk": desk, "form": form, "trial": trial_page(trial, contract),
        "files": file_pills(desk.trial, desk.proposal["file"]),
    }  # fmt: skip
    return render(request, "reports/mapping.html", context, status=200 if sound else 422)


@contract_view("view")
@require_GET
def errors(request: HttpRequest, contract: Contract, month: str, version: int) -> HttpResponse:
    """Every finding as CSV."""
    delivery = found_delivery(request, contract, month, version)
    return export_response(errors_sheet(delivery), f"erreurs-{delivery.month}-v{delivery.version}", "csv")


@contract_view("view")
@require_GET
def original(request: HttpRequest, contract: Contract, month: str, version: int) -> HttpResponse:
    """A file as it was received (`?fichier=2` for the second one), saved by the browser and never run."""
    delivery = found_delivery(request, contract, month, version)
    number = request.GET.get("fichier", "1")
    file = (
        pages.file_at(delivery, int(number))
        if number.isascii() and number.isdigit() and len(number) < 4
        else None
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
