"""Everything the client needs to leave, in one archive."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view, step_up
from contracts.models import Contract
from core.exports import attachment
from infogerance.services.exit_file import exit_archive, record_exit_file


@contract_view("view_client")
@step_up
@require_http_methods(["GET", "POST"])
def exit_file(request: HttpRequest, contract: Contract) -> HttpResponseBase:
    """What the archive holds, then the archive; the journal keeps who took it."""
    if request.method == "GET":
        return render(request, "infogerance/exit_file.html", {"contract": contract})
    membership = request.membership  # type: ignore[attr-defined]
    archive = exit_archive(contract, with_accesses=may(membership, Capability.VIEW_ACCESSES))
    record_exit_file(contract=contract, archive=archive, actor=request.user, role=membership.role)
    headers = attachment(f"dossier-de-sortie-{contract.reference}.zip", "application/zip")
    return FileResponse(archive, headers=headers)
