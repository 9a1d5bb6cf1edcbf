"""Which columns and words of an export are ours: the page of correspondences."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from contracts.access import contract_view
from contracts.models import Contract
from reports.forms import MappingForm
from reports.selectors.mapping_page import file_pills, trial_page
from reports.selectors.mappings import name_for
from reports.services import open_desk, read_with_mapping, try_delivery
from reports.views.frame import found_delivery, shown_version


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
    if "enregistrer" in request.POST and sound and not form.is_new_column:
        read_with_mapping(
            delivery=delivery, user=request.user, name=form.unsaved()["name"], reading=form.reading()
        )
        return redirect("reports:version", contract.slug, str(delivery.month), delivery.version)
    tried = form.to_try() if sound else None
    trial = try_delivery(delivery=delivery, mapping=tried) if tried else desk.trial
    context = shown_version(request, contract, delivery) | {
        "desk": desk, "form": form, "trial": trial_page(trial, contract),
        "files": file_pills(desk.trial, desk.proposal["file"]),
    }  # fmt: skip
    return render(request, "reports/mapping.html", context, status=200 if sound else 422)
