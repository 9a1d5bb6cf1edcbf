"""Everything the client needs to leave, in one archive."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.capabilities import Capability
from accounts.selectors import may
from contracts.access import contract_view, step_up
from contracts.models import Contract
from core.exports import attachment
from infogerance.selectors.exit_files import exit_file_jobs
from infogerance.services.exit_file_jobs import ExitFileGone, ask_exit_file, take_exit_file


@contract_view("view_client")
@step_up
@require_http_methods(["GET", "POST"])
def exit_file(request: HttpRequest, contract: Contract) -> HttpResponseBase:
    """What the archive holds; prepared in the background, then taken: the journal keeps who took it."""
    membership = request.membership  # type: ignore[attr-defined]
    whole = may(membership, Capability.VIEW_ACCESSES)
    job = exit_file_jobs(contract, with_accesses=whole).first()
    if request.method == "GET":
        return render(request, "infogerance/exit_file.html", {"contract": contract, "job": job})
    if request.POST.get("act") != "take":
        ask_exit_file(contract=contract, with_accesses=whole)
        return redirect("exit_file", contract.slug)
    try:
        archive = take_exit_file(job=job, actor=request.user, role=membership.role)
    except ExitFileGone as gone:
        messages.error(request, str(gone))
        return redirect("exit_file", contract.slug)
    answer = FileResponse(archive)
    # Once it is made: by itself it names the stored file.
    for name, value in attachment(f"dossier-de-sortie-{contract.reference}.zip", "application/zip").items():
        answer.headers[name] = value
    return answer
