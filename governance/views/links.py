"""Links to a pack for somebody without account: made, shown once, revoked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from contracts.access import contract_view, writes
from contracts.models import Contract
from core.requests import actor_of
from governance.forms.sending import LinkForm
from governance.models import PackLink
from governance.selectors.links import linkable, links_of
from governance.services import make_link, revoke_link
from governance.views.finding import committee_or_404


@contract_view("prepare_committee")
def links(request: HttpRequest, contract: Contract, committee: str) -> HttpResponse:
    """Who may open a pack without account; POST makes a link, shown this once."""
    found = committee_or_404(request, contract, committee)
    packs = linkable(found)
    form = LinkForm(request.POST if request.method == "POST" else None, packs=packs)
    context: dict[str, Any] = {"contract": contract, "committee": found, "form": form if packs else None}
    if form.is_valid():
        pack = packs[form.cleaned_data["variant"]]
        context["made"] = make_link(pack=pack, reader=form.cleaned_data["reader"], **actor_of(request))
        context["form"] = LinkForm(packs=packs)
    context["links"] = links_of(found, timezone.now())
    return render(request, "governance/links.html", context, status=422 if form.errors else 200)


@contract_view("prepare_committee")
@writes("governance:links", "committee")
def revoke(request: HttpRequest, contract: Contract, committee: str, link: int) -> HttpResponse:
    """A link stops answering."""
    found = committee_or_404(request, contract, committee)
    row = PackLink.objects.filter(pack__committee=found, pk=link).select_related("pack__committee").first()
    if row is None:
        raise Http404
    revoke_link(link=row, **actor_of(request))
    messages.success(request, "Lien révoqué\u00a0: il ne répond plus.")
    return redirect("governance:links", contract.slug, found.slug)
