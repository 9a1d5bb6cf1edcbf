"""The list of contracts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from contracts.selectors.all_contracts import contract_lines
from contracts.selectors.drafts import creatable_clients, drafts_of
from core.days import portal_today


def contract_list(request: HttpRequest) -> HttpResponse:
    """Every contract open to the visitor; the scope limits it to their memberships."""
    clients = creatable_clients(request.user, request.memberships.values())  # type: ignore
    context = {
        "lines": contract_lines(portal_today()),
        "may_create": bool(clients),
        "drafts": drafts_of(request.user),  # type: ignore[arg-type]
    }
    return render(request, "contracts/list.html", context)
