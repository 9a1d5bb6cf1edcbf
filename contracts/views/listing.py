"""The list of contracts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from contracts.selectors.all_contracts import contract_lines


def contract_list(request: HttpRequest) -> HttpResponse:
    """Every contract open to the visitor; the scope limits it to their memberships."""
    return render(request, "contracts/list.html", {"lines": contract_lines(timezone.localdate())})
