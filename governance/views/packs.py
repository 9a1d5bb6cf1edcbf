"""Packs: the web twin, the PDF, and asking for a new one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from contracts.access import contract_view
from contracts.models import Contract
from core.exports import download
from core.storage import is_stored, open_file
from governance.selectors.committees import latest_pack
from governance.selectors.pack_versions import corrected
from governance.selectors.packs import NoResult, content_for
from governance.services import note_opened, request_pack
from governance.services.packs import file_name
from governance.services.rendering import render_pages
from governance.views.finding import asked_version, committee_or_404, variant_or_404


@contract_view("view")
def pack(request: HttpRequest, contract: Contract, committee: str, variant: str) -> HttpResponse:
    """The web twin of a pack: same sections, same figures."""
    found = committee_or_404(request, contract, committee)
    wanted = variant_or_404(found, variant)
    context = {
        "contract": contract,
        "committee": found,
        "variant": wanted,
        "pack": latest_pack(found, wanted),
    }
    try:
        data = corrected(found, wanted, content_for(found, wanted).data)
    except NoResult as missing:
        return render(request, "governance/pack_missing.html", context | {"reason": missing})
    note_opened(committee=found, variant=wanted, user=request.user)
    return render(
        request, "governance/pack.html", context | {"data": data, "pages": render_pages(data, twin=True)}
    )


@contract_view("view")
@require_http_methods(["GET", "HEAD", "POST"])
def pack_pdf(request: HttpRequest, contract: Contract, committee: str, variant: str) -> HttpResponse:
    """Download the PDF, the last version or the one asked for; POST asks for a new one and follows its job."""
    found = committee_or_404(request, contract, committee)
    wanted = variant_or_404(found, variant)
    if request.method == "POST":
        return redirect("job", request_pack(committee=found, variant=wanted).pk)
    kept = latest_pack(found, wanted, asked_version(request))
    if kept is None or not is_stored(kept.storage_name):
        messages.info(request, "Le PDF n’est pas encore produit : demandez-le ci-dessous.")
        return redirect("governance:committee", contract.slug, found.slug)
    note_opened(committee=found, variant=wanted, user=request.user, version=kept.version)
    with open_file(kept.storage_name) as file:
        answer = download(file.read(), file_name(kept), "application/pdf")
    answer["Cache-Control"] = "private, no-store"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
